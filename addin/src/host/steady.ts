/** A press is for whoever stood there when it was aimed: a list that moves under the pointer hits nobody else. */

/** As long as a double click may last, or a hand is on its way when what it aims at goes. */
export const AIM_MS = 700;
/** Smaller than this is no move that anybody could miss by. */
const SLACK = 2;
const PRESSED = "button, a, summary";

interface Place {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
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
 * Let a pointer press nothing under `root` where something else could be pressed less than `AIM_MS` before, and call
 * `missed` instead. What a press of one's own opens is no surprise: only where that button stood waits. Keys press what
 * has the focus, which nothing moves away, and always count.
 */
export function steady(root: HTMLElement, missed: () => void): Steady {
  let stands = new Map<Element, Place>();
  let left: Left[] = [];
  let doubted: Element | null = null;
  let worked = Number.NEGATIVE_INFINITY;
  let listens = false;

  const leave = (button: Element, was: Place, is: Place | undefined): void => {
    if (!is || moved(was, is)) left.push({ ...was, button, at: performance.now() });
  };
  const look = (): void => {
    const now = places(root);
    left = left.filter(({ at }) => performance.now() - at < AIM_MS);
    for (const [button, was] of stands) leave(button, was, now.get(button));
    stands = now;
    if (listens || !root.isConnected) return;
    listens = true;
    window.addEventListener("scroll", scrolled, { capture: true, passive: true });
  };
  // Who scrolls moves the list: it then stands where it was put.
  const scrolled = (): void => {
    if (root.isConnected) stands = places(root);
    else window.removeEventListener("scroll", scrolled, { capture: true });
    listens = root.isConnected;
  };
  const target = (event: Event): Element | null => (event.target as Element).closest(PRESSED);
  const doubtful = (button: Element, { clientX, clientY }: MouseEvent): boolean =>
    left.some(
      (one) =>
        (one.button !== button || one.words !== stands.get(button)?.words) &&
        one.left <= clientX &&
        clientX <= one.right &&
        one.top <= clientY &&
        clientY <= one.bottom,
    );
  root.addEventListener("pointermove", () => {
    worked = performance.now();
  });
  root.addEventListener(
    "pointerdown",
    (event) => {
      worked = performance.now();
      const button = target(event);
      look();
      doubted = button && doubtful(button, event) ? button : null;
    },
    true,
  );
  root.addEventListener(
    "click",
    (event) => {
      const button = target(event);
      if (!button || event.detail === 0) return;
      look();
      if (button !== doubted && !doubtful(button, event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      missed();
    },
    true,
  );
  root.addEventListener("click", (event) => {
    const button = target(event);
    const was = button && stands.get(button);
    stands = places(root);
    if (was) leave(button, was, stands.get(button));
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

function moved(was: Place, is: Place): boolean {
  const far = Math.max(Math.abs(was.left - is.left), Math.abs(was.top - is.top));
  return far > SLACK || was.words !== is.words;
}
