import { expect, test } from "vitest";
import { DOOR_TEXTS } from "../../src/door/texts";
import {
  type DoorModel,
  type DoorState,
  happened,
  mayJoin,
  outside,
  type Presence,
  reduce,
  screenOf,
  secondsLeft,
  startModel,
} from "../../src/door/view";
import { HOST_TEXTS } from "../../src/host/texts";
import type { Farewell } from "../../src/video/events";
import { person } from "../video/people";

const NEWS = {
  state: "open" as DoorState,
  opens_at: "2026-06-10T07:30:00+02:00",
  start: "2026-06-10T08:00:00+02:00",
  end: "2026-06-10T09:00:00+02:00",
};

function presence(more: Partial<Presence> = {}): Presence {
  return {
    participant: "me",
    state: "waiting",
    was_in: false,
    role: "guest",
    since: NEWS.start,
    note: "",
    muted: false,
    hand: false,
    limit_reached: false,
    participant_limit: 4,
    ending_at: null,
    ending_reason: null,
    ...more,
  };
}

function at(state: DoorState, ...events: [string, unknown][]): DoorModel {
  return events.reduce(
    (model, [event, data]) => reduce(model, { event, data }),
    startModel({ ...NEWS, state }),
  );
}

test.each([
  ["early", "early"],
  ["open", "check"],
  ["full", "check"],
  ["locked", "check"],
  ["ended", "ended"],
  ["removed", "gone"],
  ["changed", "changed"],
  ["withdrawn", "withdrawn"],
] as const)("a door that is %s shows %s", (state, screen) => {
  expect(screenOf(at(state))).toBe(screen);
});

test.each([
  ["waiting", "waiting"],
  ["in", "meeting"],
  ["left", "left"],
  ["denied", "denied"],
  ["removed", "removed"],
] as const)("somebody who is %s sees %s", (state, screen) => {
  expect(screenOf(at("open", ["presence", presence({ state })]))).toBe(screen);
});

test("trying the camera before the door opens shows the check, and opening needs no press", () => {
  const trying = { ...at("early"), trying: true };
  expect(screenOf(trying)).toBe("check");
  expect(mayJoin(trying)).toBe(false);
  expect(mayJoin(reduce(trying, { event: "door", data: NEWS }))).toBe(true);
});

test("one may wait at a full or locked door, not at a shut one", () => {
  const states: DoorState[] = ["open", "full", "locked", "early", "ended", "removed", "changed", "withdrawn"];
  expect(states.filter((state) => mayJoin(at(state)))).toEqual(["open", "full", "locked"]);
});

test("a removed booking does not cut off somebody who is in", () => {
  const inside = at("open", ["presence", presence({ state: "in" })], ["door", { ...NEWS, state: "removed" }]);
  expect(screenOf(inside)).toBe("meeting");
  expect(screenOf(reduce(inside, { event: "bye", data: { reason: "removed" } }))).toBe("gone");
});

test.each([
  ["ended", "in", "ended"],
  ["left", "left", "left"],
  ["lost", "left", "left"],
  ["denied", "denied", "denied"],
  ["removed", "removed", "removed"],
  ["removed", "waiting", "gone"],
  ["moved", "in", "moved"],
] as const)("a farewell %s to somebody %s shows %s", (reason, state, screen) => {
  expect(screenOf(at("open", ["presence", presence({ state })], ["bye", { reason }]))).toBe(screen);
});

test.each([null, "waiting", "left", "denied", "removed"] as const)(
  "whose link was taken back while %s reads that, and not that the meeting is gone",
  (state) => {
    const before = at("open", ...(state ? [["presence", presence({ state })] as [string, unknown]] : []));
    const after = reduce(before, { event: "door", data: { ...NEWS, state: "withdrawn" } });
    expect(screenOf(after)).toBe("withdrawn");
    for (const reason of ["removed", "denied"]) {
      expect(screenOf(reduce(after, { event: "bye", data: { reason } }))).toBe("withdrawn");
    }
  },
);

