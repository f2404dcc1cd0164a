/** The video services' state: what is wrong first, with what to do about it, kept fresh while somebody looks. */
import { notice } from "../../shared/controls";
import { el, fill } from "../../shared/dom";
import { pick, type Text } from "../../shared/i18n";
import { momentWords } from "../../staff/days";
import type { Page } from "../../staff/page";
import { push, Region, state, type Tone } from "../../staff/parts";
import type { Context } from "../context";
import { Fresh } from "../fresh";
import type { WordKey } from "../words";

export const EVERY_MS = 15_000;

/** One part of a service, as the server has measured it. */
export interface Part {
  readonly code: string;
  readonly state: Tone;
  readonly name: Text;
  readonly said: Text;
  readonly when: Text | null;
  readonly at: string | null;
  readonly steps: readonly Text[];
}

export interface Status {
  readonly as_of: string;
  readonly pexip: boolean;
  readonly parts: readonly Part[];
}

const WORDS: Readonly<Record<Tone, WordKey>> = {
  bad: "partBad",
  warn: "partWarn",
  info: "partInfo",
  good: "partGood",
};
const ORDER = Object.keys(WORDS);
const SUMS: readonly { tone: Tone; one: WordKey; many: WordKey }[] = [
  { tone: "bad", one: "statusBadOne", many: "statusBad" },
  { tone: "warn", one: "statusWarnOne", many: "statusWarn" },
];

export class StatusPage implements Page {
  readonly node = el("div", { class: "rooms-page" });
  readonly #context: Context;
  readonly #fresh: Fresh<Status>;
  readonly #sum = el("p", { class: "status-sum", role: "status" });
  #region: Region | null = null;
  #shown = "";

  constructor(context: Context) {
    this.#context = context;
    this.#fresh = new Fresh(context, {
      everyMs: EVERY_MS,
      ask: () => context.api.get<Status>("/api/v1/status"),
      begin: (status) => this.#begin(status),
      draw: (status) => this.#draw(status),
    });
    const { text } = context;
    const lead = el(
      "div",
      { class: "lead" },
      el("h1", { tabindex: "-1" }, text("pageStatus")),
      el("p", { class: "why" }, text("statusLead")),
      this.#sum,
      this.#fresh.line,
      this.#fresh.trouble,
    );
    fill(this.node, lead, this.#fresh.body);
  }

  start(): Promise<void> {
    return this.#fresh.start();
  }

  stop(): void {
    this.#fresh.stop();
  }

  #begin(status: Status): void {
    const { text } = this.#context;
    this.#region = new Region("parts", text("statusParts"), text("statusPartsWhy"));
    const again = push(text("readAgain"), "outline", () => this.#fresh.refresh());
    fill(
      this.#fresh.body,
      ...(status.pexip ? [this.#region.node, el("div", {}, again)] : [notice("info", text("statusNone"))]),
    );
  }

  #draw({ pexip, parts }: Status): void {
    const { text } = this.#context;
    const sums = SUMS.map(({ tone, one, many }) => {
      const count = parts.filter((part) => part.state === tone).length;
      return count > 1 ? text(many, { count: String(count) }) : count === 1 && text(one);
    });
    const said = sums.filter(Boolean).join(" ") || text("statusGood");
    // What is read aloud is not to be read again while it is the same.
    if (pexip && this.#sum.textContent !== said) {
      this.#sum.textContent = said;
    }
    const shown = JSON.stringify(parts);
    if (shown !== this.#shown) {
      this.#shown = shown;
      const sorted = [...parts].sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
      this.#region?.show(el("ul", { class: "rows" }, ...sorted.map((part) => this.#part(part))));
    }
  }

  #part(part: Part): HTMLElement {
    const { text, language, now } = this.#context;
    return el(
      "li",
      { class: "row" },
      el(
        "div",
        { class: "row-head" },
        el("h3", {}, pick(part.name, language)),
        state(part.state, text(WORDS[part.state])),
      ),
      el("p", {}, pick(part.said, language)),
      part.when !== null &&
        part.at !== null &&
        el(
          "p",
          { class: "quiet" },
          text("partWhen", {
            when: pick(part.when, language),
            moment: momentWords(part.at, language, now()),
          }),
        ),
      part.steps.length > 0 &&
        el(
          "div",
          { class: "status-steps" },
          el("h4", {}, text("partSteps")),
          el("ol", {}, ...part.steps.map((step) => el("li", {}, pick(step, language)))),
        ),
    );
  }
}
