import { beforeEach, describe, expect, it, vi } from "vitest";
import { BESIDE_TEXTS } from "../../src/host/besideTexts";
import { translator } from "../../src/shared/i18n";
import { TEXTS } from "../../src/teams/texts";
import { Today } from "../../src/teams/today";
import { problem, Service } from "../shared/service";

const NOW = new Date("2026-06-10T07:50:00+02:00");

async function day(prepare: (service: Service) => void, language: "sv" | "en" = "sv"): Promise<Today> {
  const service = new Service();
  prepare(service);
  const today = new Today(service.client, "personal", translator(TEXTS, language), () => NOW);
  document.body.replaceChildren(today.node);
  await today.load();
  return today;
}

const times = (today: Today): string[] =>
  [...today.node.querySelectorAll(".row-time")].map((node) => node.textContent ?? "");

beforeEach(() => document.body.replaceChildren());

describe("the day's meetings", () => {
  it("are those of today, in order, without the removed", async () => {
    const today = await day((service) => {
      service.add({ start: "2026-06-10T13:00:00+02:00", end: "2026-06-10T13:30:00+02:00" });
      service.add();
      service.add({ start: "2026-06-11T08:00:00+02:00", end: "2026-06-11T09:00:00+02:00" });
      service.add({ state: "removed" });
      service.add({ start: "2026-06-09T23:30:00+02:00", end: "2026-06-10T00:30:00+02:00" });
    });
    expect(times(today)).toEqual(["23.30–00.30", "08.00–09.00", "13.00–13.30"]);
    expect(today.node.textContent).toContain("3 möten");
  });

  it("say so when there are none", async () => {
    const today = await day(() => undefined, "en");
    expect(today.node.textContent).toContain("You have no protected care meetings today.");
  });

  it("offer start to whoever may host, while there is something to start; the next one stands out", async () => {
    const today = await day((service) => {
      service.add({ start: "2026-06-10T05:00:00+02:00", end: "2026-06-10T06:00:00+02:00", state: "ended" });
      service.add({ may_host: false });
      service.add();
      service.add({ start: "2026-06-10T13:00:00+02:00", end: "2026-06-10T13:30:00+02:00" });
    });
    const starts = [...today.node.querySelectorAll("[role=button]")].filter(
      (node) => node.textContent === TEXTS.start.sv,
    );
    expect(starts.map((node) => node.getAttribute("appearance"))).toEqual(["primary", null]);
  });

  it.each([
    ["a later one", "2026-06-10T08:30:00+02:00", "2026-06-10T09:00:00+02:00"],
    ["one that goes on past its end", "2026-06-10T06:00:00+02:00", "2026-06-10T07:30:00+02:00"],
  ])("let the one stand out that is under way: %s", async (_, start, end) => {
    const today = await day((service) => {
      service.add({ start: "2026-06-10T07:45:00+02:00" });
      service.add({ start, end, state: "live" });
      service.add({ start: "2026-06-10T08:15:00+02:00", state: "live", may_host: false });
    });
    const row = today.node.querySelector("[appearance=primary]")?.closest(".row");
    expect(row?.textContent).toContain(TEXTS.stateLive.sv);
    expect(row?.querySelector("strong")?.textContent).toBe(start.slice(11, 16).replace(":", "."));
  });

  it("open the host page on a press", async () => {
    const today = await day((service) => service.add());
    const open = vi.spyOn(window, "open").mockReturnValue({ opener: window } as unknown as Window);
    today.node.querySelector<HTMLElement>("[appearance=primary]")?.click();
    await vi.waitFor(() => expect(open).toHaveBeenCalledWith("https://vard.example/h/m1#token", "_blank"));
  });

  it("say what is wrong and can be asked for again", async () => {
    const today = await day((service) => {
      service.add();
      service.once("GET /api/v1/meetings", () =>
        problem(503, "service-unavailable", "Tjänsten svarar inte."),
      );
    });
    expect(today.node.textContent).toContain("Tjänsten svarar inte.");
    today.node.querySelector<HTMLElement>("[role=button]")?.click();
    await vi.waitFor(() => expect(times(today)).toHaveLength(1));
  });

  it("have the host's list for whoever may host, while the meeting is near", async () => {
    const today = await day((service) => {
      service.add({ may_host: false });
      service.add({ start: "2026-06-10T08:15:00+02:00" });
      service.add({ start: "2026-06-10T07:00:00+02:00", state: "ended" });
      service.add({ start: "2026-06-10T08:30:00+02:00", end: "2026-06-10T09:30:00+02:00" });
    });
    const near = [...today.node.querySelectorAll(".row")].filter((row) => row.querySelector(".fold"));
    expect(near.map((row) => row.querySelector("strong")?.textContent)).toEqual(["08.15"]);
    expect(near[0]?.querySelector("summary")?.textContent).toBe(BESIDE_TEXTS.beside.sv);
  });

  it("keep the host's list, and the focus in it, when the meeting begins", async () => {
    const service = new Service();
    const made = service.add();
    const today = new Today(service.client, "personal", translator(TEXTS, "sv"), () => NOW);
    document.body.replaceChildren(today.node);
    await today.load();
    const [row, fold] = [today.node.querySelector(".row"), today.node.querySelector(".fold")];
    const list = document.createElement("div");
    const button = document.createElement("button");
    list.attachShadow({ mode: "open" }).append(button);
    fold?.append(list);
    button.focus();
    service.add({ ...made, state: "live" });
    await today.load();
    expect(today.node.querySelector(".row")).not.toBe(row);
    expect(today.node.querySelector(".fold")).toBe(fold);
    expect(list.shadowRoot?.activeElement).toBe(button);
  });

  it("stay, with the host's list in them, when the day cannot be read again; the trouble moves none", async () => {
    const service = new Service();
    service.add();
    const today = new Today(service.client, "personal", translator(TEXTS, "sv"), () => NOW);
    document.body.replaceChildren(today.node);
    await today.load();
    const fold = today.node.querySelector(".fold");
    service.once("GET /api/v1/meetings", () => problem(503, "service-unavailable", "Tjänsten svarar inte."));
    const watch = new MutationObserver(() => undefined);
    watch.observe(today.node.querySelector(".rows")?.parentElement as HTMLElement, { childList: true });
    await today.load();
    expect(watch.takeRecords()).toEqual([]);
    watch.disconnect();
    expect(today.node.querySelector(".fold")).toBe(fold);
    expect(today.node.lastElementChild?.querySelector("[role=alert]")?.textContent).toBe(
      `Tjänsten svarar inte.${TEXTS.stale.sv}`,
    );
    await today.load();
    expect(today.node.querySelector("[role=alert]")).toBeNull();
    expect(today.node.querySelector(".fold")).toBe(fold);
  });

  it("keep a row that has not changed, with what goes on in it", async () => {
    const today = await day((service) => service.add());
    const row = today.node.querySelector(".row");
    await today.load();
    expect(today.node.querySelector(".row")).toBe(row);
  });
});
