/** A page for staff: asks who one is, then shows the page. What it shows is fetched as that person. */
import { Api, ApiProblem } from "../shared/api";
import { focusOn, notice, progress } from "../shared/controls";
import { byId, el, fill, pageData } from "../shared/dom";
import { type Language, languageOf } from "../shared/i18n";
import { followDeviceTheme, setAccent } from "../shared/theme";
import { explain, type Me, type ShellWords, type StaffContext, type StaffData } from "./context";
import type { Page } from "./page";
import { push } from "./parts";
import { askedFor, bearer, signInAs, signOut } from "./session";
import { shell, signInPage } from "./shell";

/** The meeting pages read their language here too. */
const LANGUAGE = "vardmote.language";

export interface Shown<D extends StaffData, W extends ShellWords> {
  readonly words: (language: Language) => W;
  /** What the page is called. */
  readonly name: (text: W, data: D) => string;
  readonly page: (context: StaffContext<D, W>) => Page;
  /** Lets go of what the page kept, when it is left. */
  readonly left?: () => void;
}

class Frame<D extends StaffData, W extends ShellWords> {
  readonly #data = pageData<D>();
  readonly #root = byId("console");
  readonly #shown: Shown<D, W>;
  readonly #api = new Api(bearer);
  #language: Language = languageOf(sessionStorage.getItem(LANGUAGE) ?? navigator.language);
  #me: Me | null = null;
  #page: Page | null = null;

  constructor(shown: Shown<D, W>) {
    this.#shown = shown;
  }

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
    this.#shown.left?.();
    fill(this.#root);
  }

  async #enter(): Promise<void> {
    const text = this.#shown.words(this.#language);
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
    const text = this.#shown.words(this.#language);
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
    const text = this.#shown.words(this.#language);
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
    const context: StaffContext<D, W> = {
      data: this.#data,
      me: this.#me,
      api: this.#api,
      text: this.#shown.words(this.#language),
      language: this.#language,
      now: () => new Date(),
    };
    this.#page?.stop();
    this.#page = this.#shown.page(context);
    this.#frame(el("main", { id: "content", tabindex: "-1" }, this.#page.node));
    this.#page.start();
  }

  #frame(content: HTMLElement): void {
    const text = this.#shown.words(this.#language);
    document.documentElement.lang = this.#language;
    document.title = text("title", { page: this.#shown.name(text, this.#data) });
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

/** Shows the page that the server sent the frame of. */
export function show<D extends StaffData, W extends ShellWords>(shown: Shown<D, W>): void {
  followDeviceTheme();
  new Frame(shown).start();
}
