/** A meeting that is held in another system: which one, where, and what cannot be promised there. */
import { el } from "../shared/dom";
import { translator } from "../shared/i18n";
import type { Meeting } from "../shared/meetings";
import { type Context, say } from "./context";

const TEXTS = {
  title: { sv: "Hålls i {system}", en: "Held in {system}" },
  leads: {
    sv: "Länken i inbjudan går till vår sida. Den leder vidare till {system} när mötet är öppet.",
    en: "The link in the invitation goes to our page. It leads on to {system} when the meeting is open.",
  },
  to: { sv: "Leder till: {link}", en: "Leads to: {link}" },
  notices: { sv: "Att tänka på", en: "Worth knowing" },
} as const;

/** Null for a meeting that is held here with all that we promise. */
export function otherSystem(context: Context, { leads_to, link, notices }: Meeting): HTMLElement | null {
  if (!leads_to && notices.length === 0) {
    return null;
  }
  const text = translator(TEXTS, context.language);
  const system = leads_to ? say(context, leads_to) : "";
  const said = notices.map((item) => el("li", {}, say(context, item)));
  return el(
    "section",
    { class: "part", "aria-labelledby": "other-system" },
    el("h2", { id: "other-system" }, leads_to ? text("title", { system }) : text("notices")),
    leads_to ? el("p", {}, text("leads", { system })) : null,
    link ? el("p", { class: "quiet address" }, text("to", { link })) : null,
    said.length > 0 ? el("ul", { class: "did" }, ...said) : null,
  );
}
