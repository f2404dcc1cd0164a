import { expect, test } from "vitest";
import { groups, happened, heirs, mayLead, otherHost, reduce, START, secondsLeft } from "../../src/host/view";
import type { Kind } from "../../src/video/events";
import { person } from "../video/people";

const ids = (people: readonly { id: string }[]): string[] => people.map(({ id }) => id);

test("the groups: hands in the order they went up, who has waited longest first, hosts first", () => {
  const people = [
    person("late-hand", { hand_since: "2026-06-10T08:10:00Z", since: "2026-06-10T10:02:00+02:00" }),
    person("early-hand", { hand_since: "2026-06-10T08:05:00Z", since: "2026-06-10T08:01:00Z" }),
    person("new-waiter", { state: "waiting", since: "2026-06-10T08:09:00Z" }),
    person("old-waiter", { state: "waiting", since: "2026-06-10T08:02:00Z" }),
    person("host", { role: "host", since: "2026-06-10T09:00:00Z" }),
    person("gone", { state: "left" }),
  ];
  const found = groups(people);
  expect(ids(found.hands)).toEqual(["early-hand", "late-hand"]);
  expect(ids(found.waiting)).toEqual(["old-waiter", "new-waiter"]);
  expect(ids(found.inside)).toEqual(["host", "early-hand", "late-hand"]);
});

test("hands that went up within a millisecond keep their order, and those at one moment the server's", () => {
  const hands = [
    person("zoe", { hand_since: "2026-06-10T06:00:00.499998+00:00" }),
    person("mia", { hand_since: "2026-06-10T06:00:00.500000+00:00" }),
    person("adam", { hand_since: "2026-06-10T08:00:00.499999+02:00" }),
  ];
  expect(ids(groups(hands).hands)).toEqual(["zoe", "adam", "mia"]);
  const together = ["zoe", "adam"].map((id) => person(id, { hand_since: "2026-06-10T06:00:00Z" }));
  expect(ids(groups(together).hands)).toEqual(["zoe", "adam"]);
});

test("one hands over to staff first, never to a patient or who comes with them", () => {
  const people = [
    person("me", { role: "host", kind: "staff" }),
    person("patient", { kind: "patient" }),
    person("guest"),
    person("professional", { kind: "professional" }),
    person("colleague", { kind: "staff" }),
    person("waiting-colleague", { kind: "staff", state: "waiting" }),
  ];
  expect(ids(heirs(people, "me"))).toEqual(["colleague", "professional"]);
  expect(["guest", "guardian"].some((kind) => mayLead(person("x", { kind: kind as Kind })))).toBe(false);
  expect(otherHost(people, "me")).toBeNull();
  expect(otherHost([...people, person("second", { role: "host" })], "me")?.id).toBe("second");
});

test("what the host must notice without looking", () => {
  const before = [person("a"), person("b", { state: "waiting" }), person("me", { role: "host" })];
  const after = [
    person("a", { hand_since: "2026-06-10T08:05:00Z" }),
    person("b"),
    person("c", { state: "waiting" }),
    person("me", { role: "host", hand_since: "2026-06-10T08:05:00Z" }),
  ];
  expect(happened(before, after, "me").map(({ key, person: { id } }) => [key, id])).toEqual([
    ["nowHand", "a"],
    ["cameIn", "b"],
    ["nowWaits", "c"],
  ]);
  expect(happened(after, [person("me")], "me").map(({ key, person: { id } }) => [key, id])).toEqual([
    ["wentOut", "a"],
    ["wentOut", "b"],
  ]);
  expect(happened([person("x", { state: "left" })], [person("x", { state: "waiting" })], null)).toHaveLength(
    1,
  );
  expect(happened(after, after, "me")).toEqual([]);
  const renamed = after.map((one) => (one.id === "c" ? { ...one, name: "Cia" } : one));
  expect(
    happened(after, renamed, "me").map(({ key, person: { name }, was }) => [key, name, was?.name]),
  ).toEqual([["nowCalled", "Cia", "c"]]);
  const rings = [person("court", { kind: "called", state: "coming" })];
  const unanswered = [person("court", { kind: "called", state: "left", reason: "unanswered" })];
  expect(happened(rings, unanswered, "me").map(({ key }) => key)).toEqual(["notAnswered"]);
  expect(happened(unanswered, unanswered, "me")).toEqual([]);
  const gone = [person("b", { state: "left", reason: "waited-out" })];
  expect(happened(before, gone, null).map(({ key, person: { id } }) => [key, id])).toContainEqual([
    "waitedOut",
    "b",
  ]);
  expect(happened(gone, gone, null)).toEqual([]);
});

test("events replace what was known; unknown ones change nothing", () => {
  const meeting = {
    state: "live",
    state_reason: "",
    start: "",
    end: "",
    participant_limit: 4,
    in_count: 1,
    locked: true,
    ending_at: "2026-06-10T08:01:00Z",
    ending_reason: null,
  };
  const model = reduce(START, { event: "meeting", data: meeting });
  expect(model.meeting?.locked).toBe(true);
  expect(secondsLeft(model.meeting, new Date("2026-06-10T08:00:30Z"))).toBe(30);
  expect(secondsLeft(START.meeting, new Date())).toBeNull();
  expect(reduce(model, { event: "participants", data: { participants: [person("a")] } }).people).toHaveLength(
    1,
  );
  expect(reduce(model, { event: "bye", data: { reason: "moved" } }).bye).toBe("moved");
  expect(reduce(model, { event: "weather", data: 1 })).toBe(model);
});
