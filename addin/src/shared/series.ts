/** The appointment as a series and its meetings: which of them is meant, and how to bring them in line. Fetched when one is met. */
import type { Appointment, Recurrence, Times } from "../appointment/appointment";
import type { InviteState } from "../invite/place";
import type { Standing } from "./booking";
import type { Meeting, MeetingChange, Meetings, Occurrence, Series } from "./meetings";

const DAY = 86_400_000;

interface Desk {
  readonly meetings: Meetings;
  readonly appointment: Appointment;
}

/** In what the appointment and its meetings are not alike, so that a person has to say what is right. */
export type Unlike =
  /** The appointment's rule is another than the meetings'. */
  | "rule"
  /** The rule is the same, but the appointment goes on after the meetings have ended. */
  | "longer"
  /** The meetings are a series, and the appointment stands alone. */
  | "single"
  /** The appointment recurs, and its meeting is one. */
  | "recurs"
  /** One occurrence is open on its own, and none of the meetings is at its time. */
  | "unknown";

/** Looks up which meeting of a series the appointment is about. `vouched`: a person has said that it is this one's. */
export async function seriesStanding(
  { meetings, appointment }: Desk,
  meeting: Meeting,
  invite: InviteState,
  vouched: boolean,
): Promise<Standing> {
  const [recurrence, times, itemId] = await Promise.all([
    appointment.recurrence(),
    appointment.times(),
    appointment.itemId(),
  ]);
  const own = [itemId, recurrence?.master ?? null].filter((id) => id !== null);
  const madeFor = meeting.appointment?.item_id ?? null;
  const sure = vouched || (madeFor !== null && own.includes(madeFor));
  if (!sure && own.length > 0 && madeFor) {
    return { kind: "copy", meeting };
  }
  const whole = !recurrence?.master;
  const meant = whole ? next(meeting) : occurrenceAt(meeting, times);
  const shown = await read(meetings, meeting, meant ?? next(meeting));
  if (shown.state === "removed") {
    return { kind: "removed", meeting: shown };
  }
  const notFound = meant ? null : "unknown";
  const { tellsRecurrence } = appointment;
  const ofWhole = tellsRecurrence ? unlikeSeries(shown, recurrence) : null;
  const unlike = whole ? ofWhole : notFound;
  const moved = tellsRecurrence && !unlike && (whole ? isSeriesMoved(shown, times) : !isAt(shown, times));
  return { kind: "meeting", meeting: shown, invite, moved, sure, whole, unlike };
}

/** Whether the appointment's time is another than its meetings' of the same rule. */
export async function isTimeMoved({ appointment }: Desk, meeting: Meeting): Promise<boolean> {
  const [recurrence, times] = await Promise.all([appointment.recurrence(), appointment.times()]);
  if (recurrence?.master) {
    return !isAt(meeting, times);
  }
  if (!appointment.tellsRecurrence) {
    return false;
  }
  return !unlikeSeries(meeting, recurrence) && isSeriesMoved(meeting, times);
}

/** What brings a meeting or its series in line with the appointment as it is now. */
export async function inLine(
  { appointment }: Desk,
  meeting: Meeting,
): Promise<readonly [string, MeetingChange]> {
  const [recurrence, times] = await Promise.all([appointment.recurrence(), appointment.times()]);
  const period = { start: times.start.toISOString(), end: times.end.toISOString() };
  const { series } = meeting;
  if (recurrence?.master) {
    return [meeting.id, { ...period, scope: "this" }];
  }
  if (!recurrence) {
    const kept = series ? (occurrenceAt(meeting, times) ?? meeting.id) : meeting.id;
    return [kept, series ? { ...period, scope: "all", appointment: { recurrence: null } } : period];
  }
  return [meeting.id, { ...period, scope: "all", appointment: pattern(recurrence, series) }];
}

/** What a new meeting says of the series its appointment is; nothing for one occurrence by itself. */
export function pattern(
  recurrence: Recurrence,
  series: Series | null = null,
): NonNullable<MeetingChange["appointment"]> {
  const { rule, timeZone } = recurrence;
  const exdates = series ? [...new Set(series.exdates.map((left) => dayOf(left, series)))] : [];
  return { ...(timeZone ? { time_zone: timeZone } : {}), recurrence: { rule, exdates } };
}

/** The meetings there are, in order of time. */
export function standingIn({ occurrences = [] }: Meeting): readonly Occurrence[] {
  return occurrences
    .filter(({ state }) => state !== "removed")
    .sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
}

/** The occurrence's meeting: by its time or by where the rule has it, else the only one of that day. Outlook lets no two
 * occurrences stand on one day. */
