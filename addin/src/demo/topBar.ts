/** The page's head: what this is, who one is, the language, and a way to start over. */
import { el } from "../shared/dom";
import { languageOf } from "../shared/i18n";
import type { Context } from "./context";

export interface TopActions {
  become(user: string): void;
  turn(language: "sv" | "en"): void;
  startOver(): void;
}

export function topBar({ data, me, words, language }: Context, actions: TopActions): HTMLElement {
  const who = el("select", { id: "who" });
  who.append(
    ...data.people.map(({ user, name, does }) =>
      el("option", { value: user, selected: user === me.user }, `${name} – ${does[language]}`),
    ),
  );
  who.addEventListener("change", () => actions.become(who.value));
  const other = language === "sv" ? "en" : "sv";
  const turn = el("button", { type: "button", class: "plain", lang: other }, words("language"));
  turn.addEventListener("click", () => actions.turn(languageOf(other)));
  return el(
    "header",
    { class: "top" },
    el("img", { src: "/icons/mark.svg", alt: "", width: 32, height: 32 }),
    el(
      "div",
      { class: "top-words" },
      el("h1", {}, words("product"), " ", el("span", { class: "badge" }, words("demo"))),
      el("p", {}, words("demoWhat")),
    ),
    el(
      "div",
      { class: "top-tools" },
      el("label", { for: "who" }, words("who")),
      who,
      turn,
      startOver(words, actions),
    ),
  );
}

/** Asks once, in place of the button that was pressed. */
function startOver(words: Context["words"], actions: TopActions): HTMLElement {
  const button = el("button", { type: "button", class: "plain" }, words("again"));
  const yes = el("button", { type: "button", class: "button primary" }, words("againYes"));
  const no = el("button", { type: "button", class: "plain" }, words("no"));
  const question = el("span", { class: "question", hidden: true, role: "alert" });
  const ask = (asking: boolean): void => {
    button.hidden = asking;
    question.hidden = !asking;
    question.replaceChildren(...(asking ? [words("againAsk"), " ", yes, no] : []));
    (asking ? yes : button).focus();
  };
  button.addEventListener("click", () => ask(true));
  no.addEventListener("click", () => ask(false));
  yes.addEventListener("click", () => actions.startOver());
  return el("span", { class: "again" }, button, question);
}
