/** The access log's page: the review, the extract for a patient, and one's own accesses, each behind its own word. */
import { notice, progress } from "../../shared/controls";
import { el, fill, setAttribute } from "../../shared/dom";
import type { Text } from "../../shared/i18n";
import { explain } from "../../staff/context";
import type { Page } from "../../staff/page";
import { note, push } from "../../staff/parts";
import type { Context } from "../context";
import { type UnitName, unitNames } from "../unit/client";
import type { WordKey } from "../words";
import { LogCalls } from "./client";
import { extractView } from "./extract";
import { mineView } from "./mine";
import { type ReviewContext, reviewView } from "./review";
import type { Shelf } from "./shelf";
import type { View } from "./view";

type ViewName = "review" | "extract" | "mine";

const VIEWS: Readonly<Record<ViewName, readonly [WordKey, (context: ReviewContext) => View]>> = {
  review: ["viewReview", reviewView],
  extract: ["viewExtract", extractView],
  mine: ["viewMine", mineView],
};
const REVIEWERS = ["unit_head", "auditor"];

export class LogPage implements Page {
  readonly node = el("div", { class: "log-page" });
  readonly #context: Context;
  readonly #shelf: Shelf;
  readonly #body = el("div", { class: "regions" });
  readonly #ways = el("div");
  #names: readonly ViewName[] = [];
  #links: readonly HTMLElement[] = [];
  #units: readonly UnitName[] = [];
  #view: View | null = null;
  #shown: ViewName | null = null;
  readonly #turned = (): void => {
    this.#show(true);
  };

  constructor(context: Context, shelf: Shelf) {
    this.#context = context;
    this.#shelf = shelf;
    const { text } = context;
    fill(
      this.node,
      el(
        "div",
        { class: "lead" },
        el("h1", { tabindex: "-1" }, text("pageLog")),
        el("p", { class: "why" }, text("logLead")),
      ),
      this.#ways,
      this.#body,
    );
  }

  async start(): Promise<void> {
    const { api, text } = this.#context;
    fill(this.#body, progress(text("loading")));
    try {
      this.#units = await unitNames(api);
    } catch (fault) {
      const again = push(text("tryAgain"), "outline", () => this.start());
      fill(this.#body, notice("bad", explain(this.#context)(fault)), again);
      return;
    }
    this.#offer(this.#units.some(reviews));
    window.addEventListener("hashchange", this.#turned);
    this.#show(false);
  }

  /** Ways to the views: whoever does not review has one, and is told who does. */
  #offer(all: boolean): void {
    const { text } = this.#context;
    this.#names = all ? ["review", "extract", "mine"] : ["mine"];
    this.#links = this.#names.map((name) => el("a", { href: `#${name}` }, text(VIEWS[name][0])));
    fill(
      this.#ways,
      all
        ? el("nav", { class: "views", "aria-label": text("views") }, ...this.#links)
        : el("div", { class: "lead" }, note(text("mayNotReview"))),
    );
  }

  stop(): void {
    window.removeEventListener("hashchange", this.#turned);
    this.#view?.stop();
    this.#view = null;
    fill(this.#body);
  }

  #show(turned: boolean): void {
    const asked = location.hash.slice(1);
    // Other names in the address are places on the page.
    const name = this.#names.find((known) => known === asked) ?? this.#shown ?? this.#names[0] ?? "mine";
    if (name === this.#shown) {
      return;
    }
    if (turned) {
      this.#shelf.made = null;
    }
    this.#shown = name;
    this.#view?.stop();
    const { api, me } = this.#context;
    const context = {
      ...this.#context,
      calls: new LogCalls(api),
      shelf: this.#shelf,
      units: named([me.unit, ...this.#units]),
      reviewed: named(this.#units.filter(reviews)),
    };
    this.#view = VIEWS[name][1](context);
    for (const [at, link] of this.#links.entries()) {
      setAttribute(link, "aria-current", this.#names[at] === name && "page");
    }
    fill(this.#body, ...this.#view.nodes);
    this.#view.start();
    if (turned) {
      this.#body.querySelector<HTMLElement>("h2")?.focus();
    }
  }
}

function reviews({ roles }: UnitName): boolean {
  return roles.some((role) => REVIEWERS.includes(role));
}

function named(units: readonly Pick<UnitName, "id" | "name">[]): ReadonlyMap<string, Text> {
  return new Map(units.map(({ id, name }) => [id, name]));
}
