/** A day and a time of day, as Outlook has them beside each other; both in Swedish time. */
import type { Language } from "../shared/dates";
import { el, fill } from "../shared/dom";
import { toInput } from "./zone";

export interface TimeField {
  readonly root: HTMLElement;
  show(moment: Date): void;
}

export interface TimeWords {
  readonly label: string;
  readonly day: string;
  readonly clock: string;
}

const STEP = 15;
const TIMES = Array.from({ length: (24 * 60) / STEP }, (_, index) => {
  const minutes = index * STEP;
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
});

/** `changed` is called with "2026-06-10T08:00". */
export function timeField(words: TimeWords, language: Language, changed: (value: string) => void): TimeField {
  const day = el("input", { type: "date", required: true, "aria-label": `${words.label}, ${words.day}` });
  const clock = el("select", { "aria-label": `${words.label}, ${words.clock}` });
  const tell = (): void => changed(`${day.value}T${clock.value}`);
  day.addEventListener("change", tell);
  clock.addEventListener("change", tell);
  let shown = "";
  return {
    root: el(
      "div",
      { class: "field time", role: "group", "aria-label": words.label },
      el("span", { class: "label", "aria-hidden": "true" }, words.label),
      el("div", { class: "day-and-time" }, day, clock),
    ),
    show: (moment) => {
      const value = toInput(moment);
      if (value === shown) {
        return;
      }
      shown = value;
      const time = value.slice(11);
      day.value = value.slice(0, 10);
      // A time between the quarters is kept as it is.
      const times = TIMES.includes(time) ? TIMES : [...TIMES, time].sort();
      fill(
        clock,
        ...times.map((one) => el("option", { value: one }, language === "sv" ? one.replace(":", ".") : one)),
      );
      clock.value = time;
    },
  };
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
