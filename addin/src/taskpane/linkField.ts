/** The address of a meeting in another system, and which systems are allowed. Fetched when that service is chosen. */
import { ApiProblem } from "../shared/api";
import { field, focusOn, fold, notice } from "../shared/controls";
import { el, fill } from "../shared/dom";
import { translator } from "../shared/i18n";
import type { LinkChoice } from "../shared/meetings";
import { type Context, say } from "./context";

const TEXTS = {
  address: { sv: "Länk till mötet i det andra systemet", en: "Link to the meeting in the other system" },
  help: {
    sv: "Skapa mötet i det andra systemet först. Kopiera länken där och klistra in den här.",
    en: "Create the meeting in the other system first. Copy its link there and paste it here.",
  },
  allowed: { sv: "Länken ska leda till {systems}.", en: "The link must lead to {systems}." },
  notices: { sv: "Det här är annorlunda i det andra systemet", en: "What is different in the other system" },
  or: { sv: " eller ", en: " or " },
  empty: {
    sv: "Länken saknas. Inget är skapat. Klistra in länken ur det andra systemet.",
    en: "The link is missing. Nothing is created. Paste the link from the other system.",
  },
} as const;

/** As long as our API takes. */
const LIMIT = 2000;

export interface LinkField {
  readonly node: HTMLElement;
  /** The address; null, and said so, when there is none. */
  take(): string | null;
  /** Says a refusal of the address at its field; false for any other trouble. */
  refuse(fault: unknown): boolean;
}

export function linkField(context: Context, choice: LinkChoice, present: string | null = null): LinkField {
  const text = translator(TEXTS, context.language);
  const said = el("div", { id: "link-said", class: "said" });
  const input = el("input", {
    class: "input",
    type: "url",
    inputmode: "url",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: LIMIT,
    placeholder: `https://${choice.systems[0]?.host.replace(/^\*\./, "") ?? ""}/…`,
    "aria-describedby": "link-help link-said",
    value: present ?? "",
  });
  const names = [...new Set(choice.systems.map(({ system }) => say(context, system)))];
  const systems = [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(text("or"));
  const tell = (words: string): void => {
    input.setAttribute("aria-invalid", "true");
    const trouble = notice("bad", words);
    fill(said, trouble);
    focusOn(trouble);
  };
  input.addEventListener("input", () => {
    input.removeAttribute("aria-invalid");
    fill(said);
  });
  return {
    node: el(
      "div",
      { class: "part link-field" },
      field(text("address"), input),
      el("p", { id: "link-help", class: "quiet" }, `${text("help")} ${text("allowed", { systems })}`),
      said,
      choice.notices.length > 0
        ? fold(text("notices"), "info", [
            el("ul", { class: "did" }, ...choice.notices.map((item) => el("li", {}, say(context, item)))),
          ])
        : null,
    ),
    take: () => {
      const given = input.value.trim();
      if (given === "") {
        tell(text("empty"));
        return null;
      }
      return given;
    },
    refuse: (fault) => {
      const isOurs =
        fault instanceof ApiProblem &&
        (fault.code === "bad-link" || fault.errors.some(({ pointer }) => pointer === "/link"));
      if (isOurs) {
        tell(fault.text(context.language));
      }
      return isOurs;
    },
  };
}
