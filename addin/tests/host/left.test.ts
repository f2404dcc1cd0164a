import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HostApp } from "../../src/host/app";
import { leftPage } from "../../src/host/left";
import type { Page } from "../../src/host/pages";
import type { MeetingNews } from "../../src/host/view";
import type { Person } from "../../src/video/events";
import { person } from "../video/people";
import { entered, NEWS } from "./atPexip";

const LEFT_AT = Date.parse("2026-06-10T08:05:00+02:00");
const IN_A_MINUTE = new Date(LEFT_AT + 60_000).toISOString();
const ME = person("me", { role: "host", kind: "staff", state: "left" });
let said: string[] = [];
let looks: ReturnType<typeof vi.spyOn>;
let app: HostApp;
let page: Page;

beforeEach(async () => {
  said = [];
  vi.stubGlobal("fetch", () => new Promise<Response>(() => undefined));
  app = await entered({}, { say: (words) => said.push(words) });
  app.stage = "left";
  looks = vi.spyOn(app, "lookAgain");
  page = leftPage(app);
});

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

/** What the page says so many seconds after one left, by what was last told. */
function at(seconds: number): string {
  page.update(new Date(LEFT_AT + seconds * 1000));
  return page.root.querySelector(".notice")?.textContent ?? "";
}

function told(people: readonly Person[], news: Partial<MeetingNews> = {}): void {
  app.model = { ...app.model, people, meeting: { ...NEWS, ...news } };
}

test("whoever left the others without a host sees each second how long they have, and then that it is over", () => {
  told([ME, person("p")], { ending_at: IN_A_MINUTE });
  expect(at(0)).toBe("Mötet avslutas för alla om 60 sekunder.");
  expect(at(1)).toBe("Mötet avslutas för alla om 59 sekunder.");
  expect(at(31)).toBe("Mötet avslutas för alla om 29 sekunder.");
  expect(at(61)).toBe("Mötet avslutas nu för alla.");
  expect(looks).toHaveBeenCalledTimes(0);
  at(63);
  at(64);
  expect(looks).toHaveBeenCalledTimes(1);
  at(76);
  expect(looks).toHaveBeenCalledTimes(2);
  told([ME, person("p", { state: "left" })], { state: "ended" });
  expect(at(77)).toBe("Mötet är avslutat för alla.");
  at(200);
  expect(looks).toHaveBeenCalledTimes(2);
  expect(said).toEqual([
    "Mötet avslutas för alla om 60 sekunder.",
    "Mötet avslutas för alla om 29 sekunder.",
    "Mötet avslutas nu för alla.",
    "Mötet är avslutat för alla.",
  ]);
});

test("a meeting that somebody else came to host meanwhile has not ended", () => {
  told([ME, person("p")], { ending_at: IN_A_MINUTE });
  at(0);
  told([ME, person("p"), person("k", { name: "Kim", role: "host", kind: "staff" })], { state: "live" });
  expect(at(64)).toBe("Kim är värd nu. Mötet fortsätter.");
});

test("a meeting in which somebody still waits is not said to have ended with the countdown", () => {
  told([ME, person("a"), person("b", { state: "waiting" })], { ending_at: IN_A_MINUTE });
  at(0);
  const left = { state: "left" } as const;
  told([ME, person("a", left), person("b", { state: "waiting" })], { state: "ready" });
  const words =
    "Ingen är inne i mötet längre, men 1 väntar. Gå in igen, eller be en kollega att starta mötet.";
  expect(at(64)).toBe(words);
  expect(said.at(-1)).toBe(words);
  // Of those in whom no host ended, nothing is known but the rule.
  told([ME, person("a", left), person("b", left)], { state: "ready" });
  expect(at(65)).toBe("Är någon kvar utan värd avslutas mötet för alla efter 1 minut.");
});

test("whoever was handed the meeting and has left since is not its host", () => {
  app.heir = "k";
  told([ME, person("p"), person("k", { name: "Kim", kind: "staff", state: "left" })]);
  expect(at(0)).not.toContain("Kim");
});

test("whoever handed the meeting over reads to whom, also before the list says it", () => {
  app.heir = "k";
  told([ME, person("p"), person("k", { name: "Kim", kind: "staff" })]);
  expect(at(0)).toBe("Kim är värd nu. Mötet fortsätter.");
  at(1);
  expect(said).toEqual(["Kim är värd nu. Mötet fortsätter."]);
  expect(page.root.textContent).not.toContain("1 minut");
});

test("before anything is known the rule is told, and nothing more is asked for", () => {
  expect(at(0)).toBe("Är någon kvar utan värd avslutas mötet för alla efter 1 minut.");
  expect(at(500)).toBe("Är någon kvar utan värd avslutas mötet för alla efter 1 minut.");
  // Readers come to it by themselves, after the heading.
  expect(said).toEqual([]);
  expect(looks).toHaveBeenCalledTimes(0);
});
