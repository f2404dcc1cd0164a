/** What both pages of a meeting say of it: who waits, in the window's title, and how long is left, in a banner. */
import { el } from "../shared/dom";
import { setText } from "../shared/words";
import { milestones } from "../video/countdown";
import type { HostApp } from "./app";
import { groups, secondsLeft } from "./view";

/** The window's title: a host who looks elsewhere sees there that somebody waits. */
export function title(app: HostApp): string {
  const count = groups(app.model.people).waiting.length;
  return count > 0 ? app.text("titleWaiting", { count }) : app.text("titleMeeting");
}

/** Shown when the meeting is about to end or the list is not kept up; said aloud at few moments. */
export function endingBanner(app: HostApp): { root: HTMLElement; update(now: Date): void } {
  const root = el("p", { class: "notice warn", hidden: true });
  const aloud = milestones();
  return {
    root,
    update: (now) => {
      const seconds = secondsLeft(app.model.meeting, now);
      root.hidden = seconds === null && app.model.stream !== "lost";
      setText(root, seconds === null ? app.lost : app.text("ending", { seconds }));
      if (aloud(seconds)) app.say(root.textContent ?? "");
    },
  };
}
