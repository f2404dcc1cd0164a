/** What the sign knows, and since when it does not. A tablet's clock may be wrong: only the server's is told. */
import { sameDay } from "../shared/dates";

export type Says = "busy" | "booked" | "free" | "unbooked";

export interface Feed {
  readonly state: Says;
  /** The server's time of the answer. */
  readonly as_of: string;
  /** When what is said ends, null when that is not known. */
  readonly until: string | null;
  /** Another than the page was loaded with: load it anew. */
  readonly client: string;
}

export interface Standing {
  readonly state: Says | "unknown" | "removed";
  readonly until: string | null;
  /** Whether that is another day than the answer's: a time alone is read as today's. */
  readonly tomorrow: boolean;
  /** When it last knew; null when it knows now. */
  readonly known: string | null;
}

/** So long after the last answer the sign still says it. Longer, and somebody might walk in on a patient. */
export const KNOWN_MS = 60_000;

export class Knowing {
  /** Milliseconds that only grow, whatever is done with the tablet's clock. */
  readonly #clock: () => number;
  #last: Feed | null = null;
  #at = 0;
  #removed = false;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  heard(feed: Feed): void {
    this.#last = feed;
    this.#at = this.#clock();
    this.#removed = false;
  }

  /** The link is worth nothing any more. */
  removed(): void {
    this.#removed = true;
  }

  standing(): Standing {
    const last = this.#last;
    if (this.#removed) {
      return { state: "removed", until: null, tomorrow: false, known: null };
    }
    if (last === null || this.#clock() - this.#at > KNOWN_MS) {
      return { state: "unknown", until: null, tomorrow: false, known: last?.as_of ?? null };
    }
    const tomorrow = last.until !== null && !sameDay(new Date(last.until), new Date(last.as_of));
    return { state: last.state, until: last.until, tomorrow, known: null };
  }
}
