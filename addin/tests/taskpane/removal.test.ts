import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Meeting } from "../../src/shared/meetings";
import { watchRemoval } from "../../src/taskpane/removal";
import { form, WEEKLY } from "../appointment/hosts";
import { both } from "../shared/profile";
import { json, meeting, problem, type Service } from "../shared/service";
import { bench, button, emptyPage, words } from "./bench";

beforeEach(() => {
  emptyPage();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const SILENT = "Pexip svarar inte; videomötet tas bort där så fort den svarar. Du behöver inte göra något.";
const left = (more: Partial<Meeting> = {}): Partial<Meeting> => ({
  state: "removed",
  state_reason: "service-unavailable",
  state_text: both(SILENT),
  ...more,
});

function becomes(service: Service, change: Partial<Meeting>): void {
  const known = service.meetings.get("m1");
  service.meetings.set("m1", { ...(known as Meeting), ...change });
}

describe("a removed meeting", () => {
  it("is told to stand at its service as long as it does", async () => {
    const state = form({ meetingId: "m1", itemId: "item-1" });
    const { main, service } = await bench(state, (service) => {
      state.body += service.add({ appointment: { item_id: "item-1" } }).invite_html;
    });
    button(main, "Ta bort möte").click();
    button(main, "Ja, ta bort").click();
    await vi.advanceTimersByTimeAsync(1000);
    expect(words(main)).toContain("Mötet är borttaget. Länken är stängd.");
    expect(words(main)).not.toContain(SILENT);
    becomes(service, left());
    await vi.advanceTimersByTimeAsync(2000);
    expect(main.querySelector(".notice-warn")?.textContent).toBe(SILENT);
    service.once("GET /api/v1/meetings/m1", () => problem(503, "service-unavailable"));
    await vi.advanceTimersByTimeAsync(4000);
    expect(words(main)).toContain(SILENT);
    becomes(service, { state_reason: "removed-by-booker" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(words(main)).not.toContain(SILENT);
    const asked = service.calls.length;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(service.calls.length).toBe(asked);
  });

  it("is not asked for without end when what was to show it never came into the page", async () => {
    const { service, context } = await bench(form(), (service) => service.add(left()));
    const asked = async (): Promise<number> => {
      const before = service.calls.length;
      await vi.advanceTimersByTimeAsync(600_000);
      return service.calls.length - before;
    };
    watchRemoval(context, ["m1"], document.createElement("div"));
    expect(await asked()).toBeGreaterThan(0);
    expect(await asked()).toBe(0);
  });

  it("is told so too when its appointment is opened later, until one goes on", async () => {
    const refused = "Pexip har inte tagit bort sitt videomöte än. Kontakta supporten.";
    const { main, service } = await bench(form({ meetingId: "m1" }), (service) => {
      service.add(left({ state_reason: "service-refused", state_text: both(refused) }));
    });
    await vi.advanceTimersByTimeAsync(100);
    expect(words(main)).toContain(refused);
    button(main, "Ta bort texten").click();
    await vi.advanceTimersByTimeAsync(1000);
    expect(words(main)).not.toContain(refused);
    const asked = service.calls.length;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(service.calls.length).toBe(asked);
  });

  it("is told to stand there whichever of the removed meetings of a series it is", async () => {
    vi.setSystemTime("2026-06-09T08:00:00Z");
    const state = form({ recurrence: WEEKLY, meetingId: "m1", itemId: "item-1" });
    const { main, service } = await bench(state, (service) => {
      state.body += service.addSeries(
        service.add({ appointment: { item_id: "item-1" } }),
        WEEKLY.rule,
      ).invite_html;
    });
    await vi.advanceTimersByTimeAsync(100);
    button(main, "Ta bort möte").click();
    await vi.advanceTimersByTimeAsync(100);
    main.querySelector<HTMLInputElement>("input[value=all]")?.click();
    const second = "GET /api/v1/meetings/m1-2";
    service.once(second, () => json(meeting({ id: "m1-2", ...left() })));
    button(main, "Ja, ta bort").click();
    await vi.advanceTimersByTimeAsync(1000);
    expect(words(main)).toContain("Alla möten i serien är borttagna.");
    expect([...main.querySelectorAll(".notice-warn")].map((node) => node.textContent)).toEqual([SILENT]);
    // The third is made at its service two weeks before it: there is nothing of it to leave there.
    expect(service.calls).toContain(second);
    expect(service.calls).not.toContain("GET /api/v1/meetings/m1-3");
  });
});
