/** Whether an appointment recurs, and until when: a choice of a few, as the form of Outlook in short. */
import type { Language } from "../shared/dates";
import { el, fill } from "../shared/dom";
import type { Appointment } from "./appointments";
import { untilAfter } from "./weekly";
import type { Words } from "./words";
import { noonOf } from "./zone";

/** How many times one may choose. */
const CHOICES = [4, 6, 10] as const;

/** In words: "Varje vecka t.o.m. 15 juli". */
export function repeatText({ weeklyUntil }: Appointment, words: Words, language: Language): string {
  if (!weeklyUntil) {
    return words("never");
  }
  const format = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
  return words("weekly", { day: format.format(noonOf(weeklyUntil)) });
}

/** `changed` is called with the last day, or null for an appointment that stands alone. */
export function repeatField(
  words: Words,
  language: Language,
  changed: (weeklyUntil: string | null) => void,
): { readonly root: HTMLElement; show(appointment: Appointment): void } {
  const control = el("select", { id: "form-repeat" });
  control.addEventListener("change", () => changed(control.value || null));
  let filled = "";
  return {
    root: el("div", { class: "field repeat" }, el("label", { for: "form-repeat" }, words("repeat")), control),
    show: (appointment) => {
      const { start, weeklyUntil } = appointment;
      const days = CHOICES.map((times) => untilAfter(start, times));
      // An end that is none of these, as after the add-in has shortened the series, is kept as it is.
      const shown = weeklyUntil && !days.includes(weeklyUntil) ? [...days, weeklyUntil].sort() : days;
      // A list that is open in front of somebody is not made anew for nothing.
      if (filled !== shown.join()) {
        filled = shown.join();
        fill(
          control,
          ...["", ...shown].map((day) =>
            el(
              "option",
              { value: day },
              repeatText({ ...appointment, weeklyUntil: day || null }, words, language),
            ),
          ),
        );
      }
      control.value = weeklyUntil ?? "";
    },
  };
}
