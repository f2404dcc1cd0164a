/** What the guide came to: first danger, then what to do and why, and last what else to think of. Never a dead end. */
import { button, fold } from "../shared/controls";
import { type Child, el } from "../shared/dom";
import type { Translator } from "../shared/i18n";
import { supportContact } from "../shared/support";
import type { GuideHost } from "./host";
import type { Answer, Reached, Told } from "./questions";
import type { TEXTS } from "./texts";

type Words = Translator<typeof TEXTS>;

/** `open`: the further advice is what was asked for, so it stands open. */
export function resultView(
  text: Words,
  host: GuideHost,
  { answer, refine = [] }: Reached,
  open: boolean,
): HTMLElement {
  const deeds: Readonly<Record<Answer["outcome"], () => Child[]>> = {
    book: () => booking(text, host, answer),
    other_system: () => elsewhere(text, host, answer),
    join_only: () => [el("p", {}, text("leadJoin"))],
    stop: () => [el("p", {}, text("leadStop"))],
  };
  const { danger, now, suits, unsuitable, further } = sorted(answer, refine.length > 0 ? SAY_MORE : "");
  return el(
    "div",
    { class: "guide-body" },
    ...danger.map((item) => el("p", { class: "guide-danger" }, item[text.language])),
    ...deeds[answer.outcome](),
    ...(answer.outcome === "stop"
      ? [list(text, "why", answer.reasons), list(text, "now", now), contacts(text, host)]
      : [list(text, "now", now), list(text, "why", answer.reasons)]),
    folded(text("advice", { count: further.length }), "light", further.length, open, [told(text, further)]),
    folded(text("suits", { count: suits.length }), "check", suits.length, false, [
      told(text, suits),
      unsuitable.length > 0 && el("p", {}, text("unsuitable")),
      told(text, unsuitable),
    ]),
  );
}

/** What nobody may miss: what the system or the row asks for, who the patient is, and what may not be disclosed. */
const OPEN = new Set([
  "system",
  "protected_identity",
  "reserve_number",
  "no_inbox",
  "child_reserve_number",
  "child_no_inbox",
  "no_eid_inbox",
  "show_document",
  "interpreter",
  "interpreter_with_number",
  "overdue",
]);

/** Tells to say more of the patient; not said where the questions themselves are at hand. */
const SAY_MORE = "check_patient";

/** The advice by where it stands: danger before all, what to do now, whether video suits at all, and what else to think of. */
function sorted(
  { outcome, advice }: Answer,
  unsaid: string,
): Readonly<Record<"danger" | "now" | "suits" | "unsuitable" | "further", Told[]>> {
  const parts = { danger: [], now: [], suits: [], unsuitable: [], further: [] } as Record<string, Told[]>;
  const place = (code: string): string => {
    if (code === "danger") {
      return code;
    }
    if (outcome === "stop" || outcome === "join_only" || OPEN.has(code) || code.startsWith("row_")) {
      return "now";
    }
    return { suitability: "suits", unsuitable: "unsuitable" }[code.split("_")[0] ?? ""] ?? "further";
  };
  for (const item of advice.filter(({ code }) => code !== unsaid)) {
    parts[place(item.code)]?.push(item);
  }
  return parts as ReturnType<typeof sorted>;
}

function folded(heading: string, sign: string, count: number, open: boolean, content: Child[]): Child {
  if (count === 0) {
    return null;
  }
  const node = fold(heading, sign, content);
  node.open = open;
  return node;
}

function booking(text: Words, host: GuideHost, answer: Answer): Child[] {
  const { language } = text;
  const type = host.profile.types.find(({ code }) => code === answer.type);
  if (!type) {
    return [];
  }
  const service = type.services.find(({ code }) => code === answer.service) ?? type.services[0];
  const title = type.label[language];
  const { choose } = host;
  const take = (): void => choose?.(type, service?.code, text("chosen", { title }));
  return [
    service ? el("p", {}, text("service", { name: service.label[language] })) : null,
    choose
      ? el("div", { class: "buttons" }, button(text("choose", { title }), "primary", take))
      : el("p", {}, text(type.picker ? "inOutlook" : "byGuide", { title })),
  ];
}

function elsewhere(text: Words, { profile, choose }: GuideHost, answer: Answer): Child[] {
  const title = answer.title?.[text.language] ?? "";
  const byLink = answer.link_system;
  const type = profile.types.find(({ code }) => code === byLink?.type);
  const book = (): Child => {
    if (!(byLink && type && choose)) {
      return null;
    }
    const take = (): void =>
      choose(type, byLink.service, text("chosen", { title: type.label[text.language] }));
    const system = byLink.system[text.language];
    return el(
      "div",
      { class: "guide-part" },
      el("p", {}, text("byLinkWhy", { system })),
      el("div", { class: "buttons" }, button(text("byLink", { system }), "outline", take)),
    );
  };
  return [
    el("p", {}, text("leadOther", { title })),
    answer.link?.startsWith("https://")
      ? el(
          "a",
          { href: answer.link, target: "_blank", rel: "noopener noreferrer", class: "button-link" },
          `${text("open", { title })} `,
          el("span", { class: "visually-hidden" }, text("outside")),
        )
      : null,
    book(),
  ];
}

function contacts(text: Words, { profile }: GuideHost): Child {
  return profile.support.length > 0
    ? el(
        "section",
        { class: "guide-part" },
        el("h3", {}, text("ask")),
        el(
          "div",
          { class: "guide-contacts" },
          ...profile.support.map((contact) => supportContact(contact, text.language)),
        ),
      )
    : null;
}

function list(text: Words, heading: "why" | "now", items: readonly Told[]): Child {
  return items.length > 0
    ? el("section", { class: "guide-part" }, el("h3", {}, text(heading)), told(text, items))
    : null;
}

function told({ language }: Words, items: readonly Told[]): HTMLElement {
  return el("ul", { class: "guide-list" }, ...items.map((item) => el("li", {}, item[language])));
}
