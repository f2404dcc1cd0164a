/** The pages where the visit is over: each says what happened, and what one can do now. */
import { el } from "../shared/dom";
import { pick } from "../shared/i18n";
import { type IconName, icon } from "../video/icons";
import type { App } from "./app";
import { emergency, nothing, type Page, problemLine, support } from "./parts";
import type { DoorTextKey } from "./texts";
import { mayJoin, type Screen } from "./view";

interface Words {
  readonly icon: IconName;
  readonly title: DoorTextKey;
  readonly text: DoorTextKey;
  /** The same where one was led on: neither camera nor microphone was on here. */
  readonly there?: DoorTextKey;
  readonly again?: true;
}

export const AFTER: Readonly<Partial<Record<Screen, Words>>> = {
  left: { icon: "leave", title: "leftTitle", text: "leftText", there: "leftThere", again: true },
  ended: { icon: "tick", title: "endedTitle", text: "endedText", there: "endedThere" },
  denied: { icon: "warning", title: "deniedTitle", text: "deniedText" },
  removed: { icon: "warning", title: "removedTitle", text: "removedText", there: "removedThere" },
  gone: { icon: "warning", title: "goneTitle", text: "goneText" },
  changed: { icon: "warning", title: "changedTitle", text: "changedText" },
  withdrawn: { icon: "warning", title: "withdrawnTitle", text: "withdrawnText" },
  moved: { icon: "tick", title: "movedTitle", text: "movedText" },
};

export function afterPage(app: App, words: Words): Page {
  const { text } = app;
  const line = el("p", {});
  const again = el(
    "button",
    {
      type: "button",
      class: "button primary big",
      on: { click: () => (app.data.led_on ? app.join(null) : app.again()) },
    },
    text(app.data.led_on ? "goInAgain" : "rejoin"),
  );
  const problem = problemLine();
  return {
    root: el(
      "div",
      { class: "page after" },
      icon(words.icon),
      el("h1", { tabindex: "-1" }, text(words.title)),
      el("p", { class: "hint" }, pick(app.data.unit, app.language)),
      line,
      again,
      problem.root,
      emergency(app),
      support(app),
    ),
    title: text(words.title),
    update: () => {
      again.hidden = !(words.again && mayJoin(app.model));
      line.textContent = text(lineWords(app, words));
      problem.update(app);
    },
    stop: nothing,
  };
}

function lineWords(app: App, words: Words): DoorTextKey {
  const { led_on, lobby } = app.data;
  if (words.title === "leftTitle" && !mayJoin(app.model)) return led_on ? "leftClosedThere" : "leftClosed";
  if (words.title === "leftTitle" && led_on && !lobby) return "leftStraight";
  if (words.title === "endedTitle" && !app.model.presence?.was_in) return notVisited(app);
  return (led_on && words.there) || words.text;
}

/** Whoever came when all was over, or waited and was never let in, has visited nobody. */
function notVisited(app: App): DoorTextKey {
  if (app.model.bye === null) return "overText";
  return app.data.led_on ? "endedOutThere" : "endedOut";
}
