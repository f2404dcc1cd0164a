/** One table of the statistics. It is scrolled sideways by itself where it does not fit, also by the keyboard. */
import { el } from "../../shared/dom";
import type { Context } from "../context";
import { monthWords, numberWords, type Part, type Statistics, WHERE, whereWords } from "./numbers";

export function table(context: Context, { id, heading, columns }: Part, told: Statistics): HTMLElement {
  const { text } = context;
  const span = text("statShown", { from: monthWords(told.from, context), to: monthWords(told.to, context) });
  const numbers = (row: Statistics["totals"]): readonly HTMLElement[] =>
    columns.map(([, name]) =>
      el("td", { class: "stat-number" }, numberWords(context, row[name], told.least)),
    );
  return el(
    "div",
    { class: "stat-scroll", role: "group", tabindex: "0", "aria-labelledby": `${id}-caption` },
    el(
      "table",
      { class: "stat-table" },
      el("caption", { id: `${id}-caption` }, `${text(heading)}. ${span}`),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ...WHERE.map((head) => el("th", { scope: "col" }, text(head))),
          ...columns.map(([head]) => el("th", { scope: "col", class: "stat-number" }, text(head))),
        ),
      ),
      el(
        "tbody",
        {},
        ...told.rows.map((row) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, monthWords(row.month, context)),
            ...whereWords(context, row).map((words) => el("td", {}, words)),
            ...numbers(row.numbers),
          ),
        ),
      ),
      el(
        "tfoot",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "row", colspan: WHERE.length }, text("statTotal")),
          ...numbers(told.totals),
        ),
      ),
    ),
  );
}
