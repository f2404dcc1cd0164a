/** Where the booker says why the invitation goes as it is. */
import { Action, button, notice } from "../shared/controls";
import { el } from "../shared/dom";
import { pick } from "../shared/i18n";
import { type Context, explainer } from "./context";
import type { CheckText } from "./sendCheck";

/** The service refuses longer ones. */
const NOTE_LIMIT = 200;

interface Deeds {
  /** Rejects when the reason could not be kept. */
  keep(reason: string, note: string): Promise<void>;
  cancel(): void;
}

export function overrideForm(context: Context, text: CheckText, deeds: Deeds): HTMLElement {
  const { reasons } = context.profile.send_check;
  const note = el("textarea", { class: "input", maxlength: NOTE_LIMIT, rows: 3, id: "override-note" });
  const noteField = el(
    "div",
    { class: "field", hidden: true },
    el("label", { class: "field-label", for: "override-note" }, text("note")),
    note,
  );
  const said = el("div", { class: "said" });
  let chosen = "";
  const explain = explainer(context);
  const action: Action = new Action(
    () => [
      button(text("keep"), "primary", () => press()),
      button(text("cancel"), "subtle", () => deeds.cancel()),
    ],
    (fault) => text("notKept", { why: explain(fault) }),
  );
  const press = (): void => {
    const reason = reasons.find(({ code }) => code === chosen);
    const words = reason?.note ? note.value.trim() : "";
    if (!reason || (reason.note && !words)) {
      said.replaceChildren(notice("bad", text(reason ? "noteMissing" : "reasonMissing")));
      return;
    }
    said.replaceChildren();
    action.run(text("keeping"), () => deeds.keep(reason.code, words));
  };
  return el(
    "div",
    { class: "question override" },
    el(
      "fieldset",
      { class: "reasons" },
      el("legend", { tabindex: "-1" }, text("reasonTitle")),
      el("p", { class: "quiet" }, text("reasonHelp")),
      ...reasons.map(({ code, text: words, note: asks }) =>
        el(
          "label",
          { class: "reason" },
          el("input", {
            type: "radio",
            name: "override-reason",
            value: code,
            on: {
              change: () => {
                chosen = code;
                noteField.hidden = !asks;
              },
            },
          }),
          el("span", {}, pick(words, context.language)),
        ),
      ),
    ),
    noteField,
    said,
    action.node,
  );
}
