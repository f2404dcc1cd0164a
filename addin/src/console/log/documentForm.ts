/** The check put on record: which entries were looked at and what was found (HSLF-FS 2016:40, 4 kap. 9 §). */
import { el } from "../../shared/dom";
import { form, radios } from "../../staff/form";
import type { Filters, Result } from "./client";
import type { Marked } from "./marked";
import type { ReviewContext } from "./review";

/** So many entries fit in one check. */
const MOST = 200;

export function documentForm(
  context: ReviewContext,
  marked: Marked,
  filters: () => Filters,
  done: (words: string) => Promise<void>,
): HTMLElement {
  const { text, calls } = context;
  const result = radios("result", { label: text("result"), needed: text("chooseResult") }, [
    ["ok", text("resultOk")],
    ["follow_up", text("resultFollowUp")],
  ]);
  function lacking(): string | null {
    const count = marked.numbers().length;
    if (count === 0) {
      return text("markedNone");
    }
    return count > MOST ? text("tooManyMarked", { count, most: MOST }) : null;
  }

  return el(
    "div",
    { class: "document" },
    el("h3", {}, text("document")),
    form(
      context,
      [result],
      {
        submit: text("saveReview"),
        layout: [marked.count, result.node],
        check: lacking,
      },
      async ({ result: found }) => {
        const numbers = marked.numbers();
        await calls.document(filters(), found as Result, numbers);
        const saved = text("reviewSaved", { count: numbers.length });
        await done(found === "follow_up" ? `${saved} ${text("followUpNext")}` : saved);
      },
    ),
  );
}
