/** When a meeting's state is read again: soon while it is being created, seldom after that, never when nobody looks. */
import type { Meeting } from "../shared/meetings";

const POLL = [1000, 1000, 2000, 3000, 5000, 10_000];
const REFRESH = 30_000;

export class Rounds {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Looks again and again until it is stopped or begun anew. */
  begin(meeting: () => Meeting, look: () => Promise<void>, round = 0): void {
    const wait = meeting().state === "creating" ? (POLL[round] ?? REFRESH) : REFRESH;
    const timer = setTimeout(async () => {
      if (!document.hidden) {
        await look();
      }
      if (this.#timer === timer) {
        this.begin(meeting, look, round + 1);
      }
    }, wait);
    this.#timer = timer;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
