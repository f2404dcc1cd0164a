/** The few controls our panes are made of. Buttons are Fluent's; the page that shows them imports the component. */
import { type Child, el, fill } from "./dom";
import { icon } from "./icons";

export type ButtonLook = "primary" | "outline" | "subtle";

/** A Fluent button with its role written out, so that every reader and tool sees a button. */
export function button(words: string, look: ButtonLook, press: () => void, label?: string): HTMLElement {
  return el(
    "fluent-button",
    {
      appearance: look === "outline" ? null : look,
      role: "button",
      class: "button",
      "aria-label": label,
      on: { click: press },
    },
    words,
  );
}

export type NoticeLook = "good" | "warn" | "bad" | "info";

const SIGN: Readonly<Record<NoticeLook, string>> = {
  good: "check",
  warn: "warning",
  bad: "warning",
  info: "info",
};

/** A framed message with a sign beside its words. Bad news is read at once, the rest when the reader is ready. */
export function notice(look: NoticeLook, words: string, ...more: Child[]): HTMLElement {
  return el(
    "div",
    { class: `notice notice-${look}`, role: look === "bad" ? "alert" : "status" },
    icon(SIGN[look]),
    el("div", { class: "notice-body" }, el("p", { class: "notice-words", tabindex: "-1" }, words), ...more),
  );
}

/** Moves the focus to the words of a notice or to a heading, after what had it is gone. */
export function focusOn(node: Element): void {
  const target = node.querySelector<HTMLElement>("[tabindex='-1']") ?? node;
  if (target instanceof HTMLElement) {
    target.focus({ preventScroll: false });
  }
}

/** A wheel that turns, with words: it never stands alone. */
export function progress(words: string): HTMLElement {
  return el(
    "div",
    { class: "progress", role: "status" },
    el("span", { class: "wheel" }),
    el("span", { class: "progress-words", tabindex: "-1" }, words),
  );
}

/** A part that opens and closes with its heading. `opened` is called the first time. */
export function fold(
  heading: string,
  name: string,
  children: Child[],
  opened?: () => void,
): HTMLDetailsElement {
  const node = el(
    "details",
    { class: "fold" },
    el("summary", {}, icon(name), el("span", {}, heading)),
    el("div", { class: "fold-body" }, ...children),
  );
  if (opened) {
    node.addEventListener("toggle", () => node.open && opened(), { once: true });
  }
  return node;
}

/** A labelled field with the control inside its label. */
export function field(label: string, control: HTMLElement): HTMLElement {
  return el("label", { class: "field" }, el("span", { class: "field-label" }, label), control);
}

export function select(
  options: readonly (readonly [value: string, words: string])[],
  chosen: string,
): HTMLSelectElement {
  return el(
    "select",
    { class: "input" },
    ...options.map(([value, words]) => el("option", { value, selected: value === chosen }, words)),
  );
}

/**
 * The place of a button: while its work goes on it holds the progress, after trouble the words and the button again.
 * A press while work goes on does nothing, so that no press is ever doubled.
 */
export class Action {
  readonly node = el("div", { class: "action" });
  readonly #controls: () => Child[];
  readonly #explain: (fault: unknown) => string;
  #busy = false;

  constructor(controls: () => Child[], explain: (fault: unknown) => string) {
    this.#controls = controls;
    this.#explain = explain;
    this.reset();
  }

  reset(...before: Child[]): void {
    fill(this.node, ...before, ...this.#controls());
  }

  /** Runs the work. Resolves in any case; trouble is shown here. */
  async run(words: string, work: () => Promise<void>): Promise<void> {
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    const waiting = progress(words);
    fill(this.node, waiting);
    focusOn(waiting);
    try {
      await work();
      this.#busy = false;
      if (this.node.isConnected && this.node.contains(waiting)) {
        this.reset();
      }
    } catch (fault) {
      this.#busy = false;
      const trouble = notice("bad", this.#explain(fault));
      this.reset(trouble);
      focusOn(trouble);
    }
  }
}
