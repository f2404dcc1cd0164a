/** Which entries have been marked as checked; how many is said in its own line. */
import { el } from "../../shared/dom";
import type { Words } from "../words";
import type { Marks } from "./entries";

export class Marked implements Marks {
  readonly count = el("p", { class: "marked-count", role: "status" });
  readonly #text: Words;
  readonly #numbers = new Set<number>();

  constructor(text: Words) {
    this.#text = text;
    this.#say();
  }

  has(number: number): boolean {
    return this.#numbers.has(number);
  }

  set(number: number, marked: boolean): void {
    if (marked) {
      this.#numbers.add(number);
    } else {
      this.#numbers.delete(number);
    }
    this.#say();
  }

  /** Marks exactly these, in the boxes too. */
  all(numbers: readonly number[], place: HTMLElement): void {
    this.#numbers.clear();
    for (const number of numbers) {
      this.#numbers.add(number);
    }
    for (const box of place.querySelectorAll<HTMLInputElement>("input.mark")) {
      box.checked = this.has(Number(box.dataset.number));
    }
    this.#say();
  }

  clear(): void {
    this.#numbers.clear();
    this.#say();
  }

  numbers(): readonly number[] {
    return [...this.#numbers].sort((one, other) => one - other);
  }

  #say(): void {
    const count = this.#numbers.size;
    const some = count === 1 ? this.#text("markedOne") : this.#text("marked", { count });
    this.count.textContent = count === 0 ? this.#text("markedNone") : some;
  }
}
