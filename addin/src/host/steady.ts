/** A press is for whoever stood there when it was aimed: a list that moves under the pointer hits nobody else. */

import { setAttribute } from "../shared/dom";

/** As long as a double click may last, or a hand is on its way when what it aims at goes. */
export const AIM_MS = 700;
/** Smaller than this is no move that anybody could miss by. */
const SLACK = 2;
const PRESSED = "button, a, summary";

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Place extends Box {
  /** What a press does here: the same button may come to stand for another person. */
  readonly words: string;
}

interface Left extends Place {
  readonly button: Element;
  readonly at: number;
}

export interface Steady {
  /** See what has moved; called when something has been written. */
  look(): void;
  /** True while a pointer is at work in the list. */
  aims(): boolean;
}

/**
 * Let a pointer press nothing under `root` where something else could be pressed less than `AIM_MS` before; call
 * `missed` instead. What a press of one's own opens is no surprise: only where that button stood waits. Keys press what
 * has the focus, which nothing moves away, and always count. What waits is marked `data-moved`.
 */
export function steady(root: HTMLElement, missed: () => void): Steady {
  let stands = new Map<Element, Place>();
  let left: Left[] = [];
  let doubted: Element | null = null;
  let worked = Number.NEGATIVE_INFINITY;
  let timer = 0;
  let before = scrollers(root);

  const others = (button: Element, words: string, point: Point): boolean =>
    left.some((one) => (one.button !== button || one.words !== words) && holds(one, point));
  const mark = (): void => {
    for (const [button, { words, ...box }] of stands) {
      const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
      setAttribute(button, "data-moved", others(button, words, middle));
    }
  };
  const see = (counts: (button: Element) => boolean): void => {
    const at = performance.now();
    const now = places(root);
    const rolls = scrollers(root);
    // Who scrolls moves the list: it then stands where it was put.
    const rolled = rolls.tops !== before.tops && rolls.heights === before.heights;
    before = rolls;
    left = rolled ? [] : left.filter((one) => at - one.at < AIM_MS);
    for (const [button, was] of rolled ? [] : stands) {
      const is = now.get(button);
      if ((!is || differs(was, is)) && counts(button)) left.push({ ...was, button, at });
    }
    stands = now;
    mark();
    clearTimeout(timer);
    if (left.length > 0) timer = window.setTimeout(look, AIM_MS);
  };
  const look = (): void => {
    see(() => true);
  };
  /** What a pointer would press here that it must not, also where it goes through what waits. */
  const doubtful = ({ target, clientX, clientY }: MouseEvent): Element | null => {
    const point = { x: clientX, y: clientY };
    const waits = [...stands].find(
      ([button, place]) => button.matches("[data-moved]") && holds(place, point),
    );
    const button = (target as Element).closest(PRESSED);
    if (!button || waits) return waits?.[0] ?? null;
    return others(button, stands.get(button)?.words ?? "", point) ? button : null;
  };
  root.addEventListener("pointermove", () => {
    worked = performance.now();
  });
  root.addEventListener(
    "pointerdown",
    (event) => {
      worked = performance.now();
      look();
      doubted = doubtful(event);
    },
    true,
  );
  root.addEventListener(
    "click",
    (event) => {
      if (event.detail === 0) return;
      look();
      const pressed = (event.target as Element).closest(PRESSED);
      if (!(doubtful(event) || (pressed && pressed === doubted))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      missed();
    },
    true,
  );
  root.addEventListener("click", (event) => {
    const pressed = (event.target as Element).closest(PRESSED);
    see((button) => button === pressed);
  });
  return { look, aims: () => performance.now() - worked < AIM_MS };
}

/** Everything that can be pressed, and where; what is hidden has no place. */
function places(root: HTMLElement): Map<Element, Place> {
  const found = new Map<Element, Place>();
  for (const button of root.querySelectorAll(PRESSED)) {
    const { left, top, right, bottom } = button.getBoundingClientRect();
    if (right === left || button.closest("[inert]")) continue;
    const words = button.getAttribute("aria-label") ?? button.textContent ?? "";
    found.set(button, { left, top, right, bottom, words });
  }
  return found;
}

function differs(was: Place, is: Place): boolean {
  const far = Math.max(Math.abs(was.left - is.left), Math.abs(was.top - is.top));
  return far > SLACK || was.words !== is.words;
}

function holds(box: Box, { x, y }: Point): boolean {
  return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
}

/** How far all is scrolled that the list stands in or has in it; a list that has shrunk may scroll by itself. */
function scrollers(root: HTMLElement): { readonly tops: string; readonly heights: string } {
  const found: Element[] = [...root.children];
  for (let at: Node | null = root; at; at = at instanceof ShadowRoot ? at.host : at.parentNode)
    if (at instanceof Element) found.push(at);
  return {
    tops: found.map((one) => one.scrollTop).join(),
    heights: found.map((one) => one.scrollHeight).join(),
  };
}
