/** When a conference is, in words and as fields hold it. */
import { type Language, spanText } from "../shared/dates";
import { dayKey, momentAt, shiftDay, timeKey } from "../staff/days";
import type { Conference } from "./client";

/** A day, and from when to when, as the fields hold them. */
export interface Slot {
  readonly day: string;
  readonly from: string;
  readonly to: string;
}

type Span = Pick<Conference, "opens" | "closes">;

export function slotOf({ opens, closes }: Span): Slot {
  const start = new Date(opens);
  return { day: dayKey(start), from: timeKey(start), to: timeKey(new Date(closes)) };
}

/** The next time it would be: the same weekday and time, some weeks later, not begun yet. */
export function nextSlot(last: Span, now: Date): Slot {
  const slot = slotOf(last);
  let day = shiftDay(slot.day, 7);
  while (new Date(momentAt(day, slot.from)) <= now) {
    day = shiftDay(day, 7);
  }
  return { ...slot, day };
}

/** What is sent. An end that is not after the start is the next day's. */
export function spanOf({ day, from, to }: Slot): Span {
  return { opens: momentAt(day, from), closes: momentAt(to > from ? day : shiftDay(day, 1), to) };
}

export function minutesOf(span: Span): number {
  return Math.round((Date.parse(span.closes) - Date.parse(span.opens)) / 60_000);
}

export function spanWords({ opens, closes }: Span, language: Language, now: Date): string {
  const words = spanText(new Date(opens), new Date(closes), language, now);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
