import { afterEach, expect, test } from "vitest";
import { HostApp } from "../../src/host/app";
import { isNobodyHere, nobodyCamePart } from "../../src/host/nobodyCame";
import type { Kind, Person } from "../../src/video/events";
import { person } from "../video/people";

const both = (words: string) => ({ sv: words, en: words });
const TOLD = { minutes: 5, title: both("Kommer inte patienten?"), text: both("Ring numret i bokningen.") };
const START = Date.parse("2026-06-10T08:00:00+02:00");
const host = person("h", { role: "host", kind: "staff", state: "in" });

afterEach(() => sessionStorage.clear());

function waitingHost(nobodyCame: typeof TOLD | null = TOLD): {
  app: HostApp;
  said: string[];
  show(people: readonly Person[]): void;
} {
  const said: string[] = [];
  const meeting = { id: "m1", host_controls: [], type_label: both("Vårdmöte"), nobody_came: nobodyCame };
  sessionStorage.setItem("vardmote.host.m1", JSON.stringify({ session: "host:x", meeting, name: "" }));
  const app = new HostApp({
    meetingId: "m1",
    language: "sv",
    say: (words) => said.push(words),
    changed: () => undefined,
  });
  const news = { start: "2026-06-10T08:00:00+02:00", end: "2026-06-10T09:00:00+02:00" };
  return {
    app,
    said,
    show: (people) => {
      app.model = { ...app.model, meeting: { ...news } as never, people };
    },
  };
}

function at(minutes: number): Date {
  return new Date(START + minutes * 60_000);
}

test("what the routine says is shown once nobody has come for so long, said once, and gone with whoever comes", () => {
  const { app, said, show } = waitingHost();
  const part = nobodyCamePart(app);
  show([host]);
  const hidden = [4.9, 5, 6, 59.9, 60].map((minutes) => {
    part.update(at(minutes));
    return part.root.hidden;
  });
  expect(hidden).toEqual([true, false, false, false, true]);
  expect(said).toEqual(["Kommer inte patienten? Ring numret i bokningen."]);
  expect(part.root.textContent).toContain("Ring numret i bokningen.");
  part.update(at(7));
  show([host, person("g", { kind: "patient", state: "waiting" })]);
  part.update(at(8));
  expect(part.root.hidden).toBe(true);
});

test("nothing is shown where no routine says it", () => {
  const { app, said, show } = waitingHost(null);
  const part = nobodyCamePart(app);
  show([host]);
  part.update(at(30));
  expect([part.root.hidden, said]).toEqual([true, []]);
});

const AWAITED: Kind[] = ["patient", "guardian", "relative", "guest", "unknown", "second"];
const NOT_AWAITED: Kind[] = ["staff", "professional", "interpreter", "room", "called"];

test.each(["coming", "waiting", "in", "left"] as const)(
  "whoever may be the patient and %s has come",
  (state) => {
    expect(AWAITED.map((kind) => isNobodyHere([host, person("g", { kind, state })]))).toEqual(
      AWAITED.map(() => false),
    );
    expect(NOT_AWAITED.map((kind) => isNobodyHere([host, person("g", { kind, state })]))).toEqual(
      NOT_AWAITED.map(() => true),
    );
  },
);

test("no host who waits, none to tell", () => {
  expect([isNobodyHere([]), isNobodyHere([{ ...host, state: "left" }])]).toEqual([false, false]);
});
