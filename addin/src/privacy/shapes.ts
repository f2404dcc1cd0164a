/** What the detector is given and what it answers. The same shapes as backend/privacy/shapes.py. */

export type Field = "subject" | "body" | "location" | "attendee" | "attachment";
export type Part = "text" | "hidden" | "href" | "alt";
export type Severity = "block" | "warn";
export type Verdict = "ok" | "warn" | "block";

export interface Attendee {
  readonly address: string;
  readonly name?: string;
}

/** All that is sent. `type` is a code of the profile, `audience` that type's. */
export interface Invite {
  readonly subject: string;
  readonly bodyHtml: string;
  readonly location: string;
  readonly attendees: readonly Attendee[];
  readonly attachmentNames: readonly string[];
  readonly type?: string | null;
  /** Private mail addresses are only asked about in meetings for patients. */
  readonly audience?: "patient" | "staff" | null;
  /** The most participants the type takes; null or left out is no limit. */
  readonly limit?: number | null;
  /** The meeting's own start, ISO 8601 with offset: its clock time is never a number of a person's. */
  readonly start?: string | null;
  /** The day of the check, YYYY-MM-DD: nobody is born after it. Without it the day of `start` counts. */
  readonly today?: string | null;
  /** Mail domains that count as inside, without "@". Without any, every attendee is outside. */
  readonly ownDomains: readonly string[];
}

/** One thing found. `start` and `length` count code points of the field as given (raw HTML for the body). */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly field: Field;
  readonly part: Part;
  readonly start: number;
  readonly length: number;
  /** Never more than the last two digits. */
  readonly masked: string;
  readonly sv: string;
  readonly en: string;
  /** Which attendee or attachment; part "text" is an attendee's name, "href" the address. */
  readonly index?: number;
}

export interface Report {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}
