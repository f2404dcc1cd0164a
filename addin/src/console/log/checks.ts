/** The checks that have been documented, newest first. */
import { fold, notice, progress } from "../../shared/controls";
import { el, fill } from "../../shared/dom";
import { explain } from "../../staff/context";
import { dayWords, momentWords } from "../../staff/days";
import { push, Region, state } from "../../staff/parts";
import type { Check } from "./client";
import type { ReviewContext } from "./review";

export interface ChecksRegion {
  readonly node: HTMLElement;
  load(): Promise<void>;
}

export function checksRegion(context: ReviewContext): ChecksRegion {
  const { text, calls } = context;
  const region = new Region("checks", text("checks"), text("checksWhy"));
  const list = el("div", { class: "list" });
  region.show(list);

  async function load(): Promise<void> {
    fill(list, progress(text("loading")));
    try {
      const checks = await calls.checks();
      fill(
        list,
        checks.length === 0
          ? el("p", { class: "quiet" }, text("noChecks"))
          : el("ul", { class: "rows" }, ...checks.map((check) => row(context, check))),
      );
    } catch (fault) {
      fill(list, notice("bad", explain(context)(fault)), push(text("tryAgain"), "outline", load));
    }
  }

  return { node: region.node, load };
}

function row({ text, language, now }: ReviewContext, check: Check): HTMLElement {
  const { at, user, name, from, to, result, entries } = check;
  // The period ends where its last day does: a moment before is still that day.
  const last = new Date(Date.parse(to) - 1).toISOString();
  return el(
    "li",
    { class: "row" },
    el(
      "div",
      { class: "row-head" },
      el("h3", {}, momentWords(at, language, now())),
      result === "ok" ? state("good", text("resultOk")) : state("bad", text("resultFollowUp")),
    ),
    el("p", {}, name || user),
    el(
      "p",
      { class: "quiet" },
      text("checkPeriod", { from: dayWords(from, language, now()), to: dayWords(last, language, now()) }),
    ),
    fold(text("checkEntries", { count: entries.length }), "list", [
      el("p", { class: "quiet" }, text("checkNumbers", { numbers: entries.join(", ") })),
    ]),
  );
}
