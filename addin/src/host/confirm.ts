/** A press that cannot be undone asks once more, in place of the button. */
import { el } from "../shared/dom";
import { type IconName, icon } from "../video/icons";

export interface ConfirmWords {
  readonly button: string;
  /** What the button says to somebody who hears it out of its place. */
  readonly spoken: string;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
}

export function confirmButton(picture: IconName, words: ConfirmWords, act: () => void): HTMLElement {
  const button = el(
    "button",
    { type: "button", class: "button", "aria-label": words.spoken },
    icon(picture),
    words.button,
  );
  const yes = el("button", { type: "button", class: "button danger" }, words.yes);
  const no = el("button", { type: "button", class: "button" }, words.no);
  const question = el(
    "div",
    { class: "confirm", role: "group", "aria-label": words.question, hidden: true },
    el("p", {}, words.question),
    el("div", { class: "row" }, yes, no),
  );
  const ask = (asking: boolean): void => {
    question.hidden = !asking;
    button.hidden = asking;
    (asking ? no : button).focus();
  };
  button.addEventListener("click", () => ask(true));
  no.addEventListener("click", () => ask(false));
  question.addEventListener("keydown", (event) => {
    if (event.key === "Escape") ask(false);
  });
  yes.addEventListener("click", act);
  return el("div", { class: "confirm-place" }, button, question);
}
