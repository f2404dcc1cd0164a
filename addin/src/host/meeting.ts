/** The meeting as the host sees it: pictures, the list beside them, one's own buttons. */
import { spanText } from "../shared/dates";
import { el } from "../shared/dom";
import { pick } from "../shared/i18n";
import { setText } from "../shared/words";
import { controls } from "../video/controls";
import { tileViews } from "../video/people";
import { tileGrid } from "../video/tiles";
import type { HostApp } from "./app";
import { endingBanner, title } from "./heading";
import { leaving } from "./leaving";
import { nobodyCamePart } from "./nobodyCame";
import type { Page } from "./pages";
import { participantPanel } from "./panel";
import { groups } from "./view";

export function meetingPage(app: HostApp): Page {
  const { text, visit, entered, language } = app;
  const tiles = tileGrid(text, text("people"));
  const panel = participantPanel(app);
  const leave = leaving(app);
  const banner = endingBanner(app);
  const nobody = nobodyCamePart(app);
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
        banner.root,
        nobody.root,
        muted,
        alone,
        tiles.root,
        leave.root,
        bar.root,
      ),
      panel.root,
    ),
    title: () => title(app),
    update: (now) => {
      const found = groups(app.model.people);
      tiles.update(tileViews(app.model.people, app.me, visit, text), visit.media.state.choice.speaker);
      banner.update(now);
      nobody.update(now);
      muted.hidden = !found.inside.find((person) => person.id === app.me)?.muted;
      alone.hidden = found.inside.length !== 1;
      setText(alone, text(found.waiting.length > 0 ? "aloneWaiting" : "alone"));
      leave.update();
      bar.update();
      // Last: it sees what all above it has moved.
      panel.update(now);
    },
    stop: () => undefined,
  };
}
