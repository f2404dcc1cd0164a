/** The host's pages outside the meeting: the short check, and those where the visit is over or never began. */
import { spanText } from "../shared/dates";
import { el } from "../shared/dom";
import { pick } from "../shared/i18n";
import { deviceCheck } from "../video/check";
import { type IconName, icon } from "../video/icons";
import type { HostApp } from "./app";
import type { Stage } from "./stages";
import type { HostTextKey } from "./texts";
import { groups } from "./view";

/** One page: `update` is called whenever something has changed and once a second. */
export interface Page {
  readonly root: HTMLElement;
  title(): string;
  update(now: Date): void;
  stop(): void;
}

export function openingPage(app: HostApp): Page {
  return {
    root: el("div", { class: "page after" }, el("h1", { tabindex: "-1" }, app.text("opening"))),
    title: () => app.text("opening"),
    update: () => undefined,
    stop: () => undefined,
  };
}

export function checkPage(app: HostApp): Page {
  const { text, entered, visit, language } = app;
  const join = el("button", {
    type: "button",
    class: "button primary big",
    on: { click: () => app.join() },
  });
  const waiting = el("p", { class: "notice info", role: "status", hidden: true });
  const problem = el("p", { class: "notice bad", role: "alert", hidden: true });
  const shownAs = `${text("shownAs", { name: entered?.name ?? "" })} ${text("joinWhy")}`;
  const next = el("div", { class: "join" }, join, el("p", { class: "hint" }, shownAs), problem);
  const check = deviceCheck(visit.media, text, { brief: true, next });
  const meeting = entered?.meeting;
  return {
    root: el(
      "div",
      { class: "page wide" },
      el(
        "div",
        { class: "place" },
        el("h1", { tabindex: "-1" }, meeting ? pick(meeting.type_label, language) : text("title")),
        meeting &&
          el("p", { class: "when" }, spanText(new Date(meeting.start), new Date(meeting.end), language)),
      ),
      meeting?.embedded && el("p", { class: "practice" }, text("practice")),
      waiting,
      check.root,
    ),
    title: () => text("title"),
    update: () => {
      const count = groups(app.model.people).waiting.length;
      const words = text("waitingNow", { count });
      waiting.hidden = count === 0;
      if (waiting.textContent !== words) waiting.textContent = words;
      join.textContent = text(visit.busy ? "joining" : "join");
      problem.hidden = visit.problem === null;
      problem.textContent = visit.problem?.text(language) ?? "";
    },
    stop: check.stop,
  };
}

interface Words {
  readonly icon: IconName;
  readonly title: HostTextKey;
  readonly text: HostTextKey;
  /** The same where neither camera nor microphone was on here. */
  readonly there?: HostTextKey;
}

const AFTER: Readonly<Partial<Record<Stage, Words>>> = {
  ended: { icon: "tick", title: "endedTitle", text: "endedText", there: "endedThereText" },
  removed: { icon: "warning", title: "removedTitle", text: "removedText", there: "removedThereText" },
  moved: { icon: "tick", title: "movedTitle", text: "movedText" },
};
const SHUT: Words = { icon: "warning", title: "noTokenTitle", text: "noTokenText" };
const REFUSED: Words = { icon: "warning", title: "notStarted", text: "pressStart" };

export function afterPage(app: HostApp): Page {
  const { text, visit } = app;
  const words = AFTER[app.stage] ?? (visit.problem ? REFUSED : SHUT);
  const refusal = visit.problem?.text(app.language);
  return {
    root: el(
      "div",
      { class: "page after" },
      icon(words.icon),
      el("h1", { tabindex: "-1" }, text(words.title)),
      refusal !== undefined && el("p", { role: "alert" }, refusal),
      el("p", {}, text((app.reports && words.there) || words.text)),
    ),
    title: () => text(words.title),
    update: () => undefined,
    stop: () => undefined,
  };
}
