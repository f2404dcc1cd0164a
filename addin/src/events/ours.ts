/** Whether an appointment is one of ours: it remembers a meeting, or holds our text. Either may be lost without the other. */

/** Custom properties name the meeting; the pane writes it, and takes it away when the meeting is taken out. */
const MEETING_KEY = "vardmote-meeting";

// Each pattern walks a hostile text once: none can match the same signs in two ways.
const ATTRIBUTE = /<table\b[^<>]*\sdata-vardmote=/i;
/** The visible line `Mötes-id: …` with the ö as a letter, composed, or as an entity. Teams' "Mötes-ID" is not ours. */
const LINE = /M(?:\u00f6|o\u0308|&ouml;|&#246;|&#x0*f6;)tes-id:(?:\s|&nbsp;|&#160;)*[A-Za-z0-9_-]/;
const TAG = /<[^<>]*>/g;

export function namesMeeting(kept: (name: string) => unknown): boolean {
  return kept(MEETING_KEY) !== undefined;
}

export function isOurs(body: string | null, kept: (name: string) => unknown): boolean {
  return namesMeeting(kept) || (body !== null && holdsOurText(body));
}

/** Told from the text alone: ids and attributes are lost in some editors. */
function holdsOurText(html: string): boolean {
  // Looked for as it stands first: taking the tags out of a long text costs more, and is seldom needed.
  return ATTRIBUTE.test(html) || LINE.test(html) || LINE.test(html.replace(TAG, ""));
}

/** Words for a visit, in what a booker writes. Found together with a finding they make a warning, never a stop. */
const CARE =
  /patient|v\u00e5rdbes\u00f6k|v\u00e5rdm\u00f6te|videobes\u00f6k|l\u00e4karbes\u00f6k|\u00e5terbes\u00f6k|nybes\u00f6k|mottagningsbes\u00f6k|anh\u00f6rig|remiss|care (?:visit|meeting)|video visit|follow-up visit/i;

export function looksLikeCare(subject: string, html: string): boolean {
  return CARE.test(subject) || CARE.test(html.replace(TAG, ""));
}
