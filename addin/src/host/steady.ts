/** A press is for whoever stood there when it was aimed: a list that moves under the pointer hits nobody else. */

import { setAttribute } from "../shared/dom";
import { moved, scrolled } from "./scrolled";

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
  /** The child of the list in which it is, and with which it scrolls. */
  readonly part: Element;
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
 * `missed` instead. What one opens, sends or chooses oneself is no surprise: only where the button stood waits that was
 * pressed. Scrolling moves what waits along. Keys press what has the focus, which nothing moves away, and always count.
 * What waits is marked `data-moved`.
 */
export function steady(root: HTMLElement, missed: (press: MouseEvent) => void): Steady {
  let stands = new Map<Element, Place>();
  let left: Left[] = [];
  let doubted: Element | null = null;
  let released = Number.POSITIVE_INFINITY;
  let own: Element | null = null;
  let worked = Number.NEGATIVE_INFINITY;
  let timer = 0;
  let before = scrolled(root);

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
    const scroll = scrolled(root);
    const down = moved(root, before, scroll);
    before = scroll;
    left = left.filter((one) => at - one.at < AIM_MS).map((one) => lower(one, down(one.part)));
    for (const [button, stood] of stands) {
      const was = lower(stood, down(stood.part));
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
  /** See what has moved by what one did oneself. */
  const seeOwn = (): void => {
    see((button) => button === own);
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
      released = Number.POSITIVE_INFINITY;
    },
    true,
  );
  for (const over of ["pointerup", "pointercancel"])
    root.addEventListener(over, () => (released = performance.now()), true);
  root.addEventListener(
    "click",
    (event) => {
      if (event.detail === 0) return;
      look();
      const pressed = (event.target as Element).closest(PRESSED);
      // A press that began in doubt is one however long it is held; a click that comes later is another.
      const began = pressed && pressed === doubted && performance.now() - released < AIM_MS;
      doubted = null;
      if (!(doubtful(event) || began)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      missed(event);
    },
    true,
  );
  root.addEventListener("click", (event) => {
    own = (event.target as Element).closest(PRESSED);
    seeOwn();
  });
  // Forms are sent, and parts open, after the click that does it.
  for (const deed of ["submit", "change", "keydown"]) {
    root.addEventListener(deed, look, true);
    root.addEventListener(deed, seeOwn);
  }
  root.addEventListener("toggle", () => setTimeout(seeOwn), true);
  // Parts of the list write by themselves too: what that moves has moved then, and not when somebody presses next.
  new MutationObserver(() => setTimeout(() => root.isConnected && look())).observe(root, {
    childList: true,
    subtree: true,
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
    found.set(button, { left, top, right, bottom, words, part: partOf(root, button) });
  }
  return found;
}

function partOf(root: HTMLElement, button: Element): Element {
  let part = button;
  while (part.parentElement && part.parentElement !== root) part = part.parentElement;
  return part;
}

function lower<P extends Place>(place: P, by: number): P {
  return { ...place, top: place.top + by, bottom: place.bottom + by };
}

function differs(was: Place, is: Place): boolean {
  const far = Math.max(Math.abs(was.left - is.left), Math.abs(was.top - is.top));
  return far > SLACK || was.words !== is.words;
}

function holds(box: Box, { x, y }: Point): boolean {
  return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
}
