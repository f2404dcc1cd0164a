/** What the unit may do beside the region's rules: a rule, a written routine, who approved, a last day. */
import { fold } from "../../shared/controls";
import { type Child, el } from "../../shared/dom";
import { pick } from "../../shared/i18n";
import { askFirst } from "../../staff/askFirst";
import { dayKey, dayWords, isOver } from "../../staff/days";
import { choice, form, input } from "../../staff/form";
import { note, Region, state } from "../../staff/parts";
import type { Unit, UnitException } from "./client";
import { changed, type UnitContext, type UnitPart } from "./part";

export function exceptionsPart(context: UnitContext): UnitPart {
  const { text, language, now, calls } = context;
  const region = new Region("exceptions", text("exceptions"), text("exceptionsWhy"));
  const again = (done: string): Promise<void> => changed(context, region, done, () => calls.unit(), draw);

  function draw(unit: Unit): void {
    region.show(
      unit.exceptions.length === 0
        ? el("p", { class: "quiet" }, text("noExceptions"))
        : el("ul", { class: "rows" }, ...unit.exceptions.map((one) => row(unit, one))),
      ...below(unit),
    );
  }

  function below(unit: Unit): Child[] {
    if (!unit.may.exceptions) {
      return [note(text("exceptionsMayNot"))];
    }
    if (unit.exception_rules.length === 0) {
      return [note(text("noRules"))];
    }
    return [fold(text("addException"), "list", [give(unit)])];
  }

  function row(unit: Unit, one: UnitException): HTMLElement {
    const known = unit.exception_rules.find(({ code }) => code === one.rule);
    const rule = known ? pick(known.text, language) : one.rule;
    const day = dayWords(one.valid_to, language, now());
    const over = isOver(one.valid_to, now());
    const approved = text("approvedBy", {
      user: one.approved_by,
      day: dayWords(one.approved_at, language, now()),
    });
    return el(
      "li",
      { class: "row" },
      el(
        "div",
        { class: "row-head" },
        el("h3", {}, rule),
        over ? state("bad", text("over", { day })) : state("good", text("untilShort", { day })),
      ),
      el("p", {}, text("exceptionRoutine", { routine: one.routine })),
      el("p", { class: "quiet" }, approved),
      unit.may.exceptions && el("div", { class: "row-deeds" }, remove(one, rule)),
    );
  }

  function remove(one: UnitException, rule: string): HTMLElement {
    return askFirst(
      context,
      {
        button: text("remove"),
        spoken: text("removeException", { rule }),
        question: text("removeExceptionAsk"),
        yes: text("removeYes"),
      },
      async () => {
        await calls.drop("exceptions", one.id);
        await again(text("exceptionRemoved"));
      },
    );
  }

  function give(unit: Unit): HTMLElement {
    const rules = unit.exception_rules.map(({ code, text: rule, longest_months: months }) => {
      const words = text("longest", { rule: pick(rule, language), months });
      return [code, words] as const;
    });
    return form(
      context,
      [
        choice("rule", { label: text("rule"), needed: text("fillIn") }, rules),
        input("routine", {
          label: text("routine"),
          help: text("routineHelp"),
          needed: text("fillIn"),
          longest: 200,
        }),
        input("valid_to", {
          label: text("validTo"),
          type: "date",
          needed: text("fillIn"),
          least: dayKey(now()),
        }),
      ],
      { submit: text("exceptionSave") },
      async ({ rule, routine, valid_to: to }) => {
        await calls.add("exceptions", { rule, routine, valid_to: to });
        await again(text("exceptionSaved"));
      },
    );
  }

  return { region, draw };
}
