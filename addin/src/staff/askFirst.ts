/** A press that takes something away asks once more, in place of the button; then it says how it goes, there too. */
import { Action, type ButtonLook } from "../shared/controls";
import { type Child, el } from "../shared/dom";
import { explain, type ShellWords } from "./context";
import { push } from "./parts";

export interface AskWords {
  readonly button: string;
  /** What the button says to somebody who hears it out of its place. */
  readonly spoken: string;
  readonly question: string;
  readonly yes: string;
  /** Said while it is done; "Tar bort …" without it. */
  readonly busy?: string;
  readonly look?: ButtonLook;
}

export function askFirst(
  context: { readonly text: ShellWords },
  words: AskWords,
  act: () => Promise<void>,
): HTMLElement {
  const { text } = context;
  let asking = false;
  const action: Action = new Action(controls, explain(context));

  function controls(): Child[] {
    return asking
      ? [question()]
      : [push(words.button, words.look ?? "subtle", () => turn(true), words.spoken)];
  }

  function turn(to: boolean): void {
    asking = to;
    action.reset();
    action.node.querySelector<HTMLElement>(to ? ".push.outline" : ".push")?.focus();
  }

  function question(): HTMLElement {
    return el(
      "div",
      {
        class: "ask",
        role: "group",
        "aria-label": words.question,
        on: { keydown: (event) => (event as KeyboardEvent).key === "Escape" && turn(false) },
      },
      el("p", {}, words.question),
      el(
        "div",
        { class: "buttons" },
        push(words.yes, "primary", () => {
          asking = false;
          action.run(words.busy ?? text("removing"), act);
        }),
        push(text("cancel"), "outline", () => turn(false)),
      ),
    );
  }

  return action.node;
}
