/** The unit's approval for digital care: four questions, answered by the unit head (seed 001). */
import { fold } from "../../shared/controls";
import { type Child, el } from "../../shared/dom";
import { pick } from "../../shared/i18n";
import { askFirst } from "../../staff/askFirst";
import { dayKey, dayWords, isOver, shiftDay } from "../../staff/days";
import { form, input, radios } from "../../staff/form";
import { note, Region, state } from "../../staff/parts";
import type { Unit } from "./client";
import { changed, type UnitContext, type UnitPart } from "./part";

export function approvalPart(context: UnitContext): UnitPart {
  const { text, language, now, calls } = context;
  const region = new Region("approval", text("approval"), text("approvalWhy"));
  const again = (done: string): Promise<void> => changed(context, region, done, () => calls.unit(), draw);

  function draw(unit: Unit): void {
    const { current, text: rule } = unit.approval;
    const over = current !== null && isOver(current.valid_to, now());
    region.show(
      el("p", {}, pick(rule, language)),
      ...standing(unit, over),
      unit.may.approval ? deeds(unit, over) : note(text("approvalMayNot")),
    );
  }

  function standing({ approval: { required, current } }: Unit, over: boolean): Child[] {
    if (current === null) {
      return [
        el("p", {}, state(required ? "bad" : "info", text("notApproved"))),
        el("p", {}, text(required ? "notApprovedRequired" : "notApprovedFree")),
      ];
    }
    const day = dayWords(current.approved_at, language, now());
    const last = dayWords(current.valid_to, language, now());
    return [
      el("p", {}, over ? state("bad", text("approvalOver")) : state("good", text("approved"))),
      el(
        "p",
        { class: "quiet" },
        text("approvedBy", { user: current.approved_by, day }),
        " ",
        over ? `${text("over", { day: last })}.` : text("until", { day: last }),
      ),
    ];
  }

  function deeds(unit: Unit, over: boolean): HTMLElement {
    const { current } = unit.approval;
    return el(
      "div",
      { class: "row-deeds" },
      fold(text(current === null ? "approve" : "approveAnew"), "check", [approve(unit)]),
      current !== null && !over && withdraw(),
    );
  }

  function approve({ approval: { questions } }: Unit): HTMLElement {
    const answers = questions.map((question) =>
      radios(question.code, { label: pick(question.text, language), needed: text("answerAll") }, [
        ["yes", text("yes")],
        ["no", text("no")],
      ]),
    );
    const until = input("valid_to", {
      label: text("validTo"),
      type: "date",
      needed: text("fillIn"),
      value: shiftDay(dayKey(now()), 365),
      least: dayKey(now()),
    });
    return form(
      context,
      [...answers, until],
      {
        submit: text("approve"),
        check: (values) =>
          questions.every(({ code }) => values[code] === "yes") ? null : text("approvalAllYes"),
      },
      async ({ valid_to: to }) => {
        const yes = Object.fromEntries(questions.map(({ code }) => [code, true]));
        await calls.add("approval", { answers: yes, valid_to: to });
        await again(text("approvalSaved"));
      },
    );
  }

  function withdraw(): HTMLElement {
    return askFirst(
      context,
      {
        button: text("withdraw"),
        spoken: text("withdraw"),
        question: text("withdrawAsk"),
        yes: text("withdrawYes"),
      },
      async () => {
        await calls.drop("approval");
        await again(text("withdrawn"));
      },
    );
  }

  return { region, draw };
}
