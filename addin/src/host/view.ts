/** From what the server says to what the host sees. No page, no clock, no network: only what follows from what. */
import type { ServerEvent, StreamState } from "../shared/sse";
import type { Farewell, Kind, Person } from "../video/events";

export interface MeetingNews {
  readonly state: string;
  readonly state_reason: string;
  readonly start: string;
  readonly end: string;
  readonly participant_limit: number | null;
  readonly in_count: number;
  readonly locked: boolean;
  /** True while every guest who is let in is muted there, false while none is; absent where nobody tells us. */
  readonly guests_muted?: boolean | null;
  /** When hands were last looked for, where nobody tells of them. */
  readonly hands_at?: string | null;
  readonly ending_at: string | null;
  readonly ending_reason: string | null;
}

export interface HostModel {
  readonly meeting: MeetingNews | null;
  readonly people: readonly Person[];
  readonly bye: Farewell | null;
  readonly stream: StreamState;
}

export const START: HostModel = { meeting: null, people: [], bye: null, stream: "connecting" };

type Step = (model: HostModel, data: never) => HostModel;

const STEPS: Readonly<Record<string, Step>> = {
  meeting: (model, meeting: MeetingNews) => ({ ...model, meeting }),
  participants: (model, data: { participants: readonly Person[] }) => ({
    ...model,
    people: data.participants,
  }),
  bye: (model, data: { reason: Farewell }) => ({ ...model, bye: data.reason }),
};

/** One event of the stream. An event we do not know changes nothing: the server may learn new words first. */
export function reduce(model: HostModel, event: ServerEvent): HostModel {
  const step = STEPS[event.event];
  return step ? step(model, event.data as never) : model;
}

export interface Groups {
  /** In the order the hands went up. */
  readonly hands: readonly Person[];
  /** The one who has waited longest first. */
  readonly waiting: readonly Person[];
  /** Hosts first, then in the order they came in. */
  readonly inside: readonly Person[];
  /** Led on to where the meeting is held, and not heard of there yet. */
  readonly coming: readonly Person[];
}

/** The groups of the list (seed 002), each in its order. */
export function groups(people: readonly Person[]): Groups {
  const inside = people.filter((person) => person.state === "in");
  return {
    hands: inside
      .filter((person) => person.hand_since !== null)
      .sort(by((person) => [moment(person.hand_since)])),
    waiting: people
      .filter((person) => person.state === "waiting")
      .sort(by((person) => [moment(person.since)])),
    coming: people.filter((person) => person.state === "coming").sort(by((person) => [moment(person.since)])),
    inside: inside.sort(by((person) => [person.role === "host" ? 0 : 1, moment(person.since)])),
  };
}

/** What a date in the browser drops of a time: everything below a millisecond. */
const FINER = /\.\d{3}(\d+)/;

/** Times are compared as moments, to the last digit: their written forms may have different offsets. */
function moment(time: string | null): number {
  return time === null ? 0 : Date.parse(time) + Number(`0.${FINER.exec(time)?.[1] ?? 0}`);
}

function by(keys: (person: Person) => readonly number[]): (one: Person, other: Person) => number {
  return (one, other) => {
    const others = keys(other);
    const step = keys(one)
      .map((key, index) => key - (others[index] ?? 0))
      .find((difference) => difference !== 0);
    // Two at one moment stand as the server has them.
    return step ?? 0;
  };
}

/** As the server has it: it refuses everybody else. */
const LEADERS: ReadonlySet<Kind> = new Set(["staff", "professional"]);

/** Whether somebody could be host: never one whom the meeting is about, comes with them, or is not known. */
export function mayLead(person: Person): boolean {
  return LEADERS.has(person.kind);
}

/** To whom one can hand over: those who are in and not host already, staff first. */
export function heirs(people: readonly Person[], me: string | null): readonly Person[] {
  return groups(people)
    .inside.filter((person) => person.id !== me && person.role !== "host" && mayLead(person))
    .sort((one, other) => Number(other.kind === "staff") - Number(one.kind === "staff"));
}

/** Another host who is in, if there is one. */
export function otherHost(people: readonly Person[], me: string | null): Person | null {
  return groups(people).inside.find((person) => person.role === "host" && person.id !== me) ?? null;
}

export type Happening =
  | "nowWaits"
  | "nowCalled"
  | "nowHand"
  | "cameIn"
  | "wentOut"
  | "notAnswered"
  | "waitedOut";

export interface Said {
  readonly key: Happening;
  readonly person: Person;
  /** How the person was in the list before, if there. */
  readonly was?: Person | undefined;
}

/** What has happened between two lists that the host must notice without looking, oneself left out. */
export function happened(before: readonly Person[], after: readonly Person[], me: string | null): Said[] {
  const was = new Map(before.map((person) => [person.id, person]));
  const said: Said[] = [];
  for (const person of after) {
    const earlier = was.get(person.id);
    const key = person.id === me ? null : change(earlier, person);
    if (key) said.push({ key, person, was: earlier });
  }
  const here = new Set(after.filter((person) => person.state === "in").map((person) => person.id));
  for (const person of before) {
    if (person.state === "in" && person.id !== me && !here.has(person.id))
      said.push({ key: "wentOut", person });
  }
  return said;
}

function change(was: Person | undefined, now: Person): Happening | null {
  if (now.state === "waiting" && was?.state !== "waiting") return "nowWaits";
  // Who waits is let in by name: another one must be heard before the next press.
  if (now.state === "waiting" && was?.name !== now.name) return "nowCalled";
  if (now.reason === "unanswered" && was?.state === "coming") return "notAnswered";
  if (now.reason === "waited-out" && was?.state === "waiting") return "waitedOut";
  if (now.state !== "in") return null;
  if (was?.state !== "in") return "cameIn";
  return now.hand_since !== null && was.hand_since === null ? "nowHand" : null;
}

/** Whether as many are in as there is room for; where nobody tells a limit there is none. */
export function isFull({ meeting, people }: Pick<HostModel, "meeting" | "people">): boolean {
  const limit = meeting?.participant_limit ?? null;
  return limit !== null && groups(people).inside.length >= limit;
}

/** What has become of the whole meeting that the host must notice without looking. */
export type Turn = "lockedNow" | "unlockedNow" | "full";

/** What has turned between two models; what was so when the page opened has not. */
export function turned(before: HostModel, after: HostModel): Turn[] {
  if (before.meeting === null || before.people.length === 0) return [];
  const [was, is] = [before.meeting.locked, after.meeting?.locked];
  const turns: Turn[] = isFull(after) && !isFull(before) ? ["full"] : [];
  // What has ended is unlocked by that, and heard to have ended.
  if (was === is || is === undefined || after.meeting?.state === "ended") return turns;
  return [is ? "lockedNow" : "unlockedNow", ...turns];
}

/** Whole seconds until everybody is out, or null when the meeting is not ending. */
export function secondsLeft(meeting: MeetingNews | null, now: Date): number | null {
  if (!meeting?.ending_at) return null;
  return Math.max(0, Math.ceil((Date.parse(meeting.ending_at) - now.getTime()) / 1000));
}
