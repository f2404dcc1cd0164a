/** The page behind a meeting link: shows the one screen that is right now, in the language chosen. */
import "./door.css";
import { byId, el, fill, pageData } from "../shared/dom";
import { type Language, languageOf, pick } from "../shared/i18n";
import { announcer } from "../video/live";
import { AFTER, afterPage } from "./after";
import { App } from "./app";
import type { DoorData } from "./data";
import { checkPage, earlyPage } from "./entrance";
import { ledOnPage } from "./ledOn";
import { meetingPage } from "./meeting";
import { onwardPage } from "./onward";
import type { Page } from "./parts";
import { type Screen, screenOf } from "./view";
import { waitingPage } from "./waiting";

const PAGES: Readonly<Partial<Record<Screen, (app: App) => Page>>> = {
  early: earlyPage,
  check: (app) => (app.data.leads_to ? onwardPage : checkPage)(app),
  coming: ledOnPage,
  waiting: (app) => (app.data.led_on ? ledOnPage : waitingPage)(app),
  meeting: (app) => (app.data.led_on ? ledOnPage : meetingPage)(app),
};
const LANGUAGE = "vardmote.language";
const OTHER: Readonly<Record<Language, Language>> = { sv: "en", en: "sv" };

function main(): void {
  const data = pageData<DoorData | { readonly state: "unknown" }>();
  // The page for a link that leads nowhere is complete as the server wrote it.
  if (data.state === "unknown") return;
  const region = el("span", { class: "region" });
  const other = el("button", { type: "button", class: "button quiet" });
  const place = el("main", { id: "main" });
  const root = byId("app");
  const live = announcer(document.body);
  const app = new App({
    data,
    code: location.pathname.split("/")[2] ?? "",
    language: languageOf(sessionStorage.getItem(LANGUAGE) ?? data.language),
    say: (text) => live.say(text),
    changed: () => show(),
  });
  let page: Page | null = null;
  let shown = "";

  const show = (): void => {
    const now = new Date();
    if (app.resuming) return;
    const screen = screenOf(app.model);
    const name = `${screen} ${app.language}`;
    if (name !== shown) turn(screen, name);
    page?.update(now);
  };
  const turn = (screen: Screen, name: string): void => {
    const first = shown === "";
    shown = name;
    page?.stop();
    const words = AFTER[screen];
    const make = PAGES[screen];
    page = words ? afterPage(app, words) : (make ?? checkPage)(app);
    document.documentElement.lang = app.language;
    document.title = page.title;
    document.body.dataset["screen"] = screen;
    region.textContent = pick(data.region, app.language);
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
  fill(root, el("header", { class: "top" }, region, other), place);
  window.setInterval(show, 1000);
  app.start();
  show();
}

main();
