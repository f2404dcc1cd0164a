/** What a page reads, and reads anew while somebody looks; trouble is said, and what was read last stays. */
import { focusOn, notice, progress } from "../shared/controls";
import { clockTime } from "../shared/dates";
import { el, fill } from "../shared/dom";
import { explain } from "../staff/context";
import { push } from "../staff/parts";
import type { Context } from "./context";

export interface Wanted<T> {
  readonly everyMs: number;
  ask(): Promise<T>;
  /** Lays the page out in its body, once, before the first answer is drawn. */
  begin(first: T): void;
  draw(answer: T): void;
}

export class Fresh<T> {
  readonly body = el("div", { class: "regions" });
  /** When it was last read, and what is wrong with reading. */
  readonly line = el("p", { class: "quiet" });
  readonly trouble = el("div");
  readonly #context: Context;
  readonly #wanted: Wanted<T>;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #read: Date | null = null;
  #left = false;

  constructor(context: Context, wanted: Wanted<T>) {
    this.#context = context;
    this.#wanted = wanted;
  }

  async start(): Promise<void> {
    const { text } = this.#context;
    fill(this.body, progress(text("loading")));
    try {
      const first = await this.#wanted.ask();
      if (this.#left) {
        return;
      }
      this.#wanted.begin(first);
      this.#draw(first);
      this.#wait();
    } catch (fault) {
      const trouble = notice("bad", explain(this.#context)(fault));
      fill(
        this.body,
        trouble,
        push(text("tryAgain"), "outline", () => this.start()),
      );
      focusOn(trouble);
    }
  }

  stop(): void {
    this.#left = true;
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
    }
  }

  /** Reads everything anew. Trouble is said once, above what was read last; the next reading may take it away. */
  async refresh(): Promise<void> {
    try {
      const answer = await this.#wanted.ask();
      if (!this.#left) {
        this.#draw(answer);
      }
    } catch {
      const { text, language } = this.#context;
      if (this.#read !== null && this.trouble.childElementCount === 0) {
        fill(this.trouble, notice("warn", text("notFresh", { time: clockTime(this.#read, language) })));
      }
    }
  }

  #draw(answer: T): void {
    const { text, language, now } = this.#context;
    this.#read = now();
    this.#wanted.draw(answer);
    this.line.textContent = text("freshAt", { time: clockTime(this.#read, language) });
    fill(this.trouble);
  }

  #wait(): void {
    this.#timer = setTimeout(async () => {
      // A page nobody sees asks for nothing.
      if (document.visibilityState === "visible") {
        await this.refresh();
      }
      if (!this.#left) {
        this.#wait();
      }
    }, this.#wanted.everyMs);
  }
}
