/** Holds the state, tells of changes, and keeps it in this browser. */
import { advance } from "./guide";
import { type DemoState, factsOf } from "./state";

const KEY = "vardmote.demo";

type Change = Partial<DemoState>;

export class Store {
  #state: DemoState;
  readonly #listeners = new Set<(state: DemoState, before: DemoState) => void>();

  constructor(state: DemoState) {
    this.#state = state;
  }

  get state(): DemoState {
    return this.#state;
  }

  set(change: Change): void {
    const before = this.#state;
    const next = { ...before, ...change };
    // Once reached, a step is never taken back.
    this.#state = { ...next, step: advance(next.step, factsOf(next)) };
    save(this.#state);
    for (const listener of this.#listeners) {
      listener(this.#state, before);
    }
  }

  listen(listener: (state: DemoState, before: DemoState) => void): void {
    this.#listeners.add(listener);
  }
}

/** What was kept, or null: nothing, or something an older page wrote. */
export function load(): DemoState | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    const ours = typeof kept === "object" && kept !== null && "version" in kept && kept.version === 1;
    return ours ? (kept as DemoState) : null;
  } catch {
    return null;
  }
}

/** A browser that keeps nothing still shows the demo. */
function save(state: DemoState): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    return;
  }
}

export function forget(): void {
  localStorage.removeItem(KEY);
}
