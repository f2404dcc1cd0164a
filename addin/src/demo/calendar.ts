/** One day of the stand-in's calendar, drawn to scale; each appointment is a button. */
import { clockTime, dayText } from "../shared/dates";
import { el, fill } from "../shared/dom";
import { icon } from "../video/icons";
import { type Appointment, type Box, boxes, hoursShown, newAppointment } from "./appointments";
import type { Context, Part } from "./context";
import { standsOn } from "./weekly";
import { dayKey, fromInput, noonOf, shiftDay } from "./zone";

/** The appointments a person sees in a calendar: its own, and in one's own those one is invited to. */
export function visible(all: readonly Appointment[], calendar: string, own: string): Appointment[] {
  const invited = ({ itemId, required, optional }: Appointment): boolean =>
    calendar === own && itemId !== null && `${required};${optional}`.toLowerCase().includes(own);
  return all.filter((one) => one.calendar === calendar || invited(one));
}

export function calendarView(context: Context): Part {
  const { store, words, language, me } = context;
  const heading = el("h3", { class: "day", tabindex: "-1" });
  const list = el("ol", { class: "hours" });
  const empty = el("p", { class: "hint" }, words("emptyDay"));
  const create = el("button", { type: "button", class: "button" }, icon("calendar"), words("newAppointment"));
  create.addEventListener("click", () => openNew(context));
  const go = (day: string) => () => store.set({ day });
  const step = (label: string, sign: string, days: number): HTMLElement =>
    el(
      "button",
      {
        type: "button",
        class: "plain",
        "aria-label": label,
        on: { click: () => go(shiftDay(store.state.day, days))() },
      },
      sign,
    );
  const today = el(
    "button",
    { type: "button", class: "plain", on: { click: () => go(dayKey(new Date()))() } },
    words("today"),
  );
  const root = el(
    "div",
    { class: "calendar" },
    el(
      "div",
      { class: "row commands" },
      create,
      el(
        "span",
        { class: "days" },
        step(words("dayBefore"), "‹", -1),
        today,
        step(words("dayAfter"), "›", 1),
      ),
    ),
    heading,
    empty,
    el("div", { class: "day-scroll", tabindex: "0", role: "group", "aria-label": words("calendarOf") }, list),
  );
  let drawn: unknown = null;
  return {
    root,
    update: () => {
      const { appointments, calendar, day } = store.state;
      const key = JSON.stringify([appointments, calendar, day]);
      if (key === drawn) {
        return;
      }
      drawn = key;
      const ours = visible(appointments, calendar, me.mailbox);
      const shown = boxes(ours.filter((one) => standsOn(one, day)));
      heading.textContent = dayText(noonOf(day), language);
      empty.hidden = shown.length > 0;
      list.setAttribute("aria-label", heading.textContent);
      const hasDraft = shown.some(({ appointment }) => appointment.itemId === null);
      create.dataset.guide = hasDraft ? "" : "appointment";
      draw(context, list, shown);
    },
  };
}

/** An empty request in the day shown: at the next quarter today, at eight on another day. */
function openNew({ store }: Context): void {
  const now = new Date();
  const { calendar, day } = store.state;
  const eight = day === dayKey(now) ? null : fromInput(`${day}T08:00`);
  const draft = eight ? newAppointment(calendar, now, eight) : newAppointment(calendar, now);
  store.set({ open: { draft, mode: "compose", pane: false } });
}

function draw(context: Context, list: HTMLElement, day: readonly Box[]): void {
  const { first, last } = hoursShown(day);
  list.style.setProperty("--first", String(first * 60));
  list.style.setProperty("--hours", String(last - first));
  const hours = Array.from({ length: last - first + 1 }, (_, index) => {
    const line = el(
      "li",
      { class: "hour", "aria-hidden": "true" },
      `${String(first + index).padStart(2, "0")}`,
    );
    line.style.setProperty("--from", String((first + index) * 60));
    return line;
  });
  fill(list, ...hours, ...day.map((box) => boxOf(context, box)));
  const earliest = day.find(({ appointment }) => appointment.itemId === null) ?? day[0];
  const scroll = list.parentElement;
  if (scroll && earliest) {
    scroll.scrollTop = Math.max(0, ((earliest.from - first * 60) / 60) * HOUR - HOUR);
  }
}

/** Height of an hour in px; the same as `--hour` in the style. */
const HOUR = 56;

function boxOf(
  { store, words, language }: Context,
  { appointment, from, to, lane, lanes }: Box,
): HTMLElement {
  const { itemId, meetingId, subject, start, end, places, weeklyUntil } = appointment;
  const isDraft = itemId === null;
  const open = (): void =>
    store.set({
      open: { draft: appointment, mode: isDraft ? "compose" : "read", pane: meetingId !== null },
    });
  const time = `${clockTime(new Date(start), language)}–${clockTime(new Date(end), language)}`;
  const item = el(
    "li",
    { class: "slot" },
    el(
      "button",
      {
        type: "button",
        class: boxClass({ draft: isDraft, protected: meetingId !== null, short: to - from <= 30 }),
        "data-guide": isDraft && "appointment",
        on: { click: open },
      },
      el("strong", {}, subject || words(isDraft ? "draftTitle" : "noSubject")),
      el("span", {}, weeklyUntil ? words("timeWeekly", { time }) : time),
      el("span", {}, places.map(({ name }) => name).join(", ")),
    ),
  );
  const values = { "--from": from, "--to": to, "--lane": lane, "--lanes": lanes };
  for (const [name, value] of Object.entries(values)) {
    item.style.setProperty(name, String(value));
  }
  return item;
}

function boxClass(marks: Readonly<Record<string, boolean>>): string {
  return ["box", ...Object.keys(marks).filter((name) => marks[name])].join(" ");
}
