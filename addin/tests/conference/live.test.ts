import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Conference } from "../../src/conference/client";
import { LiveView } from "../../src/conference/live";
import { Desk, press, words } from "../console/desk";
import { json } from "../shared/service";
import { conference, context, News, running, site } from "./house";

const PRESS = "POST /api/v1/conferences/k1/press";
const CONNECTED = { stage: "connected", stage_sv: "Ansluten", stage_en: "Connected" };

let desk: Desk;
let news: News;
let went: string[];
let view: LiveView | null = null;

beforeEach(() => {
  document.body.replaceChildren();
  went = [];
  news = new News();
  desk = new Desk().answer("GET /conferences/k1/events", () => news.response);
});

afterEach(() => view?.stop());

function shown(one: Conference): HTMLElement {
  view = new LiveView(context(went), one);
  document.body.append(view.node);
  return view.node;
}

function bodies(): { press: string; site?: string; press_id: string }[] {
  return desk.sent(PRESS) as { press: string; site?: string; press_id: string }[];
}

describe("a conference that goes on", () => {
  it("shows where each site is as the news come, and the case of now with its time", async () => {
    const node = shown(running());
    expect(words(node)).toContain("1 av 2 rum är anslutna");
    expect(words(node)).toContain("Nu: ärende 11 · Kirurgi");
    expect(words(node)).toContain("6 min kvar");
    expect(words(node)).toContain("Sedan: ärende 12 · Onkologi");
    news.tell(
      running({
        case: 1,
        case_since: "2026-06-10T07:50:00Z",
        sites: [site(1, CONNECTED), site(2, CONNECTED)],
      }),
    );
    await vi.waitFor(() => expect(words(node)).toContain("2 av 2 rum är anslutna"));
    expect(words(node)).toContain("Nu: ärende 12 · Onkologi");
    expect(words(node)).toContain("5 min över tiden. Inget bryts.");
    expect(words(node)).toContain("Sista ärendet");
  });

  it("says when a meeting was moved into a room of its, that the room stays, and no more once the meeting has gone", async () => {
    const node = shown(running());
    const [first] = running().sites;
    news.tell(
      running({
        moved_here: [{ room: first?.id ?? "", start: "2026-06-10T08:00:00Z", end: "2026-06-10T09:00:00Z" }],
      }),
    );
    await vi.waitFor(() => expect(words(node)).toContain(`flyttats till samma tid i ${first?.label}`));
    expect(words(node)).toContain("Rummet är kvar hos MDK");
    news.tell(running({ moved_here: [] }));
    await vi.waitFor(() => expect(words(node)).not.toContain("flyttats"));
  });

  it("keeps a question that stands open while news come, and ends only on yes", async () => {
    desk.on(PRESS, running({ ending: true, presses: [] }));
    const node = shown(running());
    press(node, "Avsluta för alla");
    expect(document.activeElement?.textContent).toBe("Avbryt");
    news.tell(running({ sites: [site(1, CONNECTED), site(2, CONNECTED)] }));
    await vi.waitFor(() => expect(words(node)).toContain("2 av 2 rum är anslutna"));
    expect(document.activeElement?.textContent).toBe("Avbryt");
    expect(bodies()).toEqual([]);
    press(node, "Ja, avsluta för alla");
    await vi.waitFor(() => expect(bodies().map(({ press: what }) => what)).toEqual(["end"]));
  });

  it("asks before a site is skipped, and names it", async () => {
    desk.on(PRESS, running());
    const node = shown(running());
    press(node, "Hoppa över Sala");
    expect(words(node)).toContain("Vänta inte längre på Sala?");
    press(node, "Ja, hoppa över");
    await vi.waitFor(() => expect(bodies()).toMatchObject([{ press: "skip", site: "r2" }]));
  });

  it("is the same press when it is tried again without an answer, and another once it was answered", async () => {
    const node = shown(running());
    const fetched = globalThis.fetch;
    const lost: string[] = [];
    vi.stubGlobal("fetch", (path: string, request: RequestInit) => {
      lost.push(JSON.parse(String(request.body)).press_id);
      return Promise.reject(new TypeError(path));
    });
    press(node, "Nästa ärende");
    await vi.waitFor(() => expect(words(node)).toContain("Vi når inte tjänsten just nu."));
    vi.stubGlobal("fetch", fetched);
    desk.on(PRESS, running());
    press(node, "Nästa ärende");
    await vi.waitFor(() => expect(bodies()).toHaveLength(1));
    news.tell(running({ case: 1, case_since: "2026-06-10T08:00:00Z" }));
    await vi.waitFor(() => expect(words(node)).toContain("Nu: ärende 12"));
    press(node, "Nästa ärende");
    await vi.waitFor(() => expect(bodies()).toHaveLength(2));
    const [first, second] = bodies().map(({ press_id }) => press_id);
    expect(first).toBe(lost[0]);
    expect(second).not.toBe(first);
  });

  it("takes the same press once until it shows, and keeps the buttons where they are", async () => {
    desk.on(PRESS, running());
    const node = shown(running());
    const buttons = [...node.querySelectorAll<HTMLElement>(".steer > button")];
    expect(buttons.map((one) => one.getAttribute("aria-disabled"))).toEqual(["true", null]);
    press(node, "Nästa ärende");
    press(node, "Nästa ärende");
    await vi.waitFor(() => expect(bodies()).toHaveLength(1));
    await vi.waitFor(() => expect(buttons[1]?.getAttribute("aria-disabled")).toBe("true"));
    press(node, "Nästa ärende");
    press(node, "Föregående");
    news.tell(
      running({
        case: 1,
        case_since: "2026-06-10T08:00:00Z",
        presses: [
          { press: "previous", sites: [] },
          { press: "end", sites: [] },
        ],
      }),
    );
    await vi.waitFor(() => expect(buttons[0]?.getAttribute("aria-disabled")).toBeNull());
    expect(buttons[1]?.getAttribute("aria-disabled")).toBe("true");
    expect([...node.querySelectorAll(".steer > button")]).toEqual(buttons);
    expect(bodies()).toHaveLength(1);
  });

  it("begins another press after one that was refused", async () => {
    desk.answer(PRESS, () => json({ code: "not-now", detail_sv: "Det går inte nu. Inget är ändrat." }, 409));
    const node = shown(running());
    press(node, "Nästa ärende");
    await vi.waitFor(() => expect(words(node)).toContain("Det går inte nu. Inget är ändrat."));
    press(node, "Nästa ärende");
    await vi.waitFor(() => expect(bodies()).toHaveLength(2));
    expect(bodies()[0]?.press_id).not.toBe(bodies()[1]?.press_id);
  });

  it("says after a while that the line is lost, and that the conference is not", async () => {
    vi.useFakeTimers();
    const node = shown(running());
    await vi.advanceTimersByTimeAsync(100);
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
    news.close();
    await vi.advanceTimersByTimeAsync(2000);
    expect(words(node)).not.toContain("Kontakten bröts.");
    await vi.advanceTimersByTimeAsync(2000);
    expect(words(node)).toContain("Kontakten bröts. Konferensen påverkas inte.");
    vi.useRealTimers();
  });
});

