/** All that the demo page remembers, and where: a reload keeps it, "Börja om" clears it. */
import type { Language } from "../shared/dates";
import type { Appointment } from "./appointments";
import type { Column, Fact } from "./guide";

/** The appointment on the screen. `draft` is what has been written; the calendar has what was saved. */
export interface Open {
  readonly draft: Appointment;
  readonly mode: "compose" | "read";
  readonly pane: boolean;
}

/** A message in the patient's inbox. */
export interface Letter {
  readonly id: string;
  readonly caseType: string;
  readonly text: string;
  readonly at: string;
  readonly read: boolean;
}

/** What the phone shows: the list, one message, or the door behind its link. */
export interface PhoneView {
  readonly letter: string | null;
  readonly door: string | null;
}

export interface DemoState {
  readonly version: 1;
  readonly language: Language;
  readonly user: string;
  /** The mailbox whose calendar is shown. */
  readonly calendar: string;
  readonly day: string;
  /** Calendars that have had their first appointments. */
  readonly begun: readonly string[];
  readonly appointments: readonly Appointment[];
  readonly open: Open | null;
  /** What the pane last copied, offered in Personalverktyget. */
  readonly copied: string;
  readonly letters: readonly Letter[];
  readonly patientPlace: "staff-tool" | "phone";
  readonly phone: PhoneView;
  readonly column: Column;
  /** The room that is shown, by its id; nobody has chosen one in what an older page kept. */
  readonly room?: string;
  readonly step: number;
  readonly guideHidden: boolean;
  /** What only other parts can know: the meeting's people, the host's screen. */
  readonly seen: readonly Fact[];
}

export function firstState(language: Language, user: string, day: string): DemoState {
  return {
    version: 1,
    language,
    user,
    calendar: `${user}@demo.example`,
    day,
    begun: [],
    appointments: [],
    open: null,
    copied: "",
    letters: [],
    patientPlace: "staff-tool",
    phone: { letter: null, door: null },
    column: "outlook",
    step: 0,
    guideHidden: false,
    seen: [],
  };
}

/** The meeting the page follows: the one on the screen, else the one created last. */
export function meetingOf(state: DemoState): string | null {
  const { open, appointments } = state;
  return open?.draft.meetingId ?? appointments.findLast(({ meetingId }) => meetingId)?.meetingId ?? null;
}

/** What is known to be so, for the guide. */
export function factsOf(state: DemoState): ReadonlySet<Fact> {
  const { open, appointments, letters, phone } = state;
  const all: readonly (readonly [Fact, boolean])[] = [
    ["opened", open !== null],
    ["pane", open?.pane ?? false],
    ["created", meetingOf(state) !== null],
    ["sent", appointments.some(({ meetingId, itemId }) => meetingId && itemId)],
    ["copied", state.copied !== ""],
    ["delivered", letters.length > 0],
    ["read", phone.letter !== null || letters.some(({ read }) => read)],
    ["door", phone.door !== null],
  ];
  return new Set([...state.seen, ...all.filter(([, so]) => so).map(([fact]) => fact)]);
}
