import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AFTER, afterPage } from "../../src/door/after";
import { App } from "../../src/door/app";
import type { DoorData } from "../../src/door/data";
import { checkPage } from "../../src/door/entrance";
import { ledOnPage } from "../../src/door/ledOn";
import { type DoorState, type Presence, reduce, screenOf } from "../../src/door/view";
import type { Language } from "../../src/shared/dates";

const NOW = new Date("2026-06-10T07:50:00+02:00");
const BOTH = (words: string): { sv: string; en: string } => ({ sv: words, en: words });
const THERE = "https://video.example/webapp3/m/abc?name=G&join=1";
let posted: { path: string; bearer: string | null }[] = [];
let bodies: { off?: unknown }[] = [];

beforeEach(() => {
  sessionStorage.clear();
  posted = [];
  bodies = [];
  vi.stubGlobal("fetch", (path: string, { headers, body }: RequestInit) => {
    if (path.endsWith("/events")) return new Promise<Response>(() => undefined);
    posted.push({ path, bearer: new Headers(headers).get("Authorization") });
    bodies.push(JSON.parse(String(body)));
    const got = { participant: "me", token: `guest:${posted.length}`, url: THERE };
    return Promise.resolve(new Response(JSON.stringify(got)));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function app(
  presence: Partial<Presence> | null = null,
  more: Partial<DoorData> = {},
  language: Language = "sv",
): App {
  const data = {
    state: "open",
    opens_at: "2026-06-10T07:45:00+02:00",
    start: "2026-06-10T08:00:00+02:00",
    end: "2026-06-10T09:00:00+02:00",
    unit: BOTH("Mottagningen"),
    service_label: BOTH("Pexip"),
    emergency: BOTH("112"),
    nobody_comes: BOTH("Ring mottagningen"),
    support: [],
    leads_to: null,
    led_on: true,
    embedded: false,
    needs_name: false,
    lobby: true,
    ...more,
  } as unknown as DoorData;
  const made = new App({
    data,
    code: "abc",
    language,
    say: () => undefined,
    changed: () => undefined,
  });
  if (presence) made.model = reduce(made.model, { event: "presence", data: presence });
  return made;
}

function watchPresses(): string[] {
  const pressed: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    pressed.push(`${this.target} ${this.href}`);
  });
  return pressed;
}

test("the check says where the meeting is held, and the press leads there in this very window", async () => {
  const pressed = watchPresses();
  const page = checkPage(app());
  page.update(NOW);
  expect(page.root.textContent).toContain("Mötet hålls i Pexip.");
  expect(page.root.textContent).toContain("väntar där tills vårdpersonalen släpper in dig");
  expect(page.root.textContent).toContain("Ingen ser eller hör dig innan dess.");
  // Pexip's own page may have a button of its own, ask for a code, or cut off whoever waits long.
  expect(page.root.textContent).toContain("Finns det en knapp i Pexip för att gå med? Tryck på den.");
  expect(page.root.textContent).toContain(
    "Frågar Pexip efter en kod, eller kopplas du bort medan du väntar? Gå tillbaka hit och tryck igen.",
  );
  expect(posted).toEqual([]);
  page.root.querySelector<HTMLFormElement>("form.join")?.requestSubmit();
  await vi.waitFor(() => expect(pressed).toEqual([`_self ${THERE}`]));
  expect(sessionStorage.getItem("vardmote.guest.abc")).toBe("guest:1");
});

test("what was switched off in the check is said, and not what the browser has none of nor on the way back", async () => {
  watchPresses();
  const door = app();
  const { media } = door.visit;
  await media.open();
  expect(media.state).toMatchObject({ camera: false, microphone: false });
  await door.join(null);
  await media.open();
  await media.setMicrophone(false);
  await door.join(null);
  await door.join(null);
  expect(bodies.map(({ off }) => off)).toEqual([[], ["microphone"], []]);
});

test("camera and microphone can be switched off where one is led on, and what is not there has no button", () => {
  const door = app();
  const { media } = door.visit;
  const state = { ...media.state, microphone: true };
  vi.spyOn(media, "state", "get").mockReturnValue(state);
  const turned = vi.spyOn(media, "setMicrophone").mockResolvedValue();
  const page = checkPage(door);
  const shown = (): HTMLButtonElement[] =>
    [...page.root.querySelectorAll<HTMLButtonElement>(".check .row button")].filter(({ hidden }) => !hidden);
  expect(shown().map(({ textContent }) => textContent)).toEqual(["Stäng av mikrofon", "Sätt på kamera"]);
  shown()[0]?.click();
  expect(turned).toHaveBeenCalledWith(false);
  page.stop();
  vi.spyOn(media, "state", "get").mockReturnValue({
    ...state,
    trouble: { camera: "missing", microphone: null },
  });
  const without = checkPage(door);
  const buttons = [...without.root.querySelectorAll<HTMLButtonElement>(".check .row button")];
  expect(buttons.filter(({ hidden }) => !hidden).map(({ textContent }) => textContent)).toEqual([
    "Stäng av mikrofon",
  ]);
  without.stop();
});

test("who comes back goes in again as the same person", async () => {
  const pressed = watchPresses();
  sessionStorage.setItem("vardmote.guest.abc", "guest:first");
  const page = ledOnPage(app({ state: "waiting" }));
  page.update(NOW);
  page.root.querySelector<HTMLButtonElement>(".join button")?.click();
  await vi.waitFor(() => expect(pressed).toHaveLength(1));
  expect(posted).toEqual([{ path: "/m/abc/join", bearer: "Bearer guest:first" }]);
});

test.each([
  ["coming", "Du är på väg till mötet", true],
  ["waiting", "Vårdpersonalen vet att du är här.", true],
  ["in", "Du är i mötet", false],
] as const)("%s: the door says where one is", (state, title, advice) => {
  const made = app({ state });
  const { root } = ledOnPage(made);
  expect(root.querySelector("h1")?.textContent).toBe(title);
  expect(root.textContent?.includes("Ring mottagningen")).toBe(advice);
  expect(screenOf(made.model)).toBe(state === "in" ? "meeting" : state);
});

test("a full meeting, and one that ends, are told while one is on the way", () => {
  const made = app({ state: "waiting", limit_reached: true, participant_limit: 15 });
  const page = ledOnPage(made);
  page.update(NOW);
  const banner = page.root.querySelector(".notice.warn");
  expect(banner?.textContent).toContain("Mötet är fullt (15 deltagare)");
  made.model = reduce(made.model, {
    event: "presence",
    data: { state: "in", ending_at: "2026-06-10T07:50:30+02:00" },
  });
  page.update(NOW);
  expect(banner?.textContent).toContain("30 sekunder");
});

test("who went back from there is one press from going in again, as the same person", async () => {
  const pressed = watchPresses();
  sessionStorage.setItem("vardmote.guest.abc", "guest:first");
  const words = AFTER.left;
  if (!words) throw new Error("nothing is said to who has left");
  const page = afterPage(app(), words);
  page.update(NOW);
  expect(page.root.textContent).toContain(
    "Mötet är öppet, så du kan gå in igen, också om du blev bortkopplad medan du väntade.",
  );
  expect(page.root.textContent).toContain("släppa in dig på nytt");
  const again = page.root.querySelector<HTMLButtonElement>("button");
  expect(again?.textContent).toBe("Gå in i mötet igen");
  again?.click();
  await vi.waitFor(() => expect(pressed).toEqual([`_self ${THERE}`]));
  expect(posted.map(({ bearer }) => bearer)).toEqual(["Bearer guest:first"]);
});

/** What may never be said where nobody waits until they are let in. */
const PROMISES = /släpp|väntrum|lobby|ser eller hör dig|let (you|in)|waiting room|sees or hears you/i;
const STRAIGHT = { sv: /rakt in i mötet/, en: /straight into the meeting/ };

test.each(
  (["sv", "en"] as const).flatMap((language) =>
    (["open", "full", "locked"] as const).map((state) => [language, state] as const),
  ),
)("%s, a door that is %s: where there is no lobby nobody is promised one", (language, state: DoorState) => {
  const straight = { lobby: false, state, needs_name: true };
  const check = checkPage(app(null, straight, language));
  check.update(NOW);
  const waits = ledOnPage(
    app({ state: "waiting", limit_reached: true, participant_limit: 4 }, straight, language),
  );
  waits.update(NOW);
  const left = AFTER.left && afterPage(app({ state: "left" }, straight, language), AFTER.left);
  left?.update(NOW);
  for (const page of [check, waits, left]) {
    if (state !== "locked" || page === left) expect(page?.root.textContent).toMatch(STRAIGHT[language]);
    expect(page?.root.textContent).not.toMatch(PROMISES);
  }
  expect(check.root.querySelector("form.join")?.textContent).toMatch(
    language === "sv" ? /ser och hör alla i mötet dig.*Anslut/ : /everybody in it sees and hears you.*Join/,
  );
  expect(check.root.textContent).toContain(
    language === "sv" ? "Stäng av kamera och mikrofon först." : "Turn camera and microphone off first.",
  );
});

test.each([
  ["sv", /[Dd]u kommer in när vårdpersonalen öppnar för dig/, /rakt in|redan i Pexip|vårdpersonalen kommer/],
  [
    "en",
    /[Yy]ou come in once the care staff open the meeting to you/,
    /straight into|in Pexip already|care staff come/,
  ],
] as const)(
  "%s: at a locked door without a lobby one waits though the care staff are there",
  (language, lock, come) => {
    const straight = { lobby: false, state: "locked" } as const;
    const check = checkPage(app(null, straight, language));
    const door = app({ state: "waiting" }, { lobby: false }, language);
    const waits = ledOnPage(door);
    waits.update(NOW);
    expect(waits.root.textContent).not.toMatch(lock);
    door.model = reduce(door.model, { event: "door", data: { ...door.model.door, state: "locked" } });
    for (const { root, update } of [check, waits]) {
      update(NOW);
      expect(root.textContent).toMatch(lock);
      expect(root.textContent).not.toMatch(come);
    }
  },
);

test("whoever waits in Pexip's lobby is told so, and what to do when they are cut off", () => {
  const page = ledOnPage(app({ state: "waiting" }));
  page.update(NOW);
  expect(page.root.textContent).toContain("Du släpps in därifrån. Blev du bortkopplad? Tryck på knappen.");
});

test.each(["left", "ended", "removed"] as const)(
  "%s: nothing is said of devices in Pexip's own page",
  (screen) => {
    const words = AFTER[screen];
    if (!words) throw new Error(`nothing is said to who is ${screen}`);
    const door = app({ state: "left", was_in: true }, { state: "ended" });
    door.model = { ...door.model, bye: screen };
    const page = afterPage(door, words);
    page.update(NOW);
    expect(page.root.textContent).not.toMatch(/[Kk]amera|mikrofon/);
    const ours = app({ state: "left", was_in: true }, { state: "ended", led_on: false });
    ours.model = { ...ours.model, bye: screen };
    const here = afterPage(ours, words);
    here.update(NOW);
    expect(here.root.textContent).toContain("ameran och mikrofonen är avstängda");
  },
);

test.each([
  ["sv", /Tack för ditt besök/, /Hann du inte komma in\? Kontakta mottagningen/, /Mötestiden är slut/],
  [
    "en",
    /Thank you for your visit/,
    /Did you not get in\? Contact the clinic/,
    /time of the meeting is over/,
  ],
] as const)(
  "%s: whoever was in is thanked for the visit, and who never came in told whom to contact",
  (language, thanks, never, late) => {
    const words = AFTER.ended;
    if (!words) throw new Error("nothing is said when the meeting has ended");
    const said = (presence: Partial<Presence> | null, led_on: boolean, lobby: boolean): string => {
      const door = app(presence, { state: "ended", led_on, lobby }, language);
      door.model = { ...door.model, bye: presence && "ended" };
      const page = afterPage(door, words);
      page.update(NOW);
      return page.root.textContent ?? "";
    };
    for (const [led_on, lobby] of [
      [true, true],
      [true, false],
      [false, true],
    ] as const) {
      const texts = [said({ state: "left", was_in: true }, led_on, lobby)];
      texts.push(said({ state: "left", was_in: false }, led_on, lobby), said(null, led_on, lobby));
      expect(texts.map((text) => [thanks, never, late].map((one) => one.test(text)))).toEqual([
        [true, false, false],
        [false, true, false],
        [false, false, true],
      ]);
      if (!lobby) for (const text of texts) expect(text).not.toMatch(PROMISES);
    }
  },
);
