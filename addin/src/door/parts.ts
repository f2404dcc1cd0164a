/** Pieces that several of the patient's pages share. */
import { clockTime, dayText, sameDay, spanText } from "../shared/dates";
import { el } from "../shared/dom";
import { pick } from "../shared/i18n";
import { type IconName, icon } from "../video/icons";
import type { App } from "./app";

/** One page: `update` is called whenever something has changed and once a second. */
export interface Page {
  readonly root: HTMLElement;
  readonly title: string;
  update(now: Date): void;
  stop(): void;
}

export const nothing = (): void => undefined;

/** Right place, right time. */
export function heading(app: App, words?: string): HTMLElement {
  const { data, language } = app;
  const { start, end } = app.model.door;
  return el(
    "div",
    { class: "place" },
    el("h1", { tabindex: "-1" }, words ?? pick(data.unit, language)),
    el("p", { class: "when" }, spanText(new Date(start), new Date(end), language)),
  );
}

export function notice(
  kind: "info" | "warn" | "bad" | "good",
  picture: IconName,
  ...words: string[]
): HTMLElement {
  return el(
    "div",
    { class: `notice ${kind}` },
    icon(picture),
    el("div", {}, ...words.map((each) => el("p", {}, each))),
  );
}

/** 112, always on the page where somebody waits. */
export function emergency(app: App): HTMLElement {
  const words = pick(app.data.emergency, app.language).split(/\b(112)\b/);
  const parts = words.map((part) => (part === "112" ? el("a", { href: "tel:112" }, part) : part));
  return el("div", { class: "notice warn" }, icon("phone"), el("p", { class: "emergency" }, ...parts));
}

/** Whom to turn to when the technology fails, by what has gone wrong. */
export function support(app: App): HTMLElement | null {
  const { data, language, text } = app;
  const rows = data.support.map(({ problem, label, phone, email, url, hours }) => {
    const name = pick(label, language);
    const ways = [
      phone !== undefined && el("a", { href: `tel:${phone.replace(/[^+\d]/g, "")}` }, phone),
      email !== undefined && el("a", { href: `mailto:${email}` }, email),
      hours !== undefined && pick(hours, language),
    ].filter((way) => way !== false);
    return el(
      "li",
      {},
      el("strong", {}, pick(problem, language)),
      el("br"),
      url?.startsWith("https:")
        ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, name)
        : name,
      ...ways.flatMap((way) => [" ", way]),
    );
  });
  if (rows.length === 0) return null;
  return el("div", { class: "support" }, el("h2", {}, text("contact")), el("ul", {}, ...rows));
}

/** "kl. 07.30", with the day when it is not today. */
export function openingText(app: App, now: Date): string {
  const opens = new Date(app.model.door.opens_at);
  const time = clockTime(opens, app.language);
  if (sameDay(opens, now)) return app.text("tooEarly", { time });
  return app.text("tooEarlyDay", { day: dayText(opens, app.language, now), time });
}

/** The refusal of the last press, in the server's own words. */
export function problemLine(): { root: HTMLElement; update(app: App): void } {
  const root = el("p", { class: "notice bad", role: "alert", hidden: true });
  return {
    root,
    update: (app) => {
      root.hidden = app.visit.problem === null;
      root.textContent = app.visit.problem?.text(app.language) ?? "";
    },
  };
}
