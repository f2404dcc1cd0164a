/** The sites of a conference with where each is. A row is kept, so that a question asked in it stays. */
import { Action } from "../shared/controls";
import { type Child, el, fill } from "../shared/dom";
import { askFirst } from "../staff/askFirst";
import { explain } from "../staff/context";
import { push, state, type Tone } from "../staff/parts";
import type { Conference, Press, Site } from "./client";
import type { ConferenceContext } from "./context";

type PressSite = (press: Press, site: string) => Promise<void>;

interface Row {
  readonly node: HTMLElement;
  readonly stage: HTMLElement;
  readonly deeds: HTMLElement;
  shown: string;
  can: string;
}

/** A stage's look; one that is not here is neither good nor bad. */
const TONES: Readonly<Record<string, Tone>> = {
  connected: "good",
  looking: "warn",
  asking: "warn",
  dialling: "warn",
  leaving: "warn",
  busy: "bad",
  failed: "bad",
  unreachable: "bad",
};

export class SiteRows {
  readonly node: HTMLElement;
  readonly #context: ConferenceContext;
  readonly #press: PressSite;
  readonly #list = el("ul", { class: "rows" });
  readonly #rows = new Map<string, Row>();

  constructor(context: ConferenceContext, press: PressSite) {
    this.#context = context;
    this.#press = press;
    this.node = el(
      "section",
      { class: "region", "aria-labelledby": "sites-heading" },
      el("h2", { id: "sites-heading" }, context.text("sites")),
      this.#list,
    );
  }

  draw(one: Conference): void {
    const ids = new Set(one.sites.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.node.remove();
        this.#rows.delete(id);
      }
    }
    for (const site of one.sites) {
      const row = this.#rows.get(site.id) ?? this.#made(site, one);
      this.#stage(row, site);
      this.#deeds(row, site, one);
    }
  }

  #made(site: Site, one: Conference): Row {
    const { text } = this.#context;
    const stage = el("div", { class: "site-stage" });
    const deeds = el("div", { class: "site-deeds" });
    const heading = el("h3", {}, site.label);
    const isPresenter = site.id === one.presenter && el("span", { class: "badge" }, text("isPresenter"));
    const node = el(
      "li",
      { class: "row" },
      el("div", { class: "row-head" }, heading, isPresenter, stage),
      deeds,
    );
    const row: Row = { node, stage, deeds, shown: "", can: "" };
    this.#rows.set(site.id, row);
    this.#list.append(node);
    return row;
  }

  #stage(row: Row, site: Site): void {
    const { text, language } = this.#context;
    const words = site[`stage_${language}`] || (site.joins === "calls_in" ? text("callsIn") : "");
    const shown = `${site.stage} ${words}`;
    if (row.shown !== shown) {
      row.shown = shown;
      fill(row.stage, words !== "" && state(TONES[site.stage ?? ""] ?? "info", words));
    }
  }

  #deeds(row: Row, site: Site, one: Conference): void {
    const can = (["retry", "skip"] as const).filter((press) =>
      one.presses.some((allowed) => allowed.press === press && allowed.sites.includes(site.id)),
    );
    if (row.can === can.join()) {
      return;
    }
    const hadFocus = row.deeds.contains(document.activeElement);
    row.can = can.join();
    fill(row.deeds, ...can.map((press) => (press === "skip" ? this.#skip(site) : this.#retry(site))));
    if (hadFocus && !row.deeds.contains(document.activeElement)) {
      row.node.tabIndex = -1;
      row.node.focus();
    }
  }

  #skip({ id, label }: Site): Child {
    const { text } = this.#context;
    const words = {
      button: text("skip"),
      spoken: text("skipSpoken", { site: label }),
      question: text("skipAsk", { site: label }),
      yes: text("skipYes"),
      busy: text("pressing"),
    };
    return askFirst(this.#context, words, () => this.#press("skip", id));
  }

  #retry({ id, label }: Site): Child {
    const { text } = this.#context;
    const action: Action = new Action(
      () => [
        push(
          text("retry"),
          "subtle",
          () => {
            action.run(text("pressing"), () => this.#press("retry", id));
          },
          text("retrySpoken", { site: label }),
        ),
      ],
      explain(this.#context),
    );
    return action.node;
  }
}
