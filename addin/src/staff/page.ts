/** One page for staff: its element, its start, and what it lets go of when it is left. */
export interface Page {
  readonly node: HTMLElement;
  /** Fetches what the page shows. Trouble is shown in its place; never rejects. */
  start(): Promise<void>;
  stop(): void;
}
