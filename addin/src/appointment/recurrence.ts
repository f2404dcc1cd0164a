/** Office.js' recurrence as a rule of RFC 5545, and how it is given another end. Fetched when an appointment recurs. */
import { AppointmentFault } from "./appointment";
import { call } from "./office";

/** What is read of `Office.Recurrence`. */
export interface Told {
  readonly recurrenceType: string;
  readonly recurrenceProperties?: Office.RecurrenceProperties | null;
  readonly seriesTime: Pick<Office.SeriesTime, "getEndDate">;
}

const DAYS: Readonly<Record<string, string>> = {
  mon: "MO",
  tue: "TU",
  wed: "WE",
  thu: "TH",
  fri: "FR",
  sat: "SA",
  sun: "SU",
};
const WORKING = "MO,TU,WE,TH,FR";
/** Office.js' days that are several days: one of them is meant, told by its place. */
const KINDS: Readonly<Record<string, string>> = { weekday: WORKING, weekendDay: "SA,SU" };
const PLACES: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: -1 };
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Every month has this day. */
const ALWAYS = 28;

type Parts = readonly string[];
type Maker = (properties: Office.RecurrenceProperties) => Parts;

const MAKERS: Readonly<Record<string, Maker>> = {
  daily: (properties) => ["FREQ=DAILY", ...interval(properties)],
  weekday: () => ["FREQ=WEEKLY", `BYDAY=${WORKING}`],
  weekly: (properties) => [
    "FREQ=WEEKLY",
    ...interval(properties),
    `BYDAY=${(properties.days ?? []).map((name) => day(name)).join(",")}`,
    ...(properties.firstDayOfWeek ? [`WKST=${day(properties.firstDayOfWeek)}`] : []),
  ],
  monthly: (properties) => ["FREQ=MONTHLY", ...interval(properties), ...inMonth(properties)],
  yearly: (properties) => [
    "FREQ=YEARLY",
    ...interval(properties),
    `BYMONTH=${known(MONTHS.indexOf(properties.month ?? "") + 1)}`,
    ...inMonth(properties),
  ],
};

/**
 * The rule's text, its parts in the order our API writes them; the end is a day in the series' own zone.
 * Throws AppointmentFault "unsupported" for a pattern office.js does not describe.
 */
export function ruleOf({ recurrenceType, recurrenceProperties, seriesTime }: Told): string {
  const make = Object.hasOwn(MAKERS, recurrenceType) ? MAKERS[recurrenceType] : undefined;
  const parts = known(make)(recurrenceProperties ?? { interval: 1 });
  const end = seriesTime.getEndDate();
  return [...parts, ...(end ? [`UNTIL=${end.replaceAll("-", "")}`] : [])].join(";");
}

/** See {@link Appointment.endRecurrence}. Read back: a host may answer that it is done, and not have done it. */
export async function endOn({ recurrence, seriesId }: Office.AppointmentCompose, day: string): Promise<void> {
  const read = (): Promise<Office.Recurrence | null> =>
    call("recurrence.getAsync", (done) => recurrence.getAsync(done));
  // Mailbox 1.7; and of a single occurrence office.js has the call, and throws.
  const told = typeof recurrence?.setAsync === "function" && !seriesId ? await read() : null;
  if (!told) {
    throw new AppointmentFault("unsupported", "recurrence.setAsync");
  }
  await call<void>("recurrence.setAsync", (done) => {
    told.seriesTime.setEndDate(day);
    recurrence.setAsync(told, done);
  });
  // Once it is written, a read that is refused tells no more than that we cannot see what came of it.
  const end = (await read().catch(() => null))?.seriesTime.getEndDate();
  // A calendar may tell its last occurrence for the end it was given.
  if (!end || end > day) {
    throw new AppointmentFault("not-verified", "recurrence.setAsync");
  }
}

function interval({ interval: every }: Office.RecurrenceProperties): Parts {
  return every > 1 ? [`INTERVAL=${every}`] : [];
}

function inMonth({ dayOfMonth, dayOfWeek, weekNumber }: Office.RecurrenceProperties): Parts {
  if (dayOfMonth) {
    return byDate(dayOfMonth);
  }
  const place = known(PLACES[weekNumber ?? ""]);
  if (dayOfWeek === "day") {
    return [`BYMONTHDAY=${place}`];
  }
  const kind = KINDS[dayOfWeek ?? ""];
  return kind ? [`BYDAY=${kind}`, `BYSETPOS=${place}`] : [`BYDAY=${place}${day(dayOfWeek ?? "")}`];
}

/** In a month that is too short Outlook takes its last day; the rule alone would leave the month out. */
function byDate(date: number): Parts {
  if (date <= ALWAYS) {
    return [`BYMONTHDAY=${date}`];
  }
  const days = Array.from({ length: date - ALWAYS + 1 }, (_, more) => ALWAYS + more);
  return [`BYMONTHDAY=${days.join(",")}`, "BYSETPOS=-1"];
}

function day(name: string): string {
  return known(DAYS[name]);
}

function known<T extends string | number | Maker>(value: T | undefined): T {
  if (!value) {
    throw new AppointmentFault("unsupported", "recurrence");
  }
  return value;
}
