/** The same again, some weeks later: the first choice of whoever has two minutes. */
import { ApiProblem, newKey } from "../shared/api";
import { Action } from "../shared/controls";
import { spanText } from "../shared/dates";
import { el } from "../shared/dom";
import { explain } from "../staff/context";
import { push } from "../staff/parts";
import type { Conference } from "./client";
import type { ConferenceContext } from "./context";
import { complete, slotFields } from "./slot";
import { nextSlot, spanOf } from "./times";
import { countWords } from "./told";

/** Plans a conference again, at the time it would be next. `beside` is offered beside it. */
export function repeatForm(
  context: ConferenceContext,
  last: Conference,
  beside: HTMLElement | false = false,
): HTMLElement {
  const { text, language, now, calls, go } = context;
  const { day, from, to } = slotFields(context, nextSlot(last, now()));
  const keys = new Map<string, string>();
  const plan = (): void => {
    if (!complete([day, from, to])) {
      return;
    }
    action.run(text("planning"), async () => {
      const { opens, closes } = spanOf({ day: day.value(), from: from.value(), to: to.value() });
      // The same time asked for twice is the same plan.
      const key = keys.get(opens + closes) ?? newKey();
      keys.set(opens + closes, key);
      const made = await calls.repeat(last.id, opens, closes, key);
      go(made.id, text("planned"));
    });
  };
  const action: Action = new Action(
    () => [
      el("button", { type: "submit", class: "push primary" }, text("againButton")),
      push(text("againChange"), "outline", () =>
        go(["new", last.id, day.value(), from.value(), to.value()].join("/")),
      ),
      beside,
    ],
    (fault) => {
      const words = explain(context)(fault);
      return fault instanceof ApiProblem && fault.code === "bad-plan"
        ? `${words} ${text("againBad")}`
        : words;
    },
  );
  const what = countWords(context, last);
  return el(
    "form",
    {
      class: "region first",
      novalidate: true,
      "aria-labelledby": "again-heading",
      on: {
        submit: (event) => {
          event.preventDefault();
          plan();
        },
      },
    },
    el("h2", { id: "again-heading" }, text("again")),
    el(
      "p",
      { class: "why" },
      text("againWhy", {
        when: spanText(new Date(last.opens), new Date(last.closes), language, now()),
        what,
      }),
    ),
    el("div", { class: "slot" }, day.node, from.node, to.node),
    action.node,
  );
}
