/** "Help me choose": one question at a time, until the service says what to book, or what to do instead. */
import { ApiProblem } from "../shared/api";
import { button, focusOn, notice, progress } from "../shared/controls";
import { type Child, el, fill } from "../shared/dom";
import { type Translator, translator } from "../shared/i18n";
import "./guide.css";
import type { GuideHost } from "./host";
import { questionView, refineView, sameAsLast } from "./question";
import { type Answers, type Asked, type Extra, lastAnswer, nextStep, type Reached } from "./questions";
import { resultView } from "./result";
import { TEXTS } from "./texts";

/** Milliseconds after which a wait is said in words. */
const PATIENCE = 1000;

/** A page of the guide that one can come back to, and the answers that led to it. */
interface Page {
  readonly shows: Asked | Extra | Reached;
  readonly answers: Answers;
}

export class Guide {
  readonly node: HTMLElement;
  readonly #host: GuideHost;
  readonly #text: Translator<typeof TEXTS>;
  readonly #step = el("p", { class: "guide-step", role: "status" });
  readonly #title = el("h2", { id: "guide-title", tabindex: "-1" });
  readonly #body = el("div", { class: "guide-body" });
  readonly #said = el("div", { class: "said" });
  readonly #ways = el("div", { class: "buttons guide-ways" });
  #pages: Page[] = [];
  /** Every answer since the start, also to questions that one has gone back from. */
  #given: Answers = {};
  #last: Reached | null = null;
  #asking: AbortController | null = null;

  constructor(host: GuideHost) {
    this.#host = host;
    this.#text = translator(TEXTS, host.language);
    this.node = el(
      "section",
      { class: "guide", "aria-labelledby": "guide-title", on: { keydown: (event) => this.#onKey(event) } },
      this.#step,
      this.#title,
      this.#body,
      this.#said,
      this.#ways,
    );
  }

  /** Shows the first question, or how to go on without the guide. Call it when the node is in the page. */
  start = (): void => {
    this.#stopAsking();
    this.#pages = [];
    this.#given = {};
    const text = this.#text;
    fill(this.#step);
    fill(this.#title, text("title"));
    fill(this.#body);
    fill(this.#ways, button(this.#leaveWords(), "subtle", this.#leave));
    this.#title.focus();
    this.#ask({}, 0, async (signal) => {
      const [first, last] = await Promise.all([
        nextStep(this.#host.api, {}, signal),
        lastAnswer(this.#host.api, signal),
      ]);
      this.#last = last;
      return first;
    });
  };

  /**
   * Asks the service how to go on after these answers. A wait is said in words after `patience`; trouble leaves the
   * page and its answers as they are. A press on another answer meanwhile does nothing; leaving the page ends the wait.
   */
  async #ask(
    answers: Answers,
    patience = PATIENCE,
    fetching = (signal: AbortSignal) => nextStep(this.#host.api, answers, signal),
  ): Promise<void> {
    if (this.#asking) {
      return;
    }
    const asking = new AbortController();
    this.#asking = asking;
    const wait = (): void => fill(this.#said, progress(this.#text(patience ? "waiting" : "opening")));
    const waiting = setTimeout(wait, patience);
    fill(this.#said);
    try {
      const came = await fetching(asking.signal);
      if (!asking.signal.aborted) {
        this.#open({ shows: came, answers: "answer" in came ? came.answers : answers });
      }
    } catch (fault) {
      if (!asking.signal.aborted) {
        this.#tellTrouble(fault, () => this.#ask(answers, patience, fetching));
      }
    } finally {
      clearTimeout(waiting);
      this.#asking = this.#asking === asking ? null : this.#asking;
    }
  }

  #tellTrouble(fault: unknown, again: () => void): void {
    const text = this.#text;
    const words = fault instanceof ApiProblem ? fault.text(text.language) : text("unreadable");
    const more = [this.#pages.length > 1 && text("kept"), this.#host.choose && text("orChoose")];
    const trouble = notice("bad", words, el("p", {}, more.filter(Boolean).join(" ")));
    fill(this.#said, trouble, el("div", { class: "buttons" }, button(text("tryAgain"), "outline", again)));
    focusOn(trouble);
  }

  #open(page: Page): void {
    this.#pages.push(page);
    this.#show();
  }

  #show(): void {
    const { shows, answers } = this.#page();
    this.#stopAsking();
    fill(this.#said);
    if ("question" in shows) {
      this.#showQuestion(shows, answers);
    } else {
      this.#showResult(shows, answers);
    }
    fill(this.#ways, ...this.#waysOn());
    this.#title.focus();
    this.node.scrollIntoView?.({ block: "start" });
  }

  #showQuestion(shows: Asked | Extra, answers: Answers): void {
    const text = this.#text;
    const { question } = shows;
    const last = this.#pages.length === 1 ? this.#last : null;
    fill(
      this.#step,
      "number" in shows ? text("step", { number: shows.number, most: shows.at_most }) : text("extra"),
    );
    fill(this.#title, question.text[text.language]);
    fill(
      this.#body,
      last && sameAsLast(text, last.answer, () => this.#ask(last.answers)),
      questionView(text, question, this.#given[question.code], (value) => {
        this.#given = { ...this.#given, [question.code]: value };
        this.#ask({ ...answers, [question.code]: value });
      }),
    );
  }

  #showResult(reached: Reached, answers: Answers): void {
    const text = this.#text;
    const { answer, refine = [] } = reached;
    const before = this.#pages.at(-2)?.shows;
    const refined = before !== undefined && "question" in before && !("number" in before);
    const title = answer.title?.[text.language] ?? "";
    fill(this.#step, text("proposal"));
    fill(this.#title, text(answer.outcome, { title }));
    fill(
      this.#body,
      resultView(text, this.#host, reached, refined),
      refineView(text, refine, (question) => this.#open({ shows: { question }, answers })),
    );
  }

  #waysOn(): Child[] {
    const text = this.#text;
    const { shows } = this.#page();
    const first = this.#pages.length === 1;
    const leave = "question" in shows ? text("cancel") : this.#leaveWords();
    return [
      button(text("back"), "outline", this.#back),
      first ? null : button(text("over"), "subtle", this.start),
      first ? null : button(leave, "subtle", this.#leave),
    ];
  }

  #leaveWords(): string {
    return this.#text(this.#host.choose ? "leave" : "leaveDay");
  }

  /** One page back; from the first one to where the guide was opened. */
  #back = (): void => {
    if (this.#pages.length < 2) {
      this.#leave();
      return;
    }
    this.#pages.pop();
    this.#show();
  };

  #leave = (): void => {
    this.#stopAsking();
    this.#host.leave();
  };

  #onKey(event: Event): void {
    if (event instanceof KeyboardEvent && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#back();
    }
  }

  #stopAsking(): void {
    this.#asking?.abort();
    this.#asking = null;
  }

  #page(): Page {
    return this.#pages.at(-1) as Page;
  }
}
