/** What the host's list beside a booking holds, before and after somebody hosts, and where another system has the people. */
import { el } from "../shared/dom";
import type { Translator } from "../shared/i18n";
import type { HostApp } from "./app";
import type { BESIDE_TEXTS } from "./besideTexts";
import { confirmButton } from "./confirm";
import { endingBanner, setText } from "./heading";
import { participantPanel } from "./panel";
import { groups } from "./view";

export interface Part {
  readonly root: HTMLElement;
  update(now: Date): void;
}

type BesideText = Translator<typeof BESIDE_TEXTS>;

/** The three groups with what a host does. Made anew when the first host comes in and when the last one goes. */
export function listedPart(app: HostApp, text: BesideText): Part {
  const panel = participantPanel(app);
  const banner = endingBanner(app);
  const admits = !app.reports || app.entered?.meeting.host_controls.includes("admit") === true;
  const first = text(admits ? "joinFirst" : "noHost");
  const standing = el("p", { class: "notice info", hidden: true });
  const ends = app.hostIsIn && app.can("end");
  return {
    root: el(
      "div",
      { class: "beside" },
      el("p", { class: "hint" }, text("onlyLooks")),
      banner.root,
      standing,
      panel.root,
      ends && endButton(app, text),
    ),
    update: (now) => {
      panel.update(now);
      banner.update(now);
      const over = app.model.meeting?.state === "ended";
      standing.hidden = app.hostIsIn && !over;
      setText(standing, over ? text("over") : first);
    },
  };
}

/** Where another system has the people and does not tell us: who waits at our door is all there is to see. */
export function seenTherePart(app: HostApp, text: BesideText): Part {
  const waiting = el("p", { class: "notice info", role: "status" });
  return {
    root: el("div", { class: "beside" }, waiting, el("p", {}, text("seenThere", { system: app.system }))),
    update: () =>
      setText(waiting, app.text("waitingNow", { count: groups(app.model.people).waiting.length })),
  };
}

function endButton(app: HostApp, text: BesideText): HTMLElement {
  const words = {
    button: app.text("endNow"),
    spoken: app.text("endNow"),
    question: text("endSure"),
    yes: text("endYes"),
    no: app.text("no"),
  };
  return confirmButton("leave", words, () => app.control("end"));
}
