/** A list of entries that grows by a press, with how many there are said aloud. */
import { Action } from "../../shared/controls";
import { type Child, el, fill } from "../../shared/dom";
import { explain } from "../../staff/context";
import { push } from "../../staff/parts";
import type { Context } from "../context";
import type { Entries } from "./client";
import { EntryTable, type TableOptions } from "./entries";

export interface ListWords {
  readonly none: string;
  /** How many are shown, and whether there are more. */
  readonly count: (shown: number, more: boolean) => string;
}

export class EntryList {
  readonly node = el("div", { class: "list" });
  readonly #count = el("p", { class: "quiet", role: "status" });
  #numbers: number[] = [];

  /** The numbers of all the entries shown. */
  get numbers(): readonly number[] {
    return this.#numbers;
  }

  /**
   * Shows the first entries. `next` fetches those after a cursor; `above` stands between the count and the table;
   * `grown` hears of more entries.
   */
  show(
    context: Context,
    first: Entries,
    words: ListWords,
    options: TableOptions,
    next: (cursor: string) => Promise<Entries>,
    above: Child[] = [],
  ): void {
    const { text } = context;
    this.#numbers = first.entries.map(({ number }) => number);
    this.#count.textContent = counted(words, this.#numbers.length, first.next !== null);
    if (first.entries.length === 0) {
      fill(this.node, this.#count);
      return;
    }
    const table = new EntryTable(context, options);
    table.add(first.entries);
    let cursor = first.next;
    const grow = async (): Promise<void> => {
      const shown = this.#numbers.length;
      const more = await next(cursor ?? "");
      cursor = more.next;
      table.add(more.entries);
      this.#numbers.push(...more.entries.map(({ number }) => number));
      this.#count.textContent = counted(words, this.#numbers.length, cursor !== null);
      table.focusRow(shown);
    };
    const action: Action = new Action(
      () => [cursor !== null && push(text("showMore"), "outline", () => action.run(text("fetching"), grow))],
      explain(context),
    );
    fill(this.node, this.#count, ...above, table.node, action.node);
  }

  clear(...instead: Child[]): void {
    this.#numbers = [];
    fill(this.node, ...instead);
  }
}

function counted({ none, count }: ListWords, shown: number, more: boolean): string {
  return shown === 0 ? none : count(shown, more);
}
