/** The link section: copy it, which template to choose, and the whole text. */
import { button, fold, notice } from "../shared/controls";
import { type Child, copyText, el, fill } from "../shared/dom";
import type { Meeting, Template } from "../shared/meetings";
import { type Context, say, typeOf } from "./context";

/** Nothing when the meeting has no link. `primary` when copying is the next thing to do. */
export function linkSection(context: Context, meeting: Meeting, primary: boolean): HTMLElement | null {
  const patient = meeting.audience === "patient";
  // What a patient gets leads to this meeting alone, whatever its series; colleagues have the appointment's.
  const link = patient ? meeting.own_url : meeting.join_url;
  if (!link) {
    return null;
  }
  const { text } = context;
  const said = el("div", { class: "said" });
  const copy = button(
    text(patient ? "copyLink1177" : "copyLink"),
    patient && primary ? "primary" : "outline",
    () => sayCopied(context, said, link, text(patient ? "copiedPatient" : "copied")),
  );
  return el(
    "section",
    { class: "part", "aria-labelledby": "link-title" },
    el("h2", { id: "link-title" }, text(patient ? "linkTitlePatient" : "linkTitleStaff")),
    el("p", { class: "quiet" }, text(patient ? "notInMail" : "staffLinkHelp")),
    el("div", { class: "buttons" }, copy),
    said,
    patient ? templates(context, typeOf(context, meeting)?.templates ?? []) : null,
    meeting.patient_message ? wholeText(context, meeting.patient_message) : null,
  );
}

/** Copies and says so; where the browser refuses, the text is shown to be copied by hand. */
export async function sayCopied(
  context: Context,
  said: HTMLElement,
  value: string,
  words: string,
): Promise<void> {
  const { text } = context;
  if (await copyText(value)) {
    fill(said, notice("good", words));
    return;
  }
  const shown = el("input", { class: "input", readonly: true, value, "aria-label": text("linkField") });
  fill(said, notice("warn", text("copyFailed")), shown);
  shown.focus();
  shown.select();
}

function templates(context: Context, all: readonly Template[]): Child {
  const { text } = context;
  const [first] = all;
  if (!first) {
    return null;
  }
  const name = el("dl", { class: "template" });
  const show = (template: Template): void =>
    fill(
      name,
      el("dt", {}, text("caseType")),
      el("dd", {}, template.case_type),
      el("dt", {}, text("internalName")),
      el("dd", {}, template.internal_name),
    );
  show(first);
  if (all.length === 1) {
    return el("div", { class: "templates" }, el("h3", {}, text("templateOne")), name);
  }
  return el(
    "fieldset",
    { class: "templates" },
    el("legend", {}, text("template")),
    ...all.map((template) =>
      el(
        "label",
        { class: "choice" },
        el("input", {
          type: "radio",
          name: "template",
          checked: template === first,
          on: { change: () => show(template) },
        }),
        el("span", {}, say(context, template.when)),
      ),
    ),
    name,
  );
}

function wholeText(context: Context, message: string): HTMLElement {
  const { text } = context;
  const said = el("div", { class: "said" });
  const shown = el("pre", { class: "message", tabindex: "0", "aria-label": text("wholeText") }, message);
  const copy = button(text("copyWholeText"), "outline", () =>
    sayCopied(context, said, message, text("copiedText")),
  );
  return fold(text("wholeText"), "list", [shown, el("div", { class: "buttons" }, copy), said]);
}
