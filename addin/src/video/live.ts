/** What changes without a press is said aloud for those who do not see it. */
import { el } from "../shared/dom";

export interface Announcer {
  /** Say something when there is a pause. The same words twice in a row are said twice. */
  say(text: string): void;
  /** Leave nothing of what was said. */
  clear(): void;
}

export function announcer(parent: HTMLElement): Announcer {
  const region = el("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  parent.append(region);
  return {
    say(text) {
      // A region that gets the words it already has stays silent: an invisible mark makes them new.
      region.textContent = region.textContent === text ? `${text}\u00a0` : text;
    },
    clear: () => region.replaceChildren(),
  };
}
