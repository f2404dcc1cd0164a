/** The participant list: three groups, always open (seed 002), and what concerns all guests at once. */
import { ApiProblem } from "../shared/api";
import { copyText, el, fill, setAttribute } from "../shared/dom";
import type { Person } from "../video/events";
import { icon } from "../video/icons";
import type { HostApp } from "./app";
import { type Card, comingCard, handCard, insideCard, waitingCard } from "./cards";
import { handsLook } from "./hands";
import { setText } from "./heading";
import type { HostTextKey } from "./texts";
import { type Groups, groups } from "./view";

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
/** Where people are led on, somebody may be on the way between our door and there. */
const ON_THE_WAY: readonly GroupName[] = ["hands", "waiting", "coming", "inside"];

export function participantPanel(app: HostApp): Panel {
  const { text } = app;
  const problem = el("p", { class: "notice bad", role: "alert", hidden: true });
  const sections = (app.reports ? ON_THE_WAY : ORDER).map((name) => groupSection(app, name));
  const counts = ORDER.map((name) => summaryCount(app, name));
  const common = commonButtons(app);
  const rooms =
    (!app.reports || app.entered?.meeting.rooms) &&
    lazyFold(app, "callRoom", async () => (await import("./rooms")).roomsPart(app));
  const dialOut =
    app.entered?.meeting.dials &&
    lazyFold(app, "callOut", async () => (await import("./dialOut")).dialOutPart(app));
  return {
    root: el(
      "aside",
      { class: "panel", id: "people", tabindex: "-1", "aria-labelledby": "people-title" },
      el("h2", { id: "people-title" }, text("panel")),
      problem,
      el("div", { class: "groups" }, ...sections.map((section) => section.root), rooms, dialOut),
      common.root,
    ),
    summary: el(
      "nav",
      { class: "summary", "aria-label": text("panel") },
      ...counts.map((count) => count.root),
    ),
    update: (now) => {
      const found = groups(app.model.people);
      for (const section of sections) section.update(found, now);
      for (const count of counts) count.update(found);
      problem.hidden = app.visit.problem === null;
      problem.textContent = app.visit.problem?.text(app.language) ?? "";
      common.update();
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
): { root: HTMLElement; update(found: Groups, now: Date): void } {
  const words = GROUPS[name];
  const id = `group-${name}`;
  const count = el("span", { class: "count" });
  const list = el("ul", { class: "cards", "aria-labelledby": id });
  const empty = el("p", { class: "empty" });
  const look = isShownThere(app, name) && app.can("hands") ? handsLook(app) : null;
  const cards = new Map<string, Card>();
  const root = el(
    "section",
    { class: "group", "data-group": name },
    el("h3", { id, class: "group-title" }, app.text(words.title), " ", count),
    empty,
    list,
    look?.root,
  );
  return {
    root,
    update: (found, now) => {
      const people = found[name];
      const isThere = isShownThere(app, name) && !app.model.meeting?.hands_at;
      const none = isThere ? "handsThere" : words.empty;
      setText(empty, none ? app.text(none, { system: app.system }) : "");
      look?.update();
      root.hidden = name === "coming" && people.length === 0;
      count.textContent = countText(app, name, found);
      empty.hidden = people.length > 0 || words.empty === null;
      list.hidden = people.length === 0;
      keepCards(cards, list, people, (person) => words.card(app, person));
      for (const person of people) cards.get(person.id)?.update(person, now);
    },
  };
}

/** Bring the cards in line with the list without touching those that are right: an open question keeps its focus. */
export function keepCards(
  cards: Map<string, Card>,
  list: HTMLElement,
  people: readonly Person[],
  make: (person: Person) => Card,
): void {
  const ids = new Set(people.map((person) => person.id));
  for (const [id, card] of cards) {
    if (ids.has(id)) continue;
    moveFocusAway(card.root);
    card.root.remove();
    cards.delete(id);
  }
  people.forEach((person, index) => {
    const card = cards.get(person.id) ?? make(person);
    cards.set(person.id, card);
    const there = list.children[index] ?? null;
    if (there !== card.root) list.insertBefore(card.root, there);
  });
}

/** Whoever pressed Tillåt stands on a button that goes: stay in the list, not at the top of the page. */
function moveFocusAway(card: HTMLElement): void {
  const { activeElement } = card.getRootNode() as Document | ShadowRoot;
  if (card.contains(activeElement)) card.closest<HTMLElement>(".panel")?.focus();
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
  const muteAll = el(
    "button",
    { type: "button", class: "button", on: { click: () => app.control("mute-guests") } },
    icon("microphoneOff"),
    text("muteAll"),
  );
  const lockWords = el("span", {});
  const lock = el(
    "button",
    {
      type: "button",
      class: "button",
      on: { click: () => app.control("lock", { locked: !app.model.meeting?.locked }) },
    },
    icon("lock"),
    lockWords,
  );
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
  const locked = el("p", { class: "notice warn", hidden: true }, text("lockedNow"));
  return {
    root: el(
      "div",
      { class: "common" },
      locked,
      el("div", { class: "row" }, app.can("mute-guests") && muteAll, app.can("lock") && lock, copy),
      told,
    ),
    update: () => {
      const now = app.model.meeting?.locked === true;
      locked.hidden = !now;
      lockWords.textContent = text(now ? "unlock" : "lock");
      const guests = groups(app.model.people).inside.filter((person) => person.role === "guest");
      muteAll.disabled = guests.every((person) => !person.microphone);
    },
  };
}
