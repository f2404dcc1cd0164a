/** The door once one was led on to the system that holds the meeting: where one is there, and the way back to it. */
import { el } from "../shared/dom";
import { pick } from "../shared/i18n";
import type { App } from "./app";
import { emergency, heading, nothing, type Page, problemLine, support } from "./parts";
import type { DoorTextKey } from "./texts";
import { type Presence, secondsLeft } from "./view";

type There = Extract<Presence["state"], "coming" | "waiting" | "in">;

interface Words {
  readonly head: DoorTextKey;
  readonly title: DoorTextKey;
  readonly text: DoorTextKey;
}

const WORDS: Readonly<Record<There, Words>> = {
  coming: { head: "title", title: "comingTitle", text: "comingText" },
  waiting: { head: "titleWaiting", title: "waitingTitle", text: "waitingThere" },
  in: { head: "titleMeeting", title: "inThereTitle", text: "inThere" },
};

export function ledOnPage(app: App): Page {
  const { text, data, language, system } = app;
  const line = el("p", {});
  const state = app.model.presence?.state;
  const words = WORDS[isThere(state) ? state : "coming"];
  const unit = pick(data.unit, language);
  const again = el(
    "button",
    { type: "button", class: "button primary big", on: { click: () => app.join(null) } },
    text("goInAgain"),
  );
  const sent = el("p", { class: "notice good", role: "status", hidden: true }, text("wentOn", { system }));
  const banner = el("p", { class: "notice warn", role: "status", hidden: true });
  const problem = problemLine();
  return {
    root: el(
      "div",
      { class: "page" },
      heading(app, text(words.title)),
      el("p", { class: "hint" }, unit),
      line,
      banner,
      el("div", { class: "join" }, again, sent),
      problem.root,
      words === WORDS.in ? null : nobodyComes(app),
      emergency(app),
      support(app),
    ),
    title: text(words.head, { unit }),
    update: (now) => {
      const where = text(words === WORDS.waiting ? waitingWords(app) : words.text, { system });
      if (line.textContent !== where) line.textContent = where;
      const warning = warningText(app, now);
      banner.hidden = warning === "";
      if (banner.textContent !== warning) banner.textContent = warning;
      again.setAttribute("aria-disabled", String(app.visit.busy));
      sent.hidden = !app.wentOn;
      problem.update(app);
    },
    stop: nothing,
  };
}

function isThere(state: string | undefined): state is There {
  return state !== undefined && state in WORDS;
}

function waitingWords(app: App): DoorTextKey {
  if (app.data.lobby) return "waitingThere";
  return app.model.door.state === "locked" ? "waitingLocked" : "waitingStraight";
}

function warningText(app: App, now: Date): string {
  const { presence } = app.model;
  const seconds = secondsLeft(presence, now);
  if (seconds !== null) return app.text("endingHost", { seconds });
  if (!presence?.limit_reached || presence.state === "in") return "";
  return app.text("fullThere", { limit: presence.participant_limit ?? "", system: app.system });
}

function nobodyComes(app: App): HTMLElement {
  return el(
    "section",
    { class: "advice" },
    el("h2", {}, app.text("nobody")),
    el("p", {}, pick(app.data.nobody_comes, app.language)),
  );
}
