/** What becomes of removed meetings at their video service: told when the service has not removed them too. Fetched then. */
import { notice } from "../shared/controls";
import { fill } from "../shared/dom";
import type { Meeting } from "../shared/meetings";
import { isLeftAtService } from "./card";
import { type Context, say } from "./context";

/** Seconds before each look: the service is asked a moment after the press, and soon again if it does not answer. */
const LOOKS = [0, 2, 4, 8, 16, 30];

/** Keeps `place` told as long as it is shown: empty when all is well, else what has happened and what to do. */
export async function watchRemoval(
  context: Context,
  ids: readonly string[],
  place: HTMLElement,
): Promise<void> {
  let left: readonly Meeting[] = [];
  let wasShown = false;
  for (let look = 0; look < LOOKS.length || left.length > 0; look += 1) {
    const isFirst = look < LOOKS.length;
    await new Promise((resolve) => setTimeout(resolve, 1000 * (LOOKS[look] ?? 60)));
    // What is to hold it may come late on a slow net; what has not come after the first looks never does.
    if (!place.isConnected && (wasShown || !isFirst)) {
      return;
    }
    wasShown = place.isConnected;
    if (document.hidden) {
      continue;
    }
    try {
      const asked = isFirst ? ids : left.map(({ id }) => id);
      const meetings = await Promise.all(asked.map((id) => context.meetings.read(id)));
      left = meetings.filter(isLeftAtService);
      const said = new Set(left.map(({ state_text }) => say(context, state_text)));
      fill(place, ...[...said].map((words) => notice("warn", words)));
    } catch {
      // What is told stays; the next look asks again.
    }
  }
}
