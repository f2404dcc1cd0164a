/** A weekly series of the stand-in: until which day it goes on, on which days it stands, and the rule that tells it. */
import type { Recurrence } from "../appointment/appointment";
import type { Appointment } from "./appointments";
import { dayKey, daysAfter, noonOf, shiftDay } from "./zone";

const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

/** The day of the last of so many weekly times, the first of them on `start`. */
export function untilAfter(start: string, times: number): string {
  return shiftDay(dayKey(new Date(start)), 7 * (times - 1));
}

/** Whether the appointment stands in this day of the calendar. */
export function standsOn({ start, weeklyUntil }: Appointment, day: string): boolean {
  const first = dayKey(new Date(start));
  if (!weeklyUntil) {
    return first === day;
  }
  const days = daysAfter(first, day);
  return days >= 0 && days % 7 === 0 && day <= weeklyUntil;
}

/** As the add-in is told of it; null when the appointment stands alone. */
export function recurrenceOf({ start, weeklyUntil }: Appointment): Recurrence | null {
  const weekday = WEEKDAYS[noonOf(dayKey(new Date(start))).getUTCDay()];
  const until = weeklyUntil?.replaceAll("-", "");
  return until
    ? {
        rule: `FREQ=WEEKLY;BYDAY=${weekday};WKST=MO;UNTIL=${until}`,
        timeZone: "Europe/Stockholm",
        master: null,
      }
    : null;
}
