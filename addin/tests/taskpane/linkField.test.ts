import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Meeting } from "../../src/shared/meetings";
import { form } from "../appointment/hosts";
import { problem } from "../shared/service";
import { type Bench, bench, button, choose, emptyPage, has, seen, words } from "./bench";

beforeEach(emptyPage);

async function chooseLink(main: HTMLElement): Promise<HTMLInputElement> {
  const control = main.querySelector<HTMLSelectElement>("select");
  if (!control) {
    throw new Error("no choice of service");
  }
  control.value = "link";
  control.dispatchEvent(new Event("change"));
  return await vi.waitUntil(() => main.querySelector<HTMLInputElement>("input[type=url]"));
}

describe("a meeting by its link", () => {
  it("asks for the link with the systems that are allowed, and books with it", async () => {
    const { main, service } = await bench(form());
    const input = await chooseLink(main);
    await seen(main, "Länken ska leda till Platform24 eller Videobesök.");
    await seen(main, "Den som kommer väntar inte hos oss.");
    input.value = " https://visit.example/r/1 ";
    button(main, "Skapa möte").click();
    await seen(main, "Mötet är skapat.");
    expect(service.bodies).toMatchObject([{ service: "link", link: "https://visit.example/r/1" }]);
  });

  it("says at the field that the link is missing, and sends nothing", async () => {
    const { main, service } = await bench(form());
    await chooseLink(main);
    button(main, "Skapa möte").click();
    await seen(main, "Länken saknas. Inget är skapat.");
    expect(service.writes()).toEqual([]);
  });

  it("says a refusal at the field, and keeps what was written", async () => {
    const { main, service } = await bench(form());
    const input = await chooseLink(main);
    input.value = "https://other.example/r/1";
    service.once("POST /api/v1/meetings", () => problem(422, "bad-link", "Länken går inte att använda."));
    button(main, "Skapa möte").click();
    await seen(main, "Länken går inte att använda.");
    expect([input.value, input.getAttribute("aria-invalid")]).toEqual(["https://other.example/r/1", "true"]);
    input.dispatchEvent(new Event("input"));
    expect([input.hasAttribute("aria-invalid"), has(main, "Skapa möte")]).toEqual([false, true]);
  });

  it("chooses a type by a press anywhere on its card, though its first control is another", async () => {
    const { main } = await bench(form());
    choose(main, "internal");
    main.querySelector<HTMLElement>(".card .card-label")?.click();
    expect(main.querySelector<HTMLInputElement>("input[name=type]:checked")?.value).toBe("patient_care");
  });

  it("asks for no link where another service or type is chosen", async () => {
    const { main } = await bench(form());
    await chooseLink(main);
    choose(main, "internal");
    expect(main.querySelector("input[type=url]")).toBeNull();
  });

  it("says which system it is held in, and what cannot be promised there", async () => {
    const { main } = await held({ leads_to: { sv: "Videobesök", en: "Video visit" } });
    await seen(main, "Hålls i Videobesök");
    await seen(main, "Den leder vidare till Videobesök när mötet är öppet.");
    await seen(main, "Leder till: https://visit.example/r/1");
    await seen(main, "Väntar inte hos oss.");
  });

  it("says nothing of another system where there is none", async () => {
    const { main } = await held({ leads_to: null, link: null, notices: [] });
    expect(words(main)).not.toContain("Hålls i");
  });
});

function held(more: Partial<Meeting>): Promise<Bench> {
  const state = form({ meetingId: "m1", itemId: "item-1" });
  return bench(state, (service) => {
    const notices = [{ code: "no-lobby", sv: "Väntar inte hos oss.", en: "No waiting with us." }];
    const link = "https://visit.example/r/1";
    const made = service.add({ link, notices, appointment: { item_id: "item-1" }, ...more });
    state.body += made.invite_html;
  });
}
