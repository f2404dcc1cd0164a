/** What helps beside the meeting: cards before, during and at the end, links, and whom to call. Fetched when opened. */
import { type Child, el } from "../shared/dom";
import { icon } from "../shared/icons";
import { supportContact } from "../shared/support";
import "./advice.css";
import { ADVICE_DRAWINGS } from "./adviceIcons";
import { type Context, say } from "./context";

const PHASES = [
  ["before", { sv: "Före", en: "Before" }],
  ["during", { sv: "Under", en: "During" }],
  ["end", { sv: "Avsluta", en: "Ending" }],
] as const;

export function adviceCards(context: Context): Child[] {
  const { profile } = context;
  return PHASES.filter(([phase]) => profile.cards[phase].length > 0).map(([phase, heading]) =>
    el(
      "section",
      { class: "advice" },
      el("h3", {}, say(context, heading)),
      el(
        "ul",
        { class: "advice-list" },
        ...profile.cards[phase].map((card) =>
          el(
            "li",
            {},
            icon(card.icon, ADVICE_DRAWINGS),
            el("div", {}, el("strong", {}, say(context, card.title)), el("p", {}, say(context, card.text))),
          ),
        ),
      ),
    ),
  );
}

export function helpContent(context: Context): Child[] {
  const { profile, language } = context;
  const links = profile.help_links.map(({ label, url }) =>
    el("li", {}, el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, say(context, label))),
  );
  return [
    ...profile.support.map((contact) => supportContact(contact, language)),
    links.length > 0 ? el("ul", { class: "links" }, ...links) : null,
  ];
}
