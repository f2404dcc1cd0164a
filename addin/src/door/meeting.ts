/** In the meeting: everybody's picture, one's own buttons, and what the care staff have decided. */
import { el, setAttribute } from "../shared/dom";
import { pick } from "../shared/i18n";
import { setText } from "../shared/words";
import { controls, pressButton } from "../video/controls";
import { milestones } from "../video/countdown";
import { tileViews } from "../video/people";
import { tileGrid } from "../video/tiles";
import type { App } from "./app";
import { type Page, problemLine } from "./parts";
import { secondsLeft } from "./view";

export function meetingPage(app: App): Page {
  const { text, data, language } = app;
  const unit = pick(data.unit, language);
  const tiles = tileGrid(text, text("people"));
  const banner = el("p", { class: "notice warn", hidden: true });
  const aloud = milestones();
  const muted = el("p", { class: "notice info", hidden: true }, text("mutedByHost"));
  const leads = el("p", { class: "notice info", role: "status", hidden: true });
  const alone = el("p", { class: "notice info", hidden: true }, text("alone"));
  const problem = problemLine();
  const hand = pressButton(() => {
    app.hand(!app.model.presence?.hand);
  });
  const sure = leaveQuestion(app);
  const bar = controls({
    media: app.visit.media,
    text,
    between: [hand.root],
    last: sure.button,
    label: text("yourControls"),
  });
  return {
    root: el(
      "div",
      { class: "page meeting" },
      el(
        "div",
        { class: "meeting-top" },
        el("h1", { tabindex: "-1" }, text("meetingTitle", { unit })),
        data.embedded && data.demo && el("p", { class: "practice" }, text("practice")),
      ),
      banner,
      muted,
      leads,
      alone,
      tiles.root,
      problem.root,
      sure.question,
      bar.root,
    ),
    title: text("titleMeeting", { unit }),
    update: (now) => {
      const { presence, people } = app.model;
      if (!presence) return;
      tiles.update(
        tileViews(people, presence.participant, app.visit, text),
        app.visit.media.state.choice.speaker,
      );
      alone.hidden = people.length > 1;
      leads.hidden = presence.role !== "host";
      setText(leads, leads.hidden ? "" : text("nowHost"));
      const seconds = secondsLeft(presence, now);
      banner.hidden = seconds === null && app.model.stream !== "lost";
      setText(banner, seconds === null ? text("lost") : text("endingHost", { seconds }));
      if (aloud(seconds)) app.say(banner.textContent ?? "");
      muted.hidden = !presence.muted;
      hand.show("hand", text(presence.hand ? "lowerHand" : "raiseHand"));
      setAttribute(hand.root, "data-on", presence.hand);
      bar.update();
      problem.update(app);
    },
    stop: () => undefined,
  };
}

/** Leaving is asked once more, in place of the button. */
function leaveQuestion(app: App): { button: HTMLElement; question: HTMLElement } {
  const { text } = app;
  const button = pressButton(() => ask(true), "leave");
  button.show("leave", text("leave"));
  const yes = el(
    "button",
    { type: "button", class: "button danger", on: { click: () => app.leave() } },
    text("leaveYes"),
  );
  const no = el(
    "button",
    { type: "button", class: "button", on: { click: () => ask(false) } },
    text("leaveNo"),
  );
  const question = el(
    "div",
    { class: "notice question", role: "group", "aria-label": text("leaveSure"), hidden: true },
    el("p", {}, text("leaveSure")),
    el("div", { class: "row" }, yes, no),
  );
  const ask = (asking: boolean): void => {
    question.hidden = !asking;
    if (asking) no.focus();
    else button.root.focus();
  };
  return { button: button.root, question };
}
