/** What every part of the demo page is given. */
import type { Api } from "../shared/api";
import type { Language } from "../shared/dates";
import type { DemoData, Me } from "./data";
import type { Fact } from "./guide";
import type { Store } from "./store";
import type { Words } from "./words";

export interface Context {
  readonly data: DemoData;
  readonly me: Me;
  readonly store: Store;
  readonly api: Api;
  readonly words: Words;
  readonly language: Language;
}

/** A piece of the page: its element, and how it follows the state. */
export interface Part {
  readonly root: HTMLElement;
  update(): void;
}

/** Notes what only one part of the page can know. */
export function saw(store: Store, ...facts: readonly Fact[]): void {
  const { seen } = store.state;
  const fresh = facts.filter((fact) => !seen.includes(fact));
  if (fresh.length > 0) {
    store.set({ seen: [...seen, ...fresh] });
  }
}