test("going back to the door forgets the visit but not the door", () => {
  const left = at("full", ["presence", presence({ state: "left" })], ["bye", { reason: "left" }]);
  expect(screenOf(outside(left))).toBe("check");
  expect(outside(left).door.state).toBe("full");
});

test("unknown events change nothing", () => {
  const model = at("open");
  expect(reduce(model, { event: "weather", data: {} })).toBe(model);
});

test("who is in is forgotten with one's own place", () => {
  const inside = at(
    "open",
    ["presence", presence({ state: "in" })],
    ["participants", { participants: [person("a")] }],
  );
  expect(inside.people).toHaveLength(1);
  expect(reduce(inside, { event: "presence", data: presence({ state: "left" }) }).people).toEqual([]);
});

test("seconds left are whole and never below nothing", () => {
  const now = new Date("2026-06-10T08:00:00Z");
  expect(secondsLeft(presence(), now)).toBeNull();
  expect(secondsLeft(presence({ ending_at: "2026-06-10T08:00:59.200Z" }), now)).toBe(60);
  expect(secondsLeft(presence({ ending_at: "2026-06-10T07:59:00Z" }), now)).toBe(0);
});

test("being let in, a note, being muted, and others' coming and going are said aloud", () => {
  const waiting = at("open", ["presence", presence()]);
  const noted = reduce(waiting, { event: "presence", data: presence({ note: "Snart" }) });
  expect(happened(waiting, noted)).toEqual([{ key: "noteHeard", words: { note: "Snart" } }]);
  const inside = reduce(noted, { event: "presence", data: presence({ state: "in" }) });
  expect(happened(noted, inside).map((said) => said.key)).toEqual(["letIn"]);
  const muted = reduce(inside, { event: "presence", data: presence({ state: "in", muted: true }) });
  expect(happened(inside, muted).map((said) => said.key)).toEqual(["mutedByHost"]);
  const two = reduce(muted, { event: "participants", data: { participants: [person("me"), person("a")] } });
  const other = reduce(two, { event: "participants", data: { participants: [person("me"), person("b")] } });
  expect(happened(muted, two)).toEqual([]);
  expect(happened(two, other).map((said) => [said.key, said.person?.id])).toEqual([
    ["cameIn", "b"],
    ["wentOut", "a"],
  ]);
});

const STATES: readonly Presence["state"][] = ["coming", "waiting", "in", "left", "denied", "removed"];
const FAREWELLS: readonly Farewell[] = ["ended", "removed", "denied", "left", "lost", "moved"];

test("nobody hears that others have left because one has gone oneself, however that came", () => {
  const inside = at(
    "open",
    ["presence", presence({ state: "in" })],
    ["participants", { participants: [person("me"), person("a"), person("b")] }],
  );
  const others = (after: DoorModel): string[] =>
    happened(inside, after)
      .map(({ key }) => key)
      .filter((key) => key === "wentOut" || key === "cameIn");
  for (const state of STATES) {
    const gone = reduce(inside, { event: "presence", data: presence({ state }) });
    expect(others(gone), state).toEqual([]);
    for (const reason of FAREWELLS) {
      expect(others(reduce(gone, { event: "bye", data: { reason } })), `${state}, ${reason}`).toEqual([]);
    }
  }
  expect(others(reduce(inside, { event: "participants", data: { participants: [person("me")] } }))).toEqual([
    "wentOut",
    "wentOut",
  ]);
});

test("a door that opens is said aloud", () => {
  const early = at("early");
  expect(happened(early, reduce(early, { event: "door", data: NEWS })).map((said) => said.key)).toEqual([
    "openNow",
  ]);
});

test.each([
  ["door", DOOR_TEXTS],
  ["host", HOST_TEXTS],
])("every %s text is there in both languages with the same words to fill in", (_name, table) => {
  for (const [key, text] of Object.entries(table)) {
    expect(text.sv.trim(), key).not.toBe("");
    expect(text.en.trim(), key).not.toBe("");
    const holes = (words: string): string[] => [...words.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();
    expect(holes(text.en), key).toEqual(holes(text.sv));
    expect(text.sv.toLowerCase(), key).not.toContain("fel uppstod");
  }
});
