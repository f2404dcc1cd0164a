/** The page behind Starta möte: takes the one-time token out of the address at once, then shows the right screen. */
import "./host.css";
import { byId, el, fill, pageData } from "../shared/dom";
import { type Language, languageOf } from "../shared/i18n";
import { announcer } from "../video/live";
import { HostApp } from "./app";
import { elsewherePage } from "./elsewhere";
import { heldPage } from "./held";
import { leftPage } from "./left";
import { meetingPage } from "./meeting";
import { afterPage, checkPage, openingPage, type Page } from "./pages";
import type { Stage } from "./stages";

const LANGUAGE = "vardmote.language";
const OTHER: Readonly<Record<Language, Language>> = { sv: "en", en: "sv" };
const PAGES: Readonly<Partial<Record<Stage, (app: HostApp) => Page>>> = {
  opening: openingPage,
  check: (app) => (app.entered?.meeting.leads_to ? elsewherePage : checkPage)(app),
  meeting: (app) => (app.reports ? heldPage : meetingPage)(app),
  left: leftPage,
};

interface HostData {
  readonly language?: Language;
}

/** Read the token and wipe it, so that it stays neither in the address, the history nor a picture of the screen. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname);
  return token;
}

function main(token: string): void {
  const data = pageData<HostData>();
  const product = el("span", { class: "region" }, "Skyddat vårdmöte");
  const other = el("button", { type: "button", class: "button quiet" });
  const place = el("main", { id: "main" });
  const live = announcer(document.body);
  const app = new HostApp({
    meetingId: location.pathname.split("/")[2] ?? "",
    language: languageOf(sessionStorage.getItem(LANGUAGE) ?? data.language),
    say: (text) => live.say(text),
    changed: () => show(),
  });
  let page: Page | null = null;
  let shown = "";

  const show = (): void => {
    const name = `${app.stage} ${app.language}`;
    if (name !== shown) turn(name);
    page?.update(new Date());
    const title = page?.title() ?? "";
    if (document.title !== title) document.title = title;
  };
  const turn = (name: string): void => {
    const first = shown === "";
    shown = name;
    page?.stop();
    page = (PAGES[app.stage] ?? afterPage)(app);
    document.documentElement.lang = app.language;
    document.body.dataset["screen"] = app.stage;
    other.textContent = app.text("languageSwitch");
    other.lang = OTHER[app.language];
    fill(place, page.root);
    // Readers start at the new heading; on the first page the browser starts them at the top by itself.
    if (!first && document.activeElement !== other) place.querySelector<HTMLElement>("h1")?.focus();
  };

  other.addEventListener("click", () => {
    sessionStorage.setItem(LANGUAGE, OTHER[app.language]);
    app.setLanguage(OTHER[app.language]);
  });
  fill(byId("app"), el("header", { class: "top" }, product, other), place);
  window.setInterval(show, 1000);
  show();
  app.start(token);
}

main(takeToken());
