/** One part of the log's page: its regions, its start, and what it lets go of. */
export interface View {
  readonly nodes: readonly HTMLElement[];
  /** Fetches what it shows. Trouble is shown in its place; never rejects. */
  start(): Promise<void>;
  stop(): void;
}
