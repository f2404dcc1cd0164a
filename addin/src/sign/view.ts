/** What stands on the wall: one large line in each language, a time, and a picture that is read from afar. */
import { clockTime } from "../shared/dates";
import { type Child, el } from "../shared/dom";
import { type Language, translator } from "../shared/i18n";
import { icon } from "../shared/icons";
import type { Standing } from "./knowing";
import { SIGN_TEXTS, type SignKey } from "./texts";

const PICTURES: Readonly<Record<Standing["state"], string>> = {
  busy: "stop",
  booked: "clock",
  free: "check",
  unbooked: "info",
  unknown: "warning",
  removed: "warning",
};
const STOP = { stop: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M7 12h10" };
const LINES: Readonly<Record<Standing["state"], readonly [line: SignKey, until: SignKey | null]>> = {
  busy: ["busy", "freeAt"],
  booked: ["booked", "freeAt"],
  free: ["free", "freeUntil"],
  unbooked: ["unbooked", "bookedFrom"],
  unknown: ["unknown", null],
  removed: ["removed", null],
};

/** The sign for the room, the first language large. */
export function view(room: string, standing: Standing, languages: readonly [Language, Language]): Child[] {
  return [
    el("h1", { class: "room" }, room),
    el("div", { class: "picture" }, icon(PICTURES[standing.state], STOP)),
    el(
      "div",
      { class: "lines", role: "status" },
      ...languages.map((language, at) => words(standing, language, at === 0)),
    ),
  ];
}

function words({ state, until, tomorrow, known }: Standing, language: Language, first: boolean): HTMLElement {
  const text = translator(SIGN_TEXTS, language);
  const [line, ends] = LINES[state];
  const at = until === null ? null : clockTime(new Date(until), language);
  const time = at !== null && tomorrow ? text("tomorrow", { time: at }) : at;
  return el(
    "div",
    { class: first ? "words first" : "words", lang: language },
    el("p", { class: "line" }, text(line)),
    ends !== null && time !== null && el("p", { class: "time" }, text(ends, { time })),
    ends !== null && time === null && state === "free" && el("p", { class: "time" }, text("nothingBooked")),
    state === "unbooked" && el("p", { class: "time" }, text("knock")),
    (state === "unknown" || state === "removed") && el("p", { class: "time" }, text("knock")),
    known !== null &&
      el("p", { class: "known" }, text("known", { time: clockTime(new Date(known), language) })),
  );
}
