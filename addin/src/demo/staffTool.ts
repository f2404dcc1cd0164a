/** A stand-in for Personalverktyget: choose the central template, paste, send to the patient's inbox. */
import { el } from "../shared/dom";
import { icon } from "../video/icons";
import type { Context, Part } from "./context";
import { hasDoor, letter } from "./letters";
import type { WordKey } from "./words";

export function staffTool(context: Context, delivered: () => void): Part {
  const { data, store, words } = context;
  const template = el(
    "select",
    { id: "tool-template", "aria-describedby": "tool-internal" },
    el("option", { value: "" }, words("templateChoose")),
  );
  template.append(...data.templates.map((one) => el("option", {}, one.case_type)));
  const internal = el("p", { class: "hint", id: "tool-internal" });
  const message = el("textarea", { id: "tool-message", rows: 7, "aria-describedby": "tool-hint" });
  const paste = el("button", { type: "button", class: "button" }, icon("note"), words("paste"));
  const wrong = el("p", { class: "wrong", role: "alert" });
  const form = el(
    "form",
    { class: "tool", novalidate: true, "data-guide": "staff-tool" },
    el("p", { class: "hint" }, words("staffToolWhat")),
    el("dl", { class: "to" }, el("dt", {}, words("to")), el("dd", {}, icon("person"), words("patientName"))),
    el(
      "div",
      { class: "field" },
      el("label", { for: "tool-template" }, words("template")),
      template,
      internal,
    ),
    el(
      "div",
      { class: "field" },
      el("div", { class: "row between" }, el("label", { for: "tool-message" }, words("message")), paste),
      message,
      el("p", { class: "hint", id: "tool-hint" }, words("messageHint")),
    ),
    wrong,
    el("button", { type: "submit", class: "button primary" }, words("deliver")),
  );
  const showInternal = (): void => {
    const name = data.templates.find(({ case_type }) => case_type === template.value)?.internal_name;
    internal.textContent = name ? words("templateInternal", { name }) : words("templateHint");
  };
  const say = (key: WordKey | null, field?: HTMLElement): void => {
    wrong.textContent = key ? words(key) : "";
    field?.focus();
  };
  template.addEventListener("change", () => {
    showInternal();
    say(null);
  });
  message.addEventListener("input", () => say(null));
  paste.addEventListener("click", async () => {
    try {
      message.value = store.state.copied || (await navigator.clipboard.readText());
      say(null);
    } catch {
      say("pasteFailed", message);
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (template.value === "") {
      say("templateMissing", template);
      return;
    }
    if (!hasDoor(message.value)) {
      say("linkMissing", message);
      return;
    }
    const sent = letter(template.value, message.value, words, new Date());
    message.value = "";
    template.value = "";
    showInternal();
    store.set({
      letters: [sent, ...store.state.letters],
      patientPlace: "phone",
      phone: { letter: null, door: null },
    });
    delivered();
  });
  showInternal();
  let offered = "";
  return {
    root: form,
    update: () => {
      const { copied } = store.state;
      if (copied !== offered) {
        offered = copied;
        // What somebody has written is theirs; an empty field takes what was just copied.
        if (message.value === "") {
          message.value = copied;
        }
      }
    },
  };
}
