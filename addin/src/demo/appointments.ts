/** The stand-in's calendar as plain data: appointments, how they are made, and how a day is laid out. */
import { untilAfter } from "./weekly";
import type { Words } from "./words";
import { dayKey, daysAfter, fromInput, minuteOfDay, nextQuarter, shiftDay } from "./zone";

/** A room was picked from the list; a place was added by the add-in. */
export interface Place {
  readonly name: string;
  readonly kind: "room" | "added";
}

export interface Appointment {
  readonly id: string;
  /** The mailbox whose calendar it stands in. */
  readonly calendar: string;
  readonly subject: string;
  readonly required: string;
  readonly optional: string;
  /** ISO 8601. */
  readonly start: string;
  readonly end: string;
  readonly places: readonly Place[];
  readonly body: string;
  readonly meetingId: string | null;
  /** As in Outlook: none until it has been saved. */
  readonly itemId: string | null;
  /** The last day it may stand on, every week from its start. Empty when it stands alone, also in what an older page kept. */
  readonly weeklyUntil: string | null;
}

const HALF_HOUR = 30 * 60_000;

export const ROOMS = ["Samtalsrum Eken", "Samtalsrum Linden", "Konferensrum Björken"] as const;

/** An appointment nobody has saved, half an hour from the next quarter. */
export function newAppointment(calendar: string, now: Date, start: Date = nextQuarter(now)): Appointment {
  return {
    id: crypto.randomUUID(),
    calendar,
    subject: "",
    required: "",
    optional: "",
    start: start.toISOString(),
    end: new Date(start.getTime() + HALF_HOUR).toISOString(),
    places: [],
    body: "",
    meetingId: null,
    itemId: null,
    weeklyUntil: null,
  };
}

/** What stands in a person's calendar the first time: a draft to go on with, and an ordinary day around it. */
export function firstAppointments(calendar: string, now: Date, day: string, words: Words): Appointment[] {
  const at = (time: string): Date => fromInput(`${day}T${time}`) ?? now;
  const plain = (subject: string, from: string, to: string): Appointment => ({
    ...newAppointment(calendar, now, at(from)),
    subject,
    end: at(to).toISOString(),
    itemId: `demo-${crypto.randomUUID()}`,
  });
  return [
    {
      ...newAppointment(calendar, now),
      places: [{ name: ROOMS[0], kind: "room" }],
      body: `<p>${words("draftHello")}</p><p>${words("draftText")}</p><p>${words("draftBye")}</p>`,
    },
    plain(words("seedMorning"), "08:00", "08:30"),
    plain(words("seedLunch"), "12:00", "13:00"),
    groupOf(plain(words("seedGroup"), "13:15", "14:00"), words),
    plain(words("seedStaff"), "15:00", "16:00"),
  ];
}

/** A group that meets six weeks in a row: what to try a series on. */
function groupOf(appointment: Appointment, words: Words): Appointment {
  return {
    ...appointment,
    body: `<p>${words("draftHello")}</p><p>${words("groupText")}</p>`,
    weeklyUntil: untilAfter(appointment.start, 6),
  };
}

/** Moves the start, keeping the length; or the end, never before the start. An unreadable time changes nothing. */
export function moved(appointment: Appointment, edge: "start" | "end", value: string): Appointment {
  const moment = fromInput(value);
  if (!moment) {
    return appointment;
  }
  const start = Date.parse(appointment.start);
  const end = Date.parse(appointment.end);
  if (edge === "start") {
    const shifted = new Date(moment.getTime() + (end - start));
    const { weeklyUntil } = appointment;
    const days = daysAfter(dayKey(new Date(start)), value.slice(0, 10));
    // A series keeps all its times: its last day moves with its first.
    const until = weeklyUntil && shiftDay(weeklyUntil, days);
    return { ...appointment, start: moment.toISOString(), end: shifted.toISOString(), weeklyUntil: until };
  }
  return moment.getTime() > start ? { ...appointment, end: moment.toISOString() } : appointment;
}

/** Puts an appointment in the place of the one with its id, or last. */
export function kept(all: readonly Appointment[], one: Appointment): Appointment[] {
  return all.some(({ id }) => id === one.id)
    ? all.map((other) => (other.id === one.id ? one : other))
    : [...all, one];
}

/** Saved and sent: from here on it has an item id, and keeps the one it has. */
export function sent(appointment: Appointment): Appointment {
  return { ...appointment, itemId: appointment.itemId ?? `demo-${crypto.randomUUID()}` };
}

/** Where an appointment is drawn in its day: minutes from midnight, and its lane among those at the same time. */
export interface Box {
  readonly appointment: Appointment;
  readonly from: number;
  readonly to: number;
  readonly lane: number;
  readonly lanes: number;
}

/** The shortest a box is drawn, in minutes: its words must fit. */
const SHORTEST = 30;
const DAY = 24 * 60;

/** The boxes of one day in order of time. Those that overlap share the width. */
export function boxes(appointments: readonly Appointment[]): Box[] {
  const timed = appointments
    .map((appointment) => {
      const from = minuteOfDay(new Date(appointment.start));
      const length = (Date.parse(appointment.end) - Date.parse(appointment.start)) / 60_000;
      return { appointment, from, to: Math.min(DAY, from + Math.max(SHORTEST, length)) };
    })
    .sort((one, other) => one.from - other.from || other.to - one.to);
  const done: Box[] = [];
  let group: Omit<Box, "lanes">[] = [];
  let ends: number[] = [];
  const close = (): void => {
    done.push(...group.map((box) => ({ ...box, lanes: ends.length })));
    group = [];
    ends = [];
  };
  for (const box of timed) {
    if (ends.every((end) => end <= box.from)) {
      close();
    }
    const free = ends.findIndex((end) => end <= box.from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = box.to;
    group.push({ ...box, lane });
  }
  close();
  return done;
}

/** First and last whole hour to draw: the working day, and whatever lies outside it. */
export function hoursShown(day: readonly Box[]): { first: number; last: number } {
  const first = Math.min(8, ...day.map(({ from }) => Math.floor(from / 60)));
  const last = Math.max(17, ...day.map(({ to }) => Math.ceil(to / 60)));
  return { first, last };
}