describe("a conference that one may no longer see", () => {
  it("says so, and does not ask again", async () => {
    const node = shown(running());
    news.bye();
    await vi.waitFor(() => expect(words(node)).toContain("Du kan inte längre följa konferensen här."));
    expect(desk.count("GET /conferences/k1/events")).toBe(1);
  });
});

describe("a conference that does not go on", () => {
  it("begins by one press within its time, and says that every room is asked first", async () => {
    desk.on(PRESS, running());
    const node = shown(conference({ state: "open", presses: [{ press: "begin", sites: [] }] }));
    expect(words(node)).toContain("Inget ringer upp förrän någon där har tryckt ja.");
    press(node, "Starta MDK");
    document.body.querySelector<HTMLElement>(".steer button")?.focus();
    await vi.waitFor(() => expect(words(node)).toContain("1 av 2 rum är anslutna"));
    expect(bodies()).toMatchObject([{ press: "begin" }]);
    expect(node.querySelector(".steer")?.contains(document.activeElement)).toBe(true);
  });

  it("is taken away after a question, with the version that was seen", async () => {
    desk.answer("DELETE /api/v1/conferences/k1", () => new Response(null, { status: 204 }));
    const node = shown(conference());
    expect(words(node)).toContain("Knappen MDK syns i rummen onsdag 17 juni kl. 13.00–14.00.");
    press(node, "Ta bort planen");
    press(node, "Ja, ta bort");
    await vi.waitFor(() => expect(went).toEqual(["Planen är borttagen, också från rummen."]));
  });

  it("offers what it was again once it is over, and no press", () => {
    const node = shown(conference({ state: "over", may_change: false }));
    expect(words(node)).toContain("Samma igen");
    expect(node.querySelectorAll(".steer button")).toHaveLength(0);
    expect(desk.calls).toHaveLength(0);
  });

  it("lets whoever may only see it press nothing", () => {
    const node = shown(running({ presses: [], may_change: false }));
    expect(node.querySelectorAll("button")).toHaveLength(0);
  });
});
