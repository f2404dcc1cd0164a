/** A meeting at a service that tells who is there and has no lobby: no host is told that guests wait to be let in. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HostApp } from "../../src/host/app";
import { elsewherePage } from "../../src/host/elsewhere";
import { heldPage } from "../../src/host/held";
import { saying } from "../../src/host/lobby";
import type { MeetingNews } from "../../src/host/view";
import type { Language } from "../../src/shared/dates";
import type { Person } from "../../src/video/events";
import { person } from "../video/people";
import { entered } from "./atPexip";

const NOW = new Date("2026-06-10T08:05:00+02:00");
const LANGUAGES = ["sv", "en"] as const;
const VERA = person("vera", { state: "waiting", name: "Vera" });
const ME = person("me", { role: "host", kind: "staff" });
/** "Mötet har ingen lobby" is true; that somebody waits in one, or is let in from here, is not. */
const PROMISES = /i lobbyn|till lobbyn|släpper in dem|släpps in|in the lobby|let them in\.|are let in/i;

beforeEach(() => {
  vi.stubGlobal("fetch", () => new Promise<Response>(() => undefined));
});

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

const opened = (language: Language, lobby: boolean | undefined): Promise<HostApp> =>
  entered({ lobby, host_controls: ["mute", "remove", "lock", "end"] }, { language });

function held(app: HostApp, people: readonly Person[], locked = false): HTMLElement {
  app.model = { ...app.model, people, meeting: { locked, participant_limit: 4 } as MeetingNews };
  const page = heldPage(app);
  page.update(NOW);
  return page.root;
}

/** What is seen: hidden lines wait for their time. */
function seen(root: HTMLElement): string {
  const copy = root.cloneNode(true) as HTMLElement;
  for (const hidden of copy.querySelectorAll("[hidden]")) hidden.remove();
  return copy.textContent ?? "";
}

const empty = (root: HTMLElement): string =>
  root.querySelector("[data-group=waiting] .empty")?.textContent ?? "";
const title = (root: HTMLElement): string =>
  root.querySelector("[data-group=waiting] .group-title")?.textContent ?? "";

test.each(LANGUAGES)(
  "%s: before going in, it is said that whoever joins comes straight in",
  async (language) => {
    const app = await opened(language, false);
    app.model = { ...app.model, people: [VERA] };
    const page = elsewherePage(app);
    page.update(NOW);
    const textContent = seen(page.root);
    expect(textContent).toContain({ sv: "Mötet har ingen lobby", en: "The meeting has no lobby" }[language]);
    expect(textContent).toContain({ sv: "Väntar i Pexip: 1", en: "Waiting in Pexip: 1" }[language]);
    expect(textContent).not.toMatch(PROMISES);
  },
);

test.each(LANGUAGES)(
  "%s: the list never says lobby, and that locking is what holds people back",
  async (language) => {
    const app = await opened(language, false);
    const open = held(app, [ME]);
    expect(title(open)).toContain({ sv: "Väntar i Pexip", en: "Waiting in Pexip" }[language]);
    expect(empty(open)).toContain(
      { sv: "Lås mötet när alla är inne.", en: "Lock the meeting when" }[language],
    );
    expect(seen(open)).not.toMatch(PROMISES);
    const locked = held(app, [ME, VERA], true);
    expect(seen(locked)).toContain(
      { sv: "Låser du upp kommer alla som väntar in direkt.", en: "If you unlock it everybody who waits" }[
        language
      ],
    );
    expect(seen(locked)).not.toMatch(PROMISES);
    // While it is locked nobody comes straight in.
    expect(empty(held(app, [ME], true))).toBe(
      { sv: "Ingen väntar just nu.", en: "Nobody is waiting right now." }[language],
    );
  },
);

test.each([
  [true, "Väntar i lobbyn", "Ingen väntar just nu."],
  // What a page from before lobbies were told of kept in this window: most have one, and it is no page's place to deny it.
  [undefined, "Väntar i lobbyn", "Ingen väntar just nu."],
  [
    false,
    "Väntar i Pexip",
    "Ingen väntar just nu. Mötet har ingen lobby: är en värd inne kommer den som ansluter rakt in. Lås mötet när alla är inne.",
  ],
])("lobby %s: what is over those who wait, and where nobody does", async (lobby, over, nobody) => {
  const root = held(await opened("sv", lobby), [ME]);
  expect([title(root), empty(root)]).toEqual([`${over} 0`, nobody]);
});

test.each([
  [true, "Vera väntar i lobbyn."],
  [false, "Vera väntar i Pexip."],
])("lobby %s: what is heard when somebody waits", async (lobby, words) => {
  expect(saying(await opened("sv", lobby), { key: "nowWaits", person: VERA })).toBe(words);
});

test.each([
  [true, "Mötet är fullt (4 deltagare). Den som väntar kan komma in när någon lämnar."],
  [false, "Mötet är fullt (4 deltagare). Ingen mer kommer in förrän någon lämnar."],
])("lobby %s: what is said of a full meeting", async (lobby, words) => {
  const inside = ["a", "b", "c"].map((id) => person(id));
  expect(held(await opened("sv", lobby), [ME, ...inside]).textContent).toContain(words);
});
