/** What stands around every page for staff, and the page that asks who one is. */
import { type Child, el } from "../shared/dom";
import { type Language, pick } from "../shared/i18n";
import type { Me, ShellWords, StaffData } from "./context";
import { push } from "./parts";
import type { SHELL_TEXTS } from "./texts";

export const OTHER: Readonly<Record<Language, Language>> = { sv: "en", en: "sv" };
const PAGES: readonly (readonly [path: string, words: keyof typeof SHELL_TEXTS])[] = [
  ["/console/unit", "pageUnit"],
  ["/console/log", "pageLog"],
  ["/console/rooms", "pageRooms"],
  ["/console/status", "pageStatus"],
  ["/console/statistics", "pageStatistics"],
  ["/conferences", "pageConferences"],
];

export interface ShellActions {
  turn(language: Language): void;
  changePerson(): void;
}

/** The whole page: way past the head, the head, and the content. `me` is null while nobody is signed in. */
export function shell(
  data: StaffData,
  text: ShellWords,
  me: Me | null,
  content: HTMLElement,
  actions: ShellActions,
): Child[] {
  return [
    el("a", { class: "skip", href: "#content" }, text("toContent")),
    el(
      "header",
      { class: "top" },
      el(
        "div",
        { class: "top-words" },
        el("img", { src: "/icons/mark.svg", alt: "", width: 32, height: 32 }),
        el("p", {}, el("strong", {}, text("product")), el("span", {}, pick(data.region, text.language))),
      ),
      me !== null && nav(text),
      el(
        "div",
        { class: "top-tools" },
        me !== null && el("span", { class: "who" }, text("signedIn", { name: me.name })),
        me !== null && data.people.length > 0 && push(text("changePerson"), "subtle", actions.changePerson),
        data.people.length > 0 && el("a", { href: "/demo", class: "tool-link" }, text("toDemo")),
        languageButton(text, actions),
      ),
    ),
    content,
  ];
}

function nav(text: ShellWords): HTMLElement {
  return el(
    "nav",
    { class: "pages", "aria-label": text("pages") },
    ...PAGES.map(([path, words]) =>
      el("a", { href: path, "aria-current": path === location.pathname && "page" }, text(words)),
    ),
  );
}

function languageButton(text: ShellWords, { turn }: ShellActions): HTMLElement {
  const other = OTHER[text.language];
  const button = push(text("languageSwitch"), "subtle", () => turn(other));
  button.lang = other;
  button.classList.add("language");
  return button;
}

/** Asks who one is: by choosing in the demo, in words elsewhere. */
export function signInPage(data: StaffData, text: ShellWords, choose: (user: string) => void): HTMLElement {
  const demo = data.people.length > 0;
  return el(
    "div",
    { class: "sign-in" },
    el("h1", { tabindex: "-1" }, text(demo ? "signInTitle" : "signInElsewhereTitle")),
    el("p", { class: "why" }, text(demo ? "signInDemo" : "signInElsewhere")),
    demo &&
      el(
        "ul",
        { class: "persons" },
        ...data.people.map((person) =>
          el(
            "li",
            {},
            el(
              "button",
              { type: "button", class: "person-button", on: { click: () => choose(person.user) } },
              el("strong", {}, person.name),
              el("span", {}, pick(person.does, text.language)),
              el("span", { class: "quiet" }, pick(person.unit, text.language)),
            ),
          ),
        ),
      ),
  );
}
