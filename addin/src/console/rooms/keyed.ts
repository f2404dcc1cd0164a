/** A list that is drawn again and again while somebody works in it: what has not changed is left as it stands. */
import { el } from "../../shared/dom";

interface Kept {
  readonly node: HTMLElement;
  drawn: string;
}

export class KeyedRows<T> {
  readonly node: HTMLElement = el("ul", { class: "rows" });
  readonly #key: (item: T) => string;
  readonly #seen: (item: T) => unknown;
  readonly #draw: (item: T, node: HTMLElement) => void;
  #rows = new Map<string, Kept>();

  /** `draw` fills an item's row, at first and whenever what `seen` gives has changed. */
  constructor(
    key: (item: T) => string,
    seen: (item: T) => unknown,
    draw: (item: T, node: HTMLElement) => void,
  ) {
    this.#key = key;
    this.#seen = seen;
    this.#draw = draw;
  }

  show(items: readonly T[]): void {
    const before = this.#rows;
    this.#rows = new Map();
    for (const item of items) {
      const key = this.#key(item);
      const row = before.get(key) ?? { node: el("li", { class: "row" }), drawn: "" };
      const now = JSON.stringify(this.#seen(item));
      if (row.drawn !== now) {
        row.drawn = now;
        this.#draw(item, row.node);
      }
      this.#rows.set(key, row);
    }
    const wanted = [...this.#rows.values()].map(({ node }) => node);
    for (const node of [...this.node.children]) {
      if (!wanted.includes(node as HTMLElement)) {
        node.remove();
      }
    }
    // A node that is moved loses the focus: only what stands in the wrong place is.
    for (const [at, node] of wanted.entries()) {
      if (this.node.children[at] !== node) {
        this.node.insertBefore(node, this.node.children[at] ?? null);
      }
    }
  }
}
