/** The staff pages' own small parts: native buttons, headed regions, and states said in words beside a sign. */
import type { ButtonLook } from "../shared/controls";
import { type Child, el, fill } from "../shared/dom";
import { icon } from "../shared/icons";

/** A button; `spoken` says it to somebody who hears it out of its place. */
export function push(words: string, look: ButtonLook, press: () => void, spoken?: string): HTMLButtonElement {
  return el(
    "button",
    { type: "button", class: `push ${look}`, "aria-label": spoken, on: { click: press } },
    words,
  );
}

/** The button that sends the form it stands in. */
export function submit(words: string, look: ButtonLook = "primary"): HTMLButtonElement {
  return el("button", { type: "submit", class: `push ${look}` }, words);
}

export type Tone = "good" | "warn" | "bad" | "info";

const SIGNS: Readonly<Record<Tone, string>> = { good: "check", warn: "clock", bad: "warning", info: "info" };

/** How something stands, by a sign, a colour and a word. */
export function state(tone: Tone, words: string, sign: string = SIGNS[tone]): HTMLElement {
  return el("span", { class: `state state-${tone}` }, icon(sign), el("span", {}, words));
}

/** Text for whoever may look but not touch. */
export function note(words: string): HTMLElement {
  return el("p", { class: "aside" }, icon("info"), el("span", {}, words));
}

/** A headed region with a few words on why, a line that says what has been done, and what it shows. */
export class Region {
  readonly node: HTMLElement;
  readonly heading: string;
  readonly #heading: HTMLElement;
  readonly #said = el("p", { class: "saved", role: "status" });
  readonly #body = el("div", { class: "region-body" });

  constructor(id: string, heading: string, why: string) {
    this.heading = heading;
    this.#heading = el("h2", { id: `${id}-heading`, tabindex: "-1" }, heading);
    this.node = el(
      "section",
      { id, class: "region", "aria-labelledby": `${id}-heading` },
      this.#heading,
      el("p", { class: "why" }, why),
      this.#said,
      this.#body,
    );
  }

  show(...children: Child[]): void {
    fill(this.#body, ...children);
  }

  /** Says what has been done, and moves the focus there: what had it is gone. Empty words say nothing. */
  tell(words: string): void {
    fill(this.#said, words !== "" && icon("check"), words);
    if (words !== "") {
      this.#heading.focus();
    }
  }
}
