/** One question: its options as large buttons, pressed once to answer, or several and then on. */
import { button, fold } from "../shared/controls";
import { type Child, el } from "../shared/dom";
import type { Translator } from "../shared/i18n";
import { icon } from "../shared/icons";
import type { Answer, Answers, Option, Question } from "./questions";
import type { TEXTS } from "./texts";

type Words = Translator<typeof TEXTS>;
type Given = Answers[string] | undefined;

/** `given` is what was answered before one came back to the question. */
export function questionView(
  text: Words,
  question: Question,
  given: Given,
  answer: (value: Answers[string]) => void,
): HTMLElement {
  const help = question.help?.[text.language];
  return el(
    "div",
    { class: "guide-body" },
    help ? el("p", { class: "quiet" }, help) : null,
    question.many ? el("p", { class: "quiet" }, text("many")) : null,
    ...(question.many ? toggles(text, question, given, answer) : [presses(text, question, given, answer)]),
  );
}

/** One press to what the unit came to last time. */
export function sameAsLast(text: Words, { outcome, title }: Answer, press: () => void): HTMLElement {
  const words = text(outcome, { title: title?.[text.language] ?? "" });
  return el(
    "button",
    { type: "button", class: "guide-option guide-last", on: { click: press } },
    icon("clock"),
    el("span", { class: "guide-words" }, el("strong", {}, text("same")), el("span", {}, words)),
  );
}

/** What one may say of the patient once there is an answer, each a press from its question. */
export function refineView(
  text: Words,
  questions: readonly Question[],
  press: (question: Question) => void,
): Child {
  const rows = questions.map((question) =>
    el(
      "button",
      { type: "button", class: "guide-option", on: { click: () => press(question) } },
      el("span", { class: "guide-words" }, question.text[text.language]),
    ),
  );
  return rows.length > 0
    ? fold(text("refine"), "people_list", [
        el("p", { class: "quiet" }, text("refineHelp")),
        el("div", { class: "guide-options" }, ...rows),
      ])
    : null;
}

function presses(
  text: Words,
  question: Question,
  given: Given,
  answer: (value: Option["value"]) => void,
): HTMLElement {
  return group(
    question.options.map((option) =>
      optionButton(text, option, option.value === given, { click: () => answer(option.value) }),
    ),
  );
}

function toggles(
  text: Words,
  question: Question,
  given: Given,
  answer: (value: readonly Option["value"][]) => void,
): Child[] {
  const before = Array.isArray(given) ? (given as readonly Option["value"][]) : [];
  const chosen = new Set(before);
  const options = question.options.map((option) => {
    const node = optionButton(text, option, false, {
      click: () => {
        if (!chosen.delete(option.value)) {
          chosen.add(option.value);
        }
        node.setAttribute("aria-pressed", String(chosen.has(option.value)));
      },
    });
    node.setAttribute("aria-pressed", String(chosen.has(option.value)));
    node.prepend(el("span", { class: "guide-box" }, icon("check")));
    return node;
  });
  const on = (): void =>
    answer(question.options.map(({ value }) => value).filter((value) => chosen.has(value)));
  return [group(options), el("div", { class: "buttons" }, button(text("next"), "primary", on))];
}

function group(options: readonly HTMLElement[]): HTMLElement {
  return el("div", { class: "guide-options", role: "group", "aria-labelledby": "guide-title" }, ...options);
}

function optionButton(
  text: Words,
  option: Option,
  given: boolean,
  on: { readonly click: () => void },
): HTMLElement {
  const marks = [given && text("given"), option.remembered && text("remembered")].filter(Boolean);
  return el(
    "button",
    { type: "button", class: "guide-option", on },
    el("span", { class: "guide-words" }, option.label[text.language]),
    ...marks.map((words) => el("span", { class: "guide-mark" }, words)),
  );
}