function occurrenceAt(meeting: Meeting, { start }: Times): string | null {
  const all = standingIn(meeting);
  const at = (text: string): boolean => Date.parse(text) === start.getTime();
  const { series } = meeting;
  const sameDay = series
    ? all.filter((one) => dayOf(one.original_start, series) === dayOf(start.toISOString(), series))
    : [];
  const found =
    all.find((one) => at(one.start)) ??
    all.find((one) => at(one.original_start)) ??
    (sameDay.length === 1 ? sameDay[0] : null);
  return found?.id ?? null;
}

function next(meeting: Meeting): string | null {
  return meeting.series?.next ?? standingIn(meeting).at(-1)?.id ?? null;
}

function read(meetings: Meetings, known: Meeting, id: string | null): Promise<Meeting> {
  return id === null || id === known.id ? Promise.resolve(known) : meetings.read(id);
}

function unlikeSeries(meeting: Meeting, recurrence: Recurrence | null): Unlike | null {
  const { series } = meeting;
  if (!(series && recurrence)) {
    return recurrence ? null : "single";
  }
  if (inOneForm(series.rule) !== inOneForm(recurrence.rule)) {
    return "rule";
  }
  const [ours, theirs] = [lastDay(meeting), untilOf(recurrence.rule)];
  if (ours === theirs) {
    return null;
  }
  if (ours && (!theirs || theirs > ours)) {
    return "longer";
  }
  // A calendar may tell its last occurrence for the end it was given.
  const days = [...(meeting.occurrences ?? []).map((one) => one.original_start), ...series.exdates];
  return ours && theirs && days.every((text) => dayOf(text, series) <= theirs) ? null : "rule";
}

/** The last day the rule of the meetings may give, null for none: a moment before that day's meeting leaves the day out. */
export function lastDay(meeting: Meeting): string | null {
  const { series } = meeting;
  const moment = /UNTIL=(....)(..)(..T..)(..)(..Z)/.exec(series?.rule ?? "");
  if (!(series && moment)) {
    return untilOf(series?.rule ?? "");
  }
  const [, year, month, hour, minute, second] = moment;
  const [day = "", clock = ""] = local(`${year}-${month}-${hour}:${minute}:${second}`, series).split(" ");
  const standing = standingIn(meeting);
  // Where the rule has one that was moved alone tells the rule's clock too.
  const first = standing.find((one) => !one.is_exception) ?? standing[0];
  return first && clock < clockOf(first.original_start, series) ? dayBefore(day) : day;
}

function untilOf(rule: string): string | null {
  return /UNTIL=\d/.test(rule) ? rule.replace(/.*UNTIL=(....)(..)(..).*/, "$1-$2-$3") : null;
}

/** The day ("2026-08-19") that a series ends with when it has no place for this meeting nor those after it. */
export function dayBeforeIt({ id, start, occurrences = [] }: Meeting, series: Series): string {
  return dayBefore(dayOf(occurrences.find((one) => one.id === id)?.original_start ?? start, series));
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - DAY).toISOString().slice(0, 10);
}

/** A rule for comparing: its end and what says nothing are left out, and the order is no matter. */
function inOneForm(rule: string): string {
  return rule
    .split(";")
    .filter((part) => part !== "INTERVAL=1" && part !== "WKST=MO" && !part.startsWith("UNTIL="))
    .sort()
    .join(";");
}

/** The whole has moved when its clock time or its length is another, or when it begins on a coming day nobody meets. */
function isSeriesMoved(meeting: Meeting, { start, end }: Times): boolean {
  const { series } = meeting;
  const regular = standingIn(meeting).find((one) => !one.is_exception);
  if (!(series && regular)) {
    return false;
  }
  const length = Date.parse(regular.end) - Date.parse(regular.start);
  const first = start.toISOString();
  const days = [...standingIn(meeting).map((one) => one.original_start), ...series.exdates];
  return (
    clockOf(first, series) !== clockOf(regular.original_start, series) ||
    end.getTime() - start.getTime() !== length ||
    (start.getTime() > Date.now() && !days.some((text) => dayOf(text, series) === dayOf(first, series)))
  );
}

function isAt(meeting: Meeting, { start, end }: Times): boolean {
  return Date.parse(meeting.start) === start.getTime() && Date.parse(meeting.end) === end.getTime();
}

function dayOf(text: string, series: Series): string {
  return text.includes("T") ? local(text, series).slice(0, 10) : text;
}

function clockOf(text: string, series: Series): string {
  return local(text, series).slice(11);
}

/** "2026-06-10 08:00" in the series' own zone. */
function local(text: string, { time_zone: timeZone }: Series): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(
    new Date(text),
  );
}
