/** What outlives a change of language and nothing else: the selection, and an extract while its page is open. */
import type { Extract, Filters } from "./client";

/** An extract as it was made. By its meeting alone it shows everybody who was there: nothing for a patient to have. */
export interface Made {
  readonly extract: Extract;
  readonly wholeMeeting: boolean;
}

export class Shelf {
  filters: Filters | null = null;
  made: Made | null = null;

  /** Lets go of all of it: patient data does not stay when the page is left. */
  clear(): void {
    this.filters = null;
    this.made = null;
  }
}
