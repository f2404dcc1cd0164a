/** What outlives a change of language and nothing else: the selection, and an extract while its page is open. */
import type { Extract, Filters } from "./client";

export class Shelf {
  filters: Filters | null = null;
  extract: Extract | null = null;

  /** Lets go of all of it: patient data does not stay when the page is left. */
  clear(): void {
    this.filters = null;
    this.extract = null;
  }
}
