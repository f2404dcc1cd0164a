/** The statistics: how many meetings there were and how they went, by months one chooses, and as a file. */
import { focusOn, notice, progress } from "../../shared/controls";
import { el, fill } from "../../shared/dom";
import { explain } from "../../staff/context";
import { choice, form } from "../../staff/form";
import type { Page } from "../../staff/page";
import { push, Region } from "../../staff/parts";
import type { Context } from "../context";
import { csv, save } from "./csv";
import { monthsBefore, monthWords, PARTS, type Statistics } from "./numbers";
import { table } from "./table";

const CHOSEN_FROM = 36;
const MOST = 12;

export class StatisticsPage implements Page {
  readonly node = el("div", { class: "rooms-page" });
  readonly #context: Context;
  readonly #body = el("div", { class: "regions" });
  readonly #said = el("p", { role: "status" });
  readonly #tables = el("div", { class: "regions" });

  constructor(context: Context) {
    this.#context = context;
    const { text } = context;
    const lead = el(
      "div",
      { class: "lead" },
      el("h1", { tabindex: "-1" }, text("pageStatistics")),
      el("p", { class: "why" }, text("statLead")),
    );
    fill(this.node, lead, this.#body);
  }

  async start(): Promise<void> {
    const { text } = this.#context;
    fill(this.#body, progress(text("loading")));
    try {
      const told = await this.#ask("");
      fill(this.#body, this.#choosing(told), this.#tables);
      this.#show(told);
    } catch (fault) {
      const trouble = notice("bad", explain(this.#context)(fault));
      fill(
        this.#body,
        trouble,
        push(text("tryAgain"), "outline", () => this.start()),
      );
      focusOn(trouble);
    }
  }

  stop(): void {
    fill(this.#tables);
  }

  #ask(query: string): Promise<Statistics> {
    return this.#context.api.get<Statistics>(`/api/v1/statistics${query}`);
  }

  #choosing({ from, to, newest }: Statistics): HTMLElement {
    const { text } = this.#context;
    const region = new Region("stat-months", text("statMonths"), text("statMonthsWhy"));
    const rows = monthsBefore(newest, CHOSEN_FROM).map(
      (month) => [month, monthWords(month, this.#context)] as const,
    );
    const ask = form(
      this.#context,
      [
        choice("from", { label: text("statFrom"), value: from }, rows),
        choice("to", { label: text("statTo"), value: to }, rows),
      ],
      {
        submit: text("statShow"),
        busy: text("loading"),
        check: ({ from: first = "", to: last = "" }) => {
          if (first > last) {
            return text("statOrder");
          }
          return monthsBefore(last, MOST).includes(first) ? null : text("statTooLong");
        },
      },
      async ({ from: first, to: last }) => this.#show(await this.#ask(`?from=${first}&to=${last}`)),
    );
    ask.classList.add("filters");
    region.show(ask, this.#said);
    return region.node;
  }

  #show(told: Statistics): void {
    const { text, language } = this.#context;
    const from = monthWords(told.from, this.#context);
    const shown = text("statShown", { from, to: monthWords(told.to, this.#context) });
    this.#said.textContent = told.rows.length === 0 ? `${shown} ${text("statNone")}` : shown;
    if (told.rows.length === 0) {
      fill(this.#tables);
      return;
    }
    const parts = PARTS.map((part) => {
      const region = new Region(part.id, text(part.heading), text(part.why, { least: told.least }));
      region.show(table(this.#context, part, told));
      return region.node;
    });
    const name = `${language === "sv" ? "statistik" : "statistics"}-${told.from}-${told.to}.csv`;
    const file = el(
      "div",
      {},
      push(text("statCsv"), "outline", () => save(name, csv(this.#context, told))),
      el("p", { class: "quiet" }, text("statCsvWhy")),
    );
    fill(this.#tables, ...parts, file);
  }
}
