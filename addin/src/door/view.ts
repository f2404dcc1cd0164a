/** From what the server says to what the patient sees. No page, no clock, no network: only what follows from what. */
import type { ServerEvent, StreamState } from "../shared/sse";
import type { Farewell, Person } from "../video/events";

export type DoorState = "early" | "open" | "full" | "locked" | "ended" | "removed" | "changed" | "withdrawn";

export interface DoorNews {
  readonly state: DoorState;
  /** This and the next two are missing of a withdrawn link, whose page shows no time. */
  readonly opens_at: string;
  readonly start: string;
  readonly end: string;
}

export interface Presence {
  readonly participant: string;
  /** `coming`: led on to the system that holds the meeting, and not heard of there yet. */
  readonly state: "coming" | "waiting" | "in" | "left" | "denied" | "removed";
  /** True for somebody who is in, or has been; false also when that is not known. */
  readonly was_in: boolean;
  readonly role: "host" | "guest";
  readonly since: string;
  readonly note: string;
  readonly muted: boolean;
  readonly hand: boolean;
  readonly limit_reached: boolean;
  readonly participant_limit: number | null;
  readonly ending_at: string | null;
  readonly ending_reason: string | null;
}

export interface DoorModel {
  readonly door: DoorNews;
  readonly presence: Presence | null;
  readonly people: readonly Person[];
  readonly bye: Farewell | null;
  readonly stream: StreamState;
  /** True when the camera was asked for before the door had opened. */
  readonly trying: boolean;
}

export type Screen =
  | "early"
  | "check"
  | "coming"
  | "waiting"
  | "meeting"
  | "left"
  | "ended"
  | "denied"
  | "removed"
  | "gone"
  | "changed"
  | "withdrawn"
  | "moved";

export function startModel(door: DoorNews): DoorModel {
  return { door, presence: null, people: [], bye: null, stream: "connecting", trying: false };
}

type Step = (model: DoorModel, data: never) => DoorModel;

const STEPS: Readonly<Record<string, Step>> = {
  door: (model, door: DoorNews) => ({ ...model, door }),
  presence: (model, presence: Presence) => ({
    ...model,
    presence,
    people: presence.state === "in" ? model.people : [],
  }),
  participants: (model, data: { participants: readonly Person[] }) => ({
    ...model,
    people: data.participants,
  }),
  bye: (model, data: { reason: Farewell }) => ({ ...model, bye: data.reason, people: [] }),
};

/** One event of the stream. An event we do not know changes nothing: the server may learn new words first. */
export function reduce(model: DoorModel, event: ServerEvent): DoorModel {
  const step = STEPS[event.event];
  return step ? step(model, event.data as never) : model;
}

/** Begin anew at the door: after leaving, or when the server no longer knows us. */
export function outside(model: DoorModel): DoorModel {
  return { ...model, presence: null, people: [], bye: null };
}

const BY_PRESENCE: Readonly<Record<Presence["state"], Screen>> = {
  coming: "coming",
  waiting: "waiting",
  in: "meeting",
  left: "left",
  denied: "denied",
  removed: "removed",
};
const BY_DOOR: Readonly<Record<DoorState, Screen>> = {
  early: "early",
  open: "check",
  full: "check",
  locked: "check",
  ended: "ended",
  removed: "gone",
  changed: "changed",
  withdrawn: "withdrawn",
};
const SHUT_FOR_GOOD: ReadonlySet<DoorState> = new Set(["removed", "changed", "withdrawn"]);

/** The one screen that is right now. */
export function screenOf(model: DoorModel): Screen {
  const { door, presence, bye } = model;
  if (bye === "moved") return "moved";
  // Nobody is cut off because a booking was removed while a host is in the meeting.
  if (presence?.state === "in" && bye === null) return "meeting";
  // A door that is shut says so to everybody; one's own exit is told only while there is a meeting to leave.
  if (SHUT_FOR_GOOD.has(door.state)) return BY_DOOR[door.state];
  if (bye === "removed" && presence?.state !== "removed") return "gone";
  if (bye === "lost") return "left";
  if (bye !== null && bye !== "removed") return bye;
  if (presence) return BY_PRESENCE[presence.state];
  return door.state === "early" && model.trying ? "check" : BY_DOOR[door.state];
}

/** True for somebody who neither waits nor is in, and is not on the way. */
export function isGone(presence: Presence): boolean {
  return !["coming", "waiting", "in"].includes(presence.state);
}

/** True when one may press Anslut. */
export function mayJoin(model: DoorModel): boolean {
  return model.door.state === "open" || model.door.state === "full" || model.door.state === "locked";
}

/** Whole seconds until everybody is out, or null when the meeting is not ending. */
export function secondsLeft(presence: Presence | null, now: Date): number | null {
  if (!presence?.ending_at) return null;
  return Math.max(0, Math.ceil((Date.parse(presence.ending_at) - now.getTime()) / 1000));
}

/** Who has come and who has gone between two lists, oneself left out. */
export function traffic(
  before: readonly Person[],
  after: readonly Person[],
  me: string,
): { came: readonly Person[]; went: readonly Person[] } {
  const missing = (from: readonly Person[], list: readonly Person[]): Person[] =>
    from.filter((person) => person.id !== me && !list.some((other) => other.id === person.id));
  return { came: missing(after, before), went: missing(before, after) };
}

/** Something to say aloud; the words are in the page's own table. */
export interface Said {
  readonly key: "letIn" | "noteHeard" | "mutedByHost" | "openNow" | "cameIn" | "wentOut";
  readonly words?: Readonly<Record<string, string>>;
  /** Whom it is about. */
  readonly person?: Person;
}

/** What has happened between two moments that somebody who does not see the page must be told. */
export function happened(before: DoorModel, after: DoorModel): Said[] {
  return [...atDoor(before, after), ...toMe(before.presence, after.presence), ...around(before, after)];
}

function atDoor(before: DoorModel, after: DoorModel): Said[] {
  return before.door.state === "early" && after.door.state === "open" ? [{ key: "openNow" }] : [];
}

function toMe(was: Presence | null, now: Presence | null): Said[] {
  if (!(was && now)) return [];
  const said: Said[] = [];
  if (was.state === "waiting" && now.state === "in") said.push({ key: "letIn" });
  if (now.note && now.note !== was.note) said.push({ key: "noteHeard", words: { note: now.note } });
  if (now.muted && !was.muted) said.push({ key: "mutedByHost" });
  return said;
}

function around(before: DoorModel, after: DoorModel): Said[] {
  const { presence, bye } = after;
  // Whoever has gone oneself is told of nobody: that the others left is not what happened.
  if (presence?.state !== "in" || bye !== null || before.people.length === 0) return [];
  const { came, went } = traffic(before.people, after.people, presence.participant);
  return [
    ...came.map((person): Said => ({ key: "cameIn", person })),
    ...went.map((person): Said => ({ key: "wentOut", person })),
  ];
}
