/** What changes without a press is said aloud for those who do not see it. */
import { el } from "../shared/dom";

/** What comes in this time is heard as one: a region that is written twice in a row tells only the last. */
const BREATH_MS = 100;

export interface Announcer {
  /** Say something when there is a pause. The same words twice in a row are said twice. */
  say(text: string): void;
  /** Leave nothing of what was said, nor of what was about to be. */
  clear(): void;
}

export function announcer(parent: HTMLElement): Announcer {
  const region = el("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  parent.append(region);
  let waiting: string[] = [];
  const tell = (): void => {
    if (waiting.length === 0) return;
    const words = waiting.join(" ");
    waiting = [];
    // A region that gets the words it already has stays silent: an invisible mark makes them new.
    region.textContent = region.textContent === words ? `${words}\u00a0` : words;
  };
  return {
    say(text) {
      if (waiting.push(text) === 1) setTimeout(tell, BREATH_MS);
    },
    clear: () => {
      waiting = [];
      region.replaceChildren();
    },
  };
}
