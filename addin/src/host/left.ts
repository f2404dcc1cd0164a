/** The page of a host who has left: who hosts now, or how long the others have, and what became of that. */
import { el } from "../shared/dom";
import { setText } from "../shared/words";
import { milestones } from "../video/countdown";
import { icon } from "../video/icons";
import { nameOf } from "../video/people";
import type { HostApp } from "./app";
import type { Page } from "./pages";
import type { HostTextKey } from "./texts";
import { otherHost, secondsLeft } from "./view";

/** When it is looked up what became of the meeting, in seconds after the countdown: another system ends it in its own time. */
const LOOKS_AFTER: readonly number[] = [3, 15, 40];

export function leftPage(app: HostApp): Page {
  const { text } = app;
  const standing = el("p", { class: "notice info" });
  const aloud = milestones();
  let looks = 0;
  let said = "";
  /** When all are out, and whether a countdown has been seen. */
  let due: number | null = null;
  const words = (now: Date): string => {
    const { meeting, people } = app.model;
    const there = people.filter(({ state }) => state === "in");
    const host = there.find(({ id }) => id === app.heir) ?? otherHost(people, null);
    const count = people.filter(({ state }) => state === "waiting").length;
    const seconds = secondsLeft(meeting, now);
    if (meeting?.ending_at) due = Date.parse(meeting.ending_at);
    if (seconds) return text("ending", { seconds });
    if (seconds === 0) return text("endsNow");
    if (host) return text("hostNow", { name: nameOf(host, text) });
    if (meeting?.state === "ended") return text("endedNow");
    // A meeting ends for those who are in: whoever waits still hopes for a host.
    return count > 0 && there.length === 0 ? text("onlyWaiters", { count }) : text("leftAlone");
  };
  return {
    root: el(
      "div",
      { class: "page after" },
      icon("leave"),
      el("h1", { tabindex: "-1" }, text("leftTitle")),
      standing,
      el("p", {}, text(leftWords(app))),
      el(
        "button",
        { type: "button", class: "button primary big", on: { click: () => app.again() } },
        text("again"),
      ),
    ),
    title: () => text("leftTitle"),
    update: (now) => {
      const is = words(now);
      setText(standing, is);
      const seconds = secondsLeft(app.model.meeting, now);
      // A countdown is heard at few moments, what became of it when it is so; the rule is read after the heading.
      if (seconds ? aloud(seconds) : is !== said && is !== text("leftAlone")) app.say(is);
      if (!seconds) said = is;
      const next = LOOKS_AFTER[looks];
      if (seconds !== 0 || due === null || next === undefined || now.getTime() - due < next * 1000) return;
      looks += 1;
      app.lookAgain();
    },
    stop: () => undefined,
  };
}

function leftWords(app: HostApp): HostTextKey {
  return app.reports ? "leftThereText" : "leftText";
}
