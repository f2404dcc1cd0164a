import type { Person } from "../../src/video/events";

/** Somebody, with only what the test is about said. */
export function person(id: string, more: Partial<Person> = {}): Person {
  return {
    id,
    name: id,
    kind: "guest",
    role: "guest",
    identity: "none",
    state: "in",
    since: "2026-06-10T08:00:00+02:00",
    muted: false,
    camera: true,
    microphone: true,
    hand_since: null,
    note: null,
    ...more,
  };
}
