/** The presses that move a conference. They stay where they are, so that a quick second press never hits another one. */
import { notice } from "../shared/controls";
import { el, fill, setAttribute } from "../shared/dom";
import { type AskWords, askFirst } from "../staff/askFirst";
import { explain } from "../staff/context";
import { push } from "../staff/parts";
import type { Conference, Press } from "./client";
import type { ConferenceContext } from "./context";

type Plain = "begin" | "next" | "previous";

/** A press is taken by the server before it is done: until it shows, the same press is not taken again. */
const SHOWS_WITHIN = 5000;

export class Steer {
  readonly node = el("div", { class: "steer" });
  readonly #context: ConferenceContext;
  readonly #press: (press: Press, site: string | null) => Promise<void>;
  readonly #trouble = el("div", { class: "steer-trouble" });
  readonly #buttons = new Map<Plain, HTMLElement>();
  #known: Conference | null = null;
  #mode = "";
  /** How it stood when somebody pressed; null when no press is under way. */
  #before: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(context: ConferenceContext, press: (press: Press, site: string | null) => Promise<void>) {
    this.#context = context;
    this.#press = press;
  }

  stop(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
    }
  }

  draw(one: Conference): void {
    this.#known = one;
    if (this.#before !== null && this.#before !== standing(one)) {
      this.#settle();
    }
    const mode = this.#modeOf(one);
    if (mode !== this.#mode) {
      this.#mode = mode;
      this.#build(mode);
    }
    for (const [press, button] of this.#buttons) {
      setAttribute(button, "aria-disabled", !this.#may(press) && "true");
    }
  }

  #can(press: Press): boolean {
    return this.#known?.presses.some((allowed) => allowed.press === press) ?? false;
  }

  #may(press: Plain): boolean {
    return this.#before === null && this.#can(press);
  }

  #modeOf(one: Conference): string {
    if (this.#can("begin")) {
      return "begin";
    }
    const moves = (this.#can("next") || this.#can("previous")) && one.state === "running";
    return `${moves ? "moves" : ""} ${this.#can("end") ? "end" : ""}`.trim();
  }

  #build(mode: string): void {
    const hadFocus = this.node.contains(document.activeElement);
    const { text } = this.#context;
    this.#buttons.clear();
    fill(
      this.node,
      mode === "begin" && el("p", { class: "why" }, text("beginWhy")),
      mode === "begin" && this.#plain("begin", "primary"),
      mode.includes("moves") && this.#plain("previous", "outline"),
      mode.includes("moves") && this.#plain("next", "primary"),
      mode.includes("end") && this.#end(),
      mode !== "" && this.#trouble,
    );
    if (hadFocus) {
      (this.#buttons.get("next") ?? this.node.querySelector<HTMLElement>(".push"))?.focus();
    }
  }

  #plain(press: Plain, look: "primary" | "outline"): HTMLElement {
    const button = push(this.#context.text(press), look, () => this.#try(press));
    this.#buttons.set(press, button);
    return button;
  }

  async #try(press: Plain): Promise<void> {
    const one = this.#known;
    if (one === null || !this.#may(press)) {
      return;
    }
    this.#before = standing(one);
    fill(this.#trouble);
    this.draw(one);
    try {
      await this.#press(press, null);
      if (this.#before !== null) {
        this.#timer = setTimeout(() => this.#settle(), SHOWS_WITHIN);
      }
    } catch (fault) {
      this.#settle();
      fill(this.#trouble, notice("bad", explain(this.#context)(fault)));
    }
  }

  #settle(): void {
    this.stop();
    this.#before = null;
    if (this.#known) {
      this.draw(this.#known);
    }
  }

  #end(): HTMLElement {
    const { text } = this.#context;
    const words: AskWords = {
      button: text("end"),
      spoken: text("end"),
      question: text("endAsk"),
      yes: text("endYes"),
      busy: text("ending"),
      look: "outline",
    };
    const node = askFirst(this.#context, words, () => this.#press("end", null));
    node.classList.add("ends");
    return node;
  }
}

function standing({ state, case: at, case_since: since }: Conference): string {
  return `${state} ${at} ${since}`;
}
