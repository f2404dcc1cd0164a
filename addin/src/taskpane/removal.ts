/** What becomes of a removed meeting at its video service: told when the service has not removed it too. Fetched then. */
import { notice } from "../shared/controls";
import { fill } from "../shared/dom";
import { isLeftAtService } from "./card";
import { type Context, say } from "./context";

/** Seconds before each look: the service is asked a moment after the press, and soon again if it does not answer. */
const LOOKS = [0, 2, 4, 8, 16, 30];

/** Keeps `place` told as long as it is shown: empty when all is well, else what has happened and what to do. */
export async function watchRemoval(context: Context, id: string, place: HTMLElement): Promise<void> {
  let isLeft = false;
  let wasShown = false;
  for (let look = 0; look < LOOKS.length || isLeft; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000 * (LOOKS[look] ?? 60)));
    if (wasShown && !place.isConnected) {
      return;
    }
    wasShown = place.isConnected;
    if (document.hidden) {
      continue;
    }
    try {
      const meeting = await context.meetings.read(id);
      isLeft = isLeftAtService(meeting);
      fill(place, isLeft ? notice("warn", say(context, meeting.state_text)) : null);
    } catch {
      // What is told stays; the next look asks again.
    }
  }
}
