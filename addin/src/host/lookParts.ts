/** What the host's list beside a booking holds, before and after somebody hosts, and where another system has the people. */
import { type Attributes, el, fill } from "../shared/dom";
import type { Translator } from "../shared/i18n";
import { setText } from "../shared/words";
import type { HostApp } from "./app";
import { confirmButton } from "./confirm";
import { endingBanner } from "./heading";
import type { LOOK_TEXTS } from "./lookTexts";
import { nobodyCamePart } from "./nobodyCame";
import { participantPanel } from "./panel";
import { ADMITTING } from "./press";
import { groups } from "./view";

export interface Part {
  readonly root: HTMLElement;
  update(now: Date): void;
}

type LookText = Translator<typeof LOOK_TEXTS>;

/**
 * The groups with what a host does. The same before and after the first host comes in: a place that becomes
 * another's under a press lets the wrong person in, or turns one away.
 */
export function listedPart(app: HostApp, text: LookText): Part {
  const panel = participantPanel(app);
  const banner = endingBanner(app);
  const nobody = nobodyCamePart(app);
  const standing = standingPart(app, text);
  const ending = el("div", { hidden: true });
  let ends = false;
  return {
    root: el(
      "div",
      { class: "beside" },
      el("p", { class: "hint" }, text("onlyLooks")),
      standing.root,
      panel.root,
      ending,
      el("div", { class: "last" }, banner.root, nobody.root),
    ),
    update: (now) => {
      panel.update(now);
      banner.update(now);
      nobody.update(now);
      standing.update();
      if (ends === (app.hostIsIn && app.can("end"))) return;
      ends = !ends;
      // Whoever pressed it stays in the list, not at the top of the page.
      const { activeElement } = ending.getRootNode() as Document | ShadowRoot;
      if (ending.contains(activeElement)) panel.root.focus({ preventScroll: true });
      ending.hidden = !ends;
      fill(ending, ends && endButton(app, text));
    },
  };
}

/** Whether a host is in: one of three lines in one place, so that what stands below never moves. */
function standingPart(app: HostApp, text: LookText): { root: HTMLElement; update(): void } {
  const without = line(text(app.can("admit") ? "joinFirst" : "noHost"), { id: ADMITTING, tabindex: "-1" });
  const within = line(text("hostIn"));
  const over = line(text("over"));
  let ended = false;
  return {
    root: el("div", { class: "standing" }, without, within, over),
    update: () => {
      const open = app.hostIsIn ? within : without;
      const is = app.model.meeting?.state === "ended";
      if (is && !ended) app.say(text("over"));
      ended = is;
      const now = is ? over : open;
      for (const one of [without, within, over]) one.classList.toggle("unseen", one !== now);
    },
  };
}

function line(words: string, more: Attributes = {}): HTMLElement {
  return el("p", { class: "notice info unseen", ...more }, words);
}

/** Where another system has the people and does not tell us: who waits at our door is all there is to see. */
export function seenTherePart(app: HostApp, text: LookText): Part {
  const waiting = el("p", { class: "notice info", role: "status" });
  return {
    root: el("div", { class: "beside" }, waiting, el("p", {}, text("seenThere", { system: app.system }))),
    update: () => {
      // Nobody known to wait here is no "none": who is there is told there.
      const count = groups(app.model.people).waiting.length;
      waiting.hidden = count === 0;
      setText(waiting, count === 0 ? "" : app.text("waitingNow", { count }));
    },
  };
}

function endButton(app: HostApp, text: LookText): HTMLElement {
  const words = {
    button: app.text("endNow"),
    spoken: app.text("endNow"),
    question: text("endSure"),
    yes: text("endYes"),
    no: app.text("no"),
  };
  return confirmButton("leave", words, () => app.control("end")).root;
}
