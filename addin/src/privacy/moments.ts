/** Days and clock times: what may be a birth date, and what reads as the time of a meeting. */
import { rules } from "./rules";

const ISO = /^([0-9]{4})-([0-9]{2})-([0-9]{2})/;
const START = /^([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::[0-9.]{2,12})?(Z|[+-]00:?00)?/;
const NO_END = 99991231;
const YEAR = 10000;
const HOUR = 3600000;
const FIRST_YEAR = 1800;
const LAST_YEAR = 2200;

/** The days of one check as numbers YYYYMMDD: nobody is born after `latest`; a meeting lies between the others. */
export interface Moments {
  readonly latest: number;
  readonly firstMeeting: number;
  readonly lastMeeting: number;
  /** What says when the meeting is is only read where something may be that time. */
  readonly own: () => Own;
}

/** When the meeting itself is. */
export interface Own {
  /** The days that a word such as "tid" lets by: about a year from the meeting. */
  readonly firstNear: number;
  readonly lastNear: number;
  /** The ways the meeting's own start may be written, YYYYMMDDhhmm. */
  readonly starts: readonly string[];
}

/** The days of a check. Text that is no day counts as left out. */
export function moments(today: string | null | undefined, start: string | null | undefined): Moments {
  const day = dayNumber(today) || dayNumber(start);
  let known: Own | null = null;
  const own = (): Own => {
    const [firstNear = NO_END, lastNear = 0] = near(dayNumber(start) || day);
    return { firstNear, lastNear, starts: written(start ?? "") };
  };
  return {
    latest: day || NO_END,
    firstMeeting: (day || dayNumber(rules.as_of)) - rules.numbers.years_back * YEAR,
    lastMeeting: day ? day + rules.numbers.years_ahead * YEAR : NO_END,
    own: () => {
      known = known ?? own();
      return known;
    },
  };
}

function dayNumber(day: string | null | undefined): number {
  const found = ISO.exec(day ?? "");
  return found ? Number(found.slice(1).join("")) : 0;
}

/** The first and last day near a day; without a day none is near. */
function near(day: number): number[] {
  const year = Math.floor(day / YEAR);
  const middle = Date.UTC(year, (Math.floor(day / 100) % 100) - 1, day % 100);
  if (year < FIRST_YEAR || year > LAST_YEAR || dayOf(middle) !== day) {
    return [];
  }
  const reach = rules.numbers.days_near * 24 * HOUR;
  return [dayOf(middle - reach), dayOf(middle + reach)];
}

function dayOf(moment: number): number {
  return Number(digits(moment).slice(0, 8));
}

function written(start: string): string[] {
  const found = START.exec(start);
  if (!found) {
    return [];
  }
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0] = found.slice(1, 6).map(Number);
  const moment = Date.UTC(year, month - 1, day, hours, minutes);
  // Swedish time is one or two hours ahead of a start written in UTC.
  const ahead = found[6] ? [0, 1, 2] : [0];
  const known = digits(moment) === found.slice(1, 6).join("");
  return known ? ahead.map((hour) => digits(moment + hour * HOUR)) : [];
}

function digits(moment: number): string {
  return Number.isNaN(moment)
    ? ""
    : new Date(moment)
        .toISOString()
        .slice(0, 16)
        .replace(/[^0-9]/g, "");
}
