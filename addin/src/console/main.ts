/** The console: asks who one is, then shows the page the address names. What it shows is fetched as that person. */
import "../shared/tokens.css";
import "../shared/controls.css";
import "./console.css";
import "./form.css";
import "./unit/unit.css";
import "./log/log.css";
import { Api, ApiProblem } from "../shared/api";
import { focusOn, notice, progress } from "../shared/controls";
import { byId, el, fill, pageData } from "../shared/dom";
import { type Language, languageOf, translator } from "../shared/i18n";
import { followDeviceTheme, setAccent } from "../shared/theme";
import { type ConsoleData, type Context, explain, type Me } from "./context";
import { LogPage } from "./log/page";
import { Shelf } from "./log/shelf";
import type { Page } from "./page";
import { push } from "./parts";
import { askedFor, bearer, signInAs, signOut } from "./session";
import { shell, signInPage } from "./shell";
import { UnitPage } from "./unit/page";
import { WORDS } from "./words";

/** The meeting pages read their language here too. */
const LANGUAGE = "vardmote.language";
const PAGES: Readonly<Record<ConsoleData["page"], (context: Context, shelf: Shelf) => Page>> = {
  unit: (context) => new UnitPage(context),
  log: (context, shelf) => new LogPage(context, shelf),
};

class Console {
  readonly #data = pageData<ConsoleData>();
  readonly #root = byId("console");
  readonly #shelf = new Shelf();
  readonly #api = new Api(bearer);
  #language: Language = languageOf(sessionStorage.getItem(LANGUAGE) ?? navigator.language);
  #me: Me | null = null;
  #page: Page | null = null;

  async start(): Promise<void> {
    setAccent(this.#data.accent);
    const asked = askedFor();
    if (asked !== null && this.#data.people.some(({ user }) => user === asked)) {
      await signInAs(asked);
    }
    // Whoever comes back with the browser's arrow finds the page empty and fetched anew.
    window.addEventListener("pagehide", () => this.#leave());
    window.addEventListener("pageshow", (event) => event.persisted && this.#enter());
    await this.#enter();
  }

  #leave(): void {
    this.#page?.stop();
    this.#page = null;
    this.#shelf.clear();
    fill(this.#root);
  }

  async #enter(): Promise<void> {
    const text = translator(WORDS, this.#language);
    if (bearer() === null) {
      this.#ask();
      return;
    }
    this.#frame(el("main", { id: "content" }, progress(text("loading"))));
    try {
      this.#me = await this.#api.get<Me>("/api/v1/me");
      this.#open();
    } catch (fault) {
      this.#refused(fault);
    }
  }

  #refused(fault: unknown): void {
    const text = translator(WORDS, this.#language);
    if (fault instanceof ApiProblem && fault.status === 401) {
      signOut();
      this.#ask(notice("warn", text("signedOut")));
      return;
    }
    const trouble = notice("bad", explain({ text })(fault));
    const again = push(text("tryAgain"), "outline", () => this.#enter());
    this.#frame(el("main", { id: "content" }, el("div", { class: "sign-in" }, trouble, again)));
    focusOn(trouble);
  }

  #ask(...before: HTMLElement[]): void {
    const text = translator(WORDS, this.#language);
    this.#me = null;
    const page = signInPage(this.#data, text, async (user) => {
      await signInAs(user);
      await this.#enter();
    });
    this.#frame(el("main", { id: "content" }, ...before, page));
  }

  #open(): void {
    if (this.#me === null) {
      return;
    }
    const text = translator(WORDS, this.#language);
    const context: Context = {
      data: this.#data,
      me: this.#me,
      api: this.#api,
      text,
      language: this.#language,
      now: () => new Date(),
    };
    this.#page?.stop();
    this.#page = PAGES[this.#data.page](context, this.#shelf);
    this.#frame(el("main", { id: "content", tabindex: "-1" }, this.#page.node));
    this.#page.start();
  }

  #frame(content: HTMLElement): void {
    const text = translator(WORDS, this.#language);
    const name = text(this.#data.page === "unit" ? "pageUnit" : "pageLog");
    document.documentElement.lang = this.#language;
    document.title = text("title", { page: name });
    fill(
      this.#root,
      ...shell(this.#data, text, this.#me, content, {
        turn: (language) => this.#turn(language),
        changePerson: () => {
          this.#leave();
          signOut();
          this.#ask();
          this.#root.querySelector<HTMLElement>("h1")?.focus();
        },
      }),
    );
  }

  #turn(language: Language): void {
    sessionStorage.setItem(LANGUAGE, language);
    this.#language = language;
    if (this.#me === null) {
      this.#enter();
    } else {
      this.#open();
    }
    this.#root.querySelector<HTMLElement>(".language")?.focus();
  }
}

followDeviceTheme();
new Console().start();
