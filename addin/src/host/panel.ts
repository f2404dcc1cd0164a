/** The participant list: the groups, always open (seed 002), and what concerns all guests at once. */
import { ApiProblem } from "../shared/api";
import { copyText, el, fill, setAttribute } from "../shared/dom";
import { setText } from "../shared/words";
import type { Person } from "../video/events";
import { icon } from "../video/icons";
import type { HostApp } from "./app";
import { type Card, comingCard, handCard, insideCard, waitingCard } from "./cards";
import { handsLook } from "./hands";
import { lobbyWords, turning } from "./lobby";
import { actionButton, resting, showButton } from "./press";
import { refusalLine } from "./refusal";
import { rows } from "./rows";
import { steady } from "./steady";
import type { HostTextKey } from "./texts";
import { type Groups, groups, isFull } from "./view";
import { waitedOutLine } from "./waitedOut";

export interface Panel {
  readonly root: HTMLElement;
  /** The same counts on one line, for a screen where the list is below the pictures. */
  readonly summary: HTMLElement;
  update(now: Date): void;
}

type GroupName = keyof Groups;

interface GroupWords {
  readonly title: HostTextKey;
  readonly short: HostTextKey;
  readonly empty: HostTextKey | null;
  readonly card: (app: HostApp, person: Person) => Card;
}

const GROUPS: Readonly<Record<GroupName, GroupWords>> = {
  hands: { title: "hands", short: "handsShort", empty: "noHands", card: handCard },
  waiting: { title: "waiters", short: "waitersShort", empty: "noWaiters", card: waitingCard },
  inside: { title: "inside", short: "insideShort", empty: null, card: insideCard },
  coming: { title: "coming", short: "coming", empty: null, card: comingCard },
};
const ORDER: readonly GroupName[] = ["hands", "waiting", "inside"];
/** How long it is said that a press did nothing. */
const TOLD_MS = 6000;
/** Where people are led on, somebody may be on the way between our door and there. */
const ON_THE_WAY: readonly GroupName[] = ["hands", "waiting", "coming", "inside"];

export function participantPanel(app: HostApp): Panel {
  const { text } = app;
  let pressed: Element | null = null;
  const refusal = refusalLine(app, () => pressed);
  const missed = el("p", { class: "notice warn aim-again", hidden: true }, text("aimAgain"));
  let told = 0;
  const tell = (shown: boolean): void => {
    told = performance.now();
    missed.hidden = !shown;
  };
  const root = el("aside", {
    class: "panel",
    id: "people",
    tabindex: "-1",
    "aria-labelledby": "people-title",
  });
  root.addEventListener(
    "click",
    ({ target }) => {
      pressed = (target as Element).closest("button, .card");
      tell(false);
    },
    true,
  );
  const aim = steady(root, ({ clientY }) => {
    // What is to be pressed again is not covered by the words that say so.
    setAttribute(missed, "data-high", clientY > innerHeight / 2);
    tell(true);
    app.say(text("aimAgain"));
  });
  const sections = (app.reports ? ON_THE_WAY : ORDER).map((name) => groupSection(app, name, aim.aims));
  const counts = ORDER.map((name) => summaryCount(app, name));
  const common = commonButtons(app);
  const rooms =
    (!app.reports || app.entered?.meeting.rooms) &&
    lazyFold(app, "callRoom", async () => (await import("./rooms")).roomsPart(app));
  const dialOut =
    app.entered?.meeting.dials &&
    lazyFold(app, "callOut", async () => (await import("./dialOut")).dialOutPart(app));
  fill(
    root,
    el("h2", { id: "people-title" }, text("panel")),
    refusal.root,
    el("div", { class: "groups" }, ...sections.map((section) => section.root), rooms, dialOut),
    common.root,
    missed,
  );
  return {
    root,
    summary: el(
      "nav",
      { class: "summary", "aria-label": text("panel") },
      ...counts.map((count) => count.root),
    ),
    update: (now) => {
      const found = groups(app.model.people);
      for (const section of sections) section.update(found, now);
      for (const count of counts) count.update(found);
      refusal.update();
      common.update();
      if (performance.now() - told > TOLD_MS) tell(false);
      aim.look();
    },
  };
}

/** A part that calls somebody in: fetched when it is opened, as few meetings need it. */
function lazyFold(
  app: HostApp,
  title: HostTextKey,
  load: () => Promise<{ readonly root: HTMLElement; open(): Promise<void> }>,
): HTMLElement {
  const body = el("div", { class: "fold-body" });
  const node = el("details", { class: "rooms-fold" }, el("summary", {}, app.text(title)), body);
  const open = async (): Promise<void> => {
    const again = el(
      "button",
      { type: "button", class: "button", on: { click: open } },
      app.text("tryAgain"),
    );
    fill(body, el("p", { class: "hint", role: "status" }, app.text("openingPart")));
    try {
      const part = await load();
      await part.open();
      fill(body, part.root);
    } catch (fault) {
      const words = fault instanceof ApiProblem ? fault.text(app.language) : app.text("partFault");
      fill(body, el("p", { class: "notice bad", role: "alert" }, words), again);
    }
  };
  node.addEventListener("toggle", () => node.open && open(), { once: true });
  return node;
}

/** Hands are raised in the system's own window; it does not tell us of them, and nothing is no "none". */
function isShownThere(app: HostApp, name: GroupName): boolean {
  return name === "hands" && app.reports;
}

