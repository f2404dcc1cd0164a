import type { Language } from "../shared/dates";

/** Start and end of the appointment as it stands in the form, saved or not. */
export interface Times {
  readonly start: Date;
  readonly end: Date;
}

/** Whose calendar the appointment stands in, and who sits at the keyboard. */
export interface Owner {
  readonly owner: string;
  readonly user: string;
  readonly shared: boolean;
}

/** How an appointment recurs. Of the whole, {@link Appointment.times} is the first period. */
export interface Recurrence {
  /** RFC 5545, such as "FREQ=WEEKLY;BYDAY=WE;WKST=MO;UNTIL=20260819"; empty when the host tells no more than that it recurs. */
  readonly rule: string;
  /** The host's name of the zone the days are told in, or null. */
  readonly timeZone: string | null;
  /** The host's id of the whole, when one of its occurrences is open on its own; null when the whole is open. */
  readonly master: string | null;
}

export type Theme = "light" | "dark";

export type Change = "times" | "locations" | "recurrence" | "theme";

/** A line that the host shows in the appointment: a fact, work going on, or trouble. */
export type NoticeKind = "done" | "working" | "trouble";

/**
 * The little the add-in needs from the appointment it stands beside. Every call works before the appointment has been
 * saved, and rejects with {@link AppointmentFault} only.
 */
export interface Appointment {
  /** "compose" when the form can be written in; "read" when it is only shown. */
  readonly mode: "compose" | "read";
  readonly language: Language;

  theme(): Theme;
  subject(): Promise<string>;
  setSubject(text: string): Promise<void>;
  times(): Promise<Times>;
  /** The body as HTML, as the host gives it. */
  body(): Promise<string>;
  /** Replaces the whole body. Rejects with "too-large" above {@link BODY_LIMIT} characters, before anything is sent. */
  setBody(html: string): Promise<void>;
  /** Display names of all places, rooms included. */
  locations(): Promise<readonly string[]>;
  /** Adds a place beside the others; one that stands there already is left as it is. */
  addLocation(name: string): Promise<void>;
  /** Removes the place we added; a room with the same name is left. */
  removeLocation(name: string): Promise<void>;
  /** The meeting id kept unseen in the appointment, or null. */
  meetingId(): Promise<string | null>;
  /** Keeps the id, or null for none; a kept press is over with it. */
  setMeetingId(id: string | null): Promise<void>;
  /** A press that was sent and not answered, kept unseen in the appointment by {@link setPress}, or null. */
  press(): Promise<string | null>;
  setPress(press: string | null): Promise<void>;
  /** The host's id of the item, or null as long as it has never been saved. */
  itemId(): Promise<string | null>;
  owner(): Promise<Owner>;
  /** False where the host cannot tell whether the appointment recurs: {@link recurrence} is null then too. */
  readonly tellsRecurrence: boolean;
  /** Null when the appointment stands alone. Which of its days are left out, no host tells. */
  recurrence(): Promise<Recurrence | null>;
  /**
   * Lets the recurrence end with this day ("2026-08-19"); what has been chosen of it otherwise stays. Rejects with
   * "unsupported" where the host cannot, or one occurrence is open on its own.
   */
  endRecurrence(day: string): Promise<void>;
  /** Calls back on each change the host tells of. Gives the function that stops it. */
  onChanged(listener: (change: Change) => void): () => void;
  /** Shows one line in the appointment, replacing our earlier one. Never rejects: a host without such lines shows none. */
  notify(kind: NoticeKind, message: string): Promise<void>;
  /**
   * Opens an address in a window of its own. False when the browser refused us: the host may still open it in our
   * stead, so offer a link without saying that it failed.
   */
  openWindow(url: string): boolean;
}

/** Outlook takes 1 MB of characters (office 2). */
export const BODY_LIMIT = 1_000_000;

export type FaultKind =
  /** The body with our block would be above the host's limit. */
  | "too-large"
  /** The form is only shown, or the person may not change this appointment. */
  | "read-only"
  /** The host cannot do this in this version. */
  | "unsupported"
  /** The host answered with an error or not at all. */
  | "host-refused"
  /** Our text stands in the body without its table: only a person can tell which lines are ours. */
  | "loose-invite"
  /** The host took the text, and gave back another than we meant. */
  | "not-verified";

/** What went wrong between us and the host; `call` names the call and `detail` the host's own code, never its content. */
export class AppointmentFault extends Error {
  override readonly name = "AppointmentFault";
  readonly kind: FaultKind;
  readonly call: string;
  readonly detail: string;

  constructor(kind: FaultKind, call: string, detail = "") {
    super(`${call}: ${kind}${detail ? ` (${detail})` : ""}`);
    this.kind = kind;
    this.call = call;
    this.detail = detail;
  }
}

/** Refuses a body the host would refuse, before the host has half of it. */
export function checkBodySize(html: string): void {
  if (html.length > BODY_LIMIT) {
    throw new AppointmentFault("too-large", "setBody");
  }
}
