/** A press that cannot be undone asks once more, in place of the button. */
import { el, setAttribute } from "../shared/dom";
import { type IconName, icon } from "../video/icons";
import { resting } from "./press";

export interface ConfirmWords {
  readonly button: string;
  /** What the button says to somebody who hears it out of its place. */
  readonly spoken: string;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
}

export interface Confirm {
  readonly root: HTMLElement;
  /** Ask of somebody who goes by another name now. */
  ask(words: Pick<ConfirmWords, "spoken" | "question">): void;
}

/** `act` is done once, however often it is pressed, until what came of it is told. */
export function confirmButton(picture: IconName, words: ConfirmWords, act: () => Promise<unknown>): Confirm {
  const button = el("button", { type: "button", class: "button" }, icon(picture), words.button);
  const yes = el("button", { type: "button", class: "button danger" }, words.yes);
  const no = el("button", { type: "button", class: "button" }, words.no);
  const asked = el("p", {});
  const question = el(
    "div",
    { class: "confirm", role: "group", hidden: true },
    asked,
    el("div", { class: "row" }, yes, no),
  );
  let shown = "";
  const ask = (now: Pick<ConfirmWords, "spoken" | "question">): void => {
    if (shown === now.question) return;
    shown = asked.textContent = now.question;
    setAttribute(button, "aria-label", now.spoken);
    setAttribute(question, "aria-label", now.question);
  };
  const turn = (asking: boolean): void => {
    question.hidden = !asking;
    button.hidden = asking;
    (asking ? no : button).focus();
  };
  ask(words);
  button.addEventListener("click", () => turn(true));
  no.addEventListener("click", () => turn(false));
  question.addEventListener("keydown", (event) => {
    if (event.key === "Escape") turn(false);
  });
  yes.addEventListener("click", resting(yes, act).press);
  return { root: el("div", { class: "confirm-place" }, button, question), ask };
}