function countText(app: HostApp, name: GroupName, found: Groups): string {
  const limit = app.model.meeting?.participant_limit;
  const count = found[name].length;
  if (count === 0 && isShownThere(app, name) && !app.model.meeting?.hands_at) return "–";
  return name === "inside" && limit ? app.text("countOf", { count, limit }) : String(count);
}

function groupSection(
  app: HostApp,
  name: GroupName,
  aims: () => boolean,
): { root: HTMLElement; update(found: Groups, now: Date): void } {
  const words = GROUPS[name];
  const id = `group-${name}`;
  const count = el("span", { class: "count" });
  const list = el("ul", { class: "cards", "aria-labelledby": id });
  const empty = el("p", { class: "empty" });
  const look = isShownThere(app, name) && app.can("hands") ? handsLook(app) : null;
  const full = el("p", { class: "notice warn", hidden: true });
  const waitedOut = name === "waiting" ? waitedOutLine(app) : null;
  const cards = rows(list, (person) => words.card(app, person), aims);
  const root = el(
    "section",
    { class: "group", "data-group": name },
    el(
      "h3",
      { id, class: "group-title" },
      app.text(lobbyWords(app, words.title), { system: app.system }),
      " ",
      count,
    ),
    name === "inside" && full,
    empty,
    list,
    waitedOut?.root,
    look?.root,
  );
  return {
    root,
    update: (found, now) => {
      const people = found[name];
      const isThere = isShownThere(app, name) && !app.model.meeting?.hands_at;
      const none = isThere ? "handsThere" : emptyWords(app, words.empty);
      setText(empty, none ? app.text(none, { system: app.system }) : "");
      look?.update();
      waitedOut?.update(now);
      full.hidden = !isFull(app.model);
      setText(full, full.hidden ? "" : turning(app, "full"));
      count.textContent = countText(app, name, found);
      cards.update(people, now);
      root.hidden = name === "coming" && !cards.any;
      empty.hidden = cards.any || words.empty === null;
      list.hidden = !cards.any;
    },
  };
}

/** While the meeting is locked nobody comes straight in. */
function emptyWords(app: HostApp, empty: HostTextKey | null): HostTextKey | null {
  return empty === null || app.model.meeting?.locked ? empty : lobbyWords(app, empty);
}

function summaryCount(app: HostApp, name: GroupName): { root: HTMLElement; update(found: Groups): void } {
  const number = el("strong", {});
  const root = el(
    "a",
    { href: `#group-${name}`, class: "summary-count" },
    number,
    ` ${app.text(GROUPS[name].short)}`,
  );
  return {
    root,
    update: (found) => {
      number.textContent = countText(app, name, found);
      setAttribute(root, "data-some", name !== "inside" && found[name].length > 0);
    },
  };
}

function commonButtons(app: HostApp): { root: HTMLElement; update(): void } {
  const { text } = app;
  const guests = (): Person[] => groups(app.model.people).inside.filter((person) => person.role === "guest");
  const muteAll = actionButton(app, "microphoneOff", "muteAll", "mute-guests", {
    may: () => guests().some((person) => person.microphone),
    done: "mutedAll",
  });
  const unmuteAll = actionButton(app, "microphone", "unmuteAll", "unmute-guests", {
    done: "unmutedAll",
  });
  const lockWords = el("span", {});
  const lock = el("button", { type: "button", class: "button" }, icon("lock"), lockWords);
  const turn = resting(lock, () => app.control("lock", { locked: !app.model.meeting?.locked }));
  lock.addEventListener("click", turn.press);
  const told = el("p", { class: "hint", role: "status" });
  const link = app.entered?.meeting.join_url ?? "";
  const copy = el(
    "button",
    { type: "button", class: "button", hidden: link === "" },
    icon("link"),
    text("copyLink"),
  );
  copy.addEventListener("click", () => {
    copyText(link).then((copied) => {
      told.textContent = copied ? text("copied") : text("notCopied", { link });
    });
  });
  const locked = el(
    "p",
    { class: "notice warn", hidden: true },
    text(lobbyWords(app, "lockedNow"), { system: app.system }),
  );
  const muted = el("p", { class: "hint", hidden: true });
  const root = el(
    "div",
    { class: "common" },
    locked,
    el(
      "div",
      { class: "row" },
      app.can("mute-guests") && muteAll.root,
      app.can("unmute-guests") && unmuteAll.root,
      app.can("lock") && lock,
      copy,
    ),
    muted,
    told,
  );
  return {
    root,
    update: () => {
      const now = app.model.meeting?.locked === true;
      locked.hidden = !now;
      lockWords.textContent = text(now ? "unlock" : "lock");
      muteAll.update();
      unmuteAll.update();
      const all = app.model.meeting?.guests_muted;
      const some = guests().some((person) => person.muted);
      showButton(unmuteAll.root, all ?? some, muteAll.root);
      const words = mutedWords(app, all === true, some);
      muted.hidden = words === null;
      setText(muted, words === null ? "" : text(words, { system: app.system }));
    },
  };
}

/** What is said of those who are muted where the meeting is held: there it also holds for who comes later. */
function mutedWords(app: HostApp, all: boolean, some: boolean): HostTextKey | null {
  if (!(app.reports && (all || some))) return null;
  if (!app.can("unmute")) return "mutedThere";
  return all ? "guestsMuted" : null;
}
