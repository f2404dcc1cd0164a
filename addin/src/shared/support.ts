/** Whom to call about what: one contact of the profile or the unit. */
import { el } from "./dom";
import { type Language, pick } from "./i18n";
import type { SupportContact } from "./meetings";
import "./support.css";

export function supportContact(contact: SupportContact, language: Language): HTMLElement {
  const { problem, label, phone, email, url, hours } = contact;
  const words = pick(label, language);
  const phoneLink = phone && el("a", { href: `tel:${phone.replace(/[^+\d]/g, "")}` }, phone);
  const emailLink = email && el("a", { href: `mailto:${email}` }, email);
  const pageLink =
    url?.startsWith("https:") && el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words);
  return el(
    "div",
    { class: "support" },
    el("strong", {}, pick(problem, language)),
    el("span", {}, pageLink || words),
    phoneLink ? el("span", {}, phoneLink) : null,
    emailLink ? el("span", {}, emailLink) : null,
    hours ? el("span", { class: "quiet" }, pick(hours, language)) : null,
  );
}
