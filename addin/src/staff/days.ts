/** Days in the words of the locale, and as the fields and the API write them. All days are Swedish: the units are. */
import { clockTime, dayText, type Language } from "../shared/dates";

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

/** "2026-06-10 08:00" on a Swedish wall. */
function wall(moment: Date): string {
  return written.format(moment);
}

/** The day of a moment, as a date field holds it: "2026-06-10". */
export function dayKey(moment: Date): string {
  return wall(moment).slice(0, 10);
}

/** The day so many days from another. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00Z`) + days * 24 * 60 * MINUTE).toISOString().slice(0, 10);
}

/** The moment a Swedish day begins, as the API writes it: "2026-06-10T00:00:00+02:00". */
export function startOfDay(day: string): string {
  // Clocks change at 01:00 UTC, so what holds late the evening before (UTC) still holds at midnight in Sweden.
  const evening = Date.parse(`${day}T00:00Z`) - 120 * MINUTE;
  const minutes = (Date.parse(`${wall(new Date(evening)).replace(" ", "T")}Z`) - evening) / MINUTE;
  const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
  return `${day}T00:00:00+${hours}:${String(minutes % 60).padStart(2, "0")}`;
}

/** The time of a moment, as a time field holds it: "13:00". */
export function timeKey(moment: Date): string {
  return wall(moment).slice(11);
}

/** The moment of a Swedish day and time, as the API takes it. A time that a night in March lacks is an hour later. */
export function momentAt(day: string, time: string): string {
  const wanted = Date.parse(`${day}T${time}Z`);
  const shift = (moment: number): number =>
    Date.parse(`${wall(new Date(moment)).replace(" ", "T")}Z`) - moment;
  return new Date(wanted - shift(wanted - shift(wanted))).toISOString();
}

/** "onsdag 10 juni": of a day ("2026-06-10") or of a moment. */
export function dayWords(value: string, language: Language, now: Date): string {
  return dayText(moment(value), language, now);
}

/** "onsdag 10 juni kl. 08.00" or "Wednesday 10 June, 08:00". */
export function momentWords(value: string, language: Language, now: Date): string {
  const at = moment(value);
  return `${dayText(at, language, now)}${language === "sv" ? " kl. " : ", "}${clockTime(at, language)}`;
}

/** Whether a last day has passed. A day counts to its end. */
export function isOver(value: string | null | undefined, now: Date): boolean {
  if (!value) {
    return false;
  }
  return value.length === 10 ? value < dayKey(now) : moment(value) <= now;
}

function moment(value: string): Date {
  return new Date(value.length === 10 ? `${value}T12:00Z` : value);
}
