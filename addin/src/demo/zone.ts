/** Swedish wall clock and moments in time, both ways: the form shows the same hours wherever the browser stands. */

const ZONE = "Europe/Stockholm";
const MINUTE = 60_000;

const written = new Intl.DateTimeFormat("sv-SE", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** "2026-06-10T08:00": a moment as a datetime-local field holds it, in Swedish time. */
export function toInput(moment: Date): string {
  const found: Record<string, string> = {};
  for (const { type, value } of written.formatToParts(moment)) {
    found[type] = value;
  }
  const { year, month, day, hour, minute } = found;
  // A year that is being typed has one digit at first.
  return `${year?.padStart(4, "0")}-${month}-${day}T${hour}:${minute}`;
}

/** The moment a datetime-local value means in Sweden, or null when it means none. An hour that is skipped in spring moves on. */
export function fromInput(value: string): Date | null {
  const wall = Date.parse(`${value}Z`);
  if (Number.isNaN(wall)) {
    return null;
  }
  // The offset at the guess may differ from the one at the answer, around the two changes of the clock.
  const guess = wall - offset(wall);
  return new Date(wall - offset(guess));
}

/** "2026-06-10" in Sweden. */
export function dayKey(moment: Date): string {
  return toInput(moment).slice(0, 10);
}

/** Noon of a day: safe to add whole days to. */
export function noonOf(day: string): Date {
  return fromInput(`${day}T12:00`) ?? new Date();
}

/** The day so many days later. */
export function shiftDay(day: string, days: number): string {
  return dayKey(new Date(noonOf(day).getTime() + days * 24 * 60 * MINUTE));
}

/** How many days `day` is after `first`; below zero when it is before. */
export function daysAfter(first: string, day: string): number {
  return Math.round((noonOf(day).getTime() - noonOf(first).getTime()) / (24 * 60 * MINUTE));
}

/** Minutes since midnight in Sweden. */
export function minuteOfDay(moment: Date): number {
  const value = toInput(moment);
  return Number(value.slice(11, 13)) * 60 + Number(value.slice(14, 16));
}

/** The next whole quarter of an hour, or this one when it has just begun. */
export function nextQuarter(now: Date): Date {
  return new Date(Math.ceil(now.getTime() / (15 * MINUTE)) * 15 * MINUTE);
}

function offset(moment: number): number {
  const whole = Math.floor(moment / MINUTE) * MINUTE;
  return Date.parse(`${toInput(new Date(whole))}Z`) - whole;
}
