/** The cards of one group, in the list's order. Who goes leaves an empty row for a moment. */
import type { Person } from "../video/events";
import type { Card } from "./cards";

/** How long an empty row stands: what is below it does not move up under a press that was aimed there. */
export const STANDS_MS = 2000;

interface Empty {
  readonly root: HTMLElement;
  readonly since: number;
}

export interface Rows {
  /** Bring the cards in line with the list without touching those that are right: an open question keeps its focus. */
  update(people: readonly Person[], now: Date): void;
  /** True while there is a row, if only an empty one. */
  readonly any: boolean;
}

/** Empty rows go all at once, and never while somebody `aims` at what is beside them. */
export function rows(list: HTMLElement, make: (person: Person) => Card, aims: () => boolean): Rows {
  const cards = new Map<string, Card>();
  const empty = new Map<string, Empty>();
  const empties = (): readonly Empty[] => [...empty.values()];

  const takeAway = (id: string, card: Card): void => {
    moveFocusAway(card.root);
    card.root.setAttribute("inert", "");
    card.root.classList.add("gone");
    cards.delete(id);
    empty.set(id, { root: card.root, since: performance.now() });
  };
  const clear = (ids: ReadonlySet<string>): void => {
    const rested = !aims() && empties().every(({ since }) => performance.now() - since >= STANDS_MS);
    for (const [id, { root }] of empty) {
      if (!(rested || ids.has(id))) continue;
      root.remove();
      empty.delete(id);
    }
  };
  const place = (people: readonly Person[]): void => {
    const { activeElement } = list.getRootNode() as Document | ShadowRoot;
    const standing = new Set<Element | null>(empties().map(({ root }) => root));
    let at = list.firstElementChild;
    for (const person of people) {
      const card = cards.get(person.id) ?? make(person);
      cards.set(person.id, card);
      while (standing.has(at)) at = at?.nextElementSibling ?? null;
      // Moving a card takes the focus from it: the others move past the one that has it.
      if (card.root.contains(activeElement)) card.root.after(...between(at, card.root, standing));
      else if (at !== card.root) list.insertBefore(card.root, at);
      at = card.root.nextElementSibling;
    }
  };
  return {
    update: (people, now) => {
      const ids = new Set(people.map(({ id }) => id));
      for (const [id, card] of cards) if (!ids.has(id)) takeAway(id, card);
      clear(ids);
      place(people);
      for (const person of people) cards.get(person.id)?.update(person, now);
    },
    get any() {
      return cards.size + empty.size > 0;
    },
  };
}

/** The rows from `at` down to `until`, without those that stand where they are. */
function between(at: Element | null, until: Element, standing: ReadonlySet<Element | null>): Element[] {
  const found: Element[] = [];
  for (let row = at; row && row !== until; row = row.nextElementSibling)
    if (!standing.has(row)) found.push(row);
  return found;
}

/** Whoever pressed Tillåt stands on a button that goes: stay in the list, not at the top of the page, and where it is. */
function moveFocusAway(card: HTMLElement): void {
  const { activeElement } = card.getRootNode() as Document | ShadowRoot;
  if (card.contains(activeElement)) card.closest<HTMLElement>(".panel")?.focus({ preventScroll: true });
}
