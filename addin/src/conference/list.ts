/** The unit's conferences: the same again as the first choice, then what goes on and comes, and what has been. */

import { fold } from "../shared/controls";
import { el } from "../shared/dom";
import { note, push } from "../staff/parts";
import type { Conference, State } from "./client";
import type { ConferenceContext } from "./context";
import type { View } from "./page";
import { repeatForm } from "./repeat";
import type { WordKey } from "./texts";
import { spanWords } from "./times";
import { countWords, mayPlan, stateWords } from "./told";

const PAST: ReadonlySet<State> = new Set(["over", "withdrawn"]);

export function listView(context: ConferenceContext, all: readonly Conference[]): View {
  const { text } = context;
  const shown = all.filter(({ state: how }) => how !== "withdrawn");
  const coming = shown.filter(({ state: how }) => !PAST.has(how)).sort(byTime);
  const now = coming.filter(({ state: how }) => how !== "planned");
  const later = coming.filter(({ state: how }) => how === "planned");
  const past = shown
    .filter(({ state: how }) => PAST.has(how))
    .sort(byTime)
    .reverse();
  return {
    node: el(
      "div",
      { class: "list-view" },
      el(
        "div",
        { class: "lead" },
        el("h1", { tabindex: "-1" }, text("pageConferences")),
        el("p", { class: "why" }, text("lead")),
      ),
      now.length > 0 && section(context, "nowList", now),
      mayPlan(context) ? first(context, shown) : note(text(shown.length > 0 ? "mayNotPlan" : "noneToSee")),
      later.length > 0 && section(context, "comingList", later),
      past.length > 0 &&
        fold(text("pastList"), "clock", [
          el("p", { class: "quiet" }, text("keptFor")),
          el("ul", { class: "rows" }, ...past.map((one) => row(context, one))),
        ]),
    ),
  };
}

/** What most come for: the unit's last conference again, or a first one. */
function first(context: ConferenceContext, shown: readonly Conference[]): HTMLElement {
  const { text, go, me } = context;
  const last = shown
    .filter(({ unit }) => unit === me.unit.id)
    .sort(byTime)
    .at(-1);
  const fresh = push(text("newPlan"), last ? "outline" : "primary", () => go("new"));
  return last
    ? repeatForm(context, last, fresh)
    : el("div", { class: "region first" }, el("p", {}, text("none")), el("div", { class: "buttons" }, fresh));
}

function byTime(one: Conference, other: Conference): number {
  return Date.parse(one.opens) - Date.parse(other.opens);
}

function section(context: ConferenceContext, heading: WordKey, all: readonly Conference[]): HTMLElement {
  return el(
    "section",
    { class: "coming" },
    el("h2", {}, context.text(heading)),
    el("ul", { class: "rows" }, ...all.map((one) => row(context, one))),
  );
}

function row(context: ConferenceContext, one: Conference): HTMLElement {
  const { text, language, now } = context;
  const when = spanWords(one, language, now());
  const open = text(one.presses.length > 0 ? "follow" : "open");
  return el(
    "li",
    { class: "row conference-row" },
    el("div", { class: "row-head" }, el("h3", {}, when), stateWords(context, one)),
    el(
      "p",
      { class: "quiet" },
      countWords(context, one),
      " · ",
      one.sites.map(({ label }) => label).join(", "),
    ),
    el(
      "a",
      { href: `#${one.id}`, class: "tool-link", "aria-label": text("openSpoken", { open, when }) },
      open,
    ),
  );
}
