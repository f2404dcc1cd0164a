/** The meeting as the host sees it: pictures, the list beside them, one's own buttons. */
import { spanText } from "../shared/dates";
import { el } from "../shared/dom";
import { pick } from "../shared/i18n";
import { controls } from "../video/controls";
import { milestones } from "../video/countdown";
import { tileViews } from "../video/people";
import { tileGrid } from "../video/tiles";
import type { HostApp } from "./app";
import { leaving } from "./leaving";
import type { Page } from "./pages";
import { participantPanel } from "./panel";
import { groups, secondsLeft } from "./view";

export function meetingPage(app: HostApp): Page {
  const { text, visit, entered, language } = app;
  const tiles = tileGrid(text, text("people"));
  const panel = participantPanel(app);
  const leave = leaving(app);
  const banner = el("p", { class: "notice warn", hidden: true });
  const aloud = milestones();
  const muted = el("p", { class: "notice info", role: "status", hidden: true }, text("mutedByHost"));
  const alone = el("p", { class: "notice info", hidden: true });
  const bar = controls({
    media: visit.media,
    text,
    between: [],
    last: leave.button,
    label: text("yourControls"),
  });
  const meeting = entered?.meeting;
  const when = meeting ? spanText(new Date(meeting.start), new Date(meeting.end), language) : "";
  return {
    root: el(
      "div",
      { class: "host-meeting" },
      el(
        "div",
        { class: "host-stage" },
        el(
          "div",
          { class: "meeting-top" },
          el("h1", { tabindex: "-1" }, meeting ? pick(meeting.type_label, language) : text("titleMeeting")),
          el("p", { class: "hint" }, when),
          meeting?.embedded && el("p", { class: "practice" }, text("practice")),
        ),
        panel.summary,
        banner,
        muted,
        alone,
        tiles.root,
        leave.root,
        bar.root,
      ),
      panel.root,
    ),
    title: () => {
      const count = groups(app.model.people).waiting.length;
      return count > 0 ? text("titleWaiting", { count }) : text("titleMeeting");
    },
    update: (now) => {
      const found = groups(app.model.people);
      tiles.update(tileViews(app.model.people, app.me, visit, text), visit.media.state.choice.speaker);
      panel.update(now);
      const seconds = secondsLeft(app.model.meeting, now);
      banner.hidden = seconds === null && app.model.stream !== "lost";
      setText(banner, seconds === null ? text("lost") : text("ending", { seconds }));
      if (aloud(seconds)) app.say(banner.textContent ?? "");
      muted.hidden = !found.inside.find((person) => person.id === app.me)?.muted;
      alone.hidden = found.inside.length !== 1;
      setText(alone, text(found.waiting.length > 0 ? "aloneWaiting" : "alone"));
      leave.update();
      bar.update();
    },
    stop: () => undefined,
  };
}

function setText(node: HTMLElement, words: string): void {
  if (node.textContent !== words) node.textContent = words;
}
