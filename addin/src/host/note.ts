/** A message to somebody who waits. */
import { el, setAttribute } from "../shared/dom";
import type { Person } from "../video/events";
import { icon } from "../video/icons";
import { nameOf } from "../video/people";
import type { HostApp } from "./app";
import { ADMITTING, order, resting } from "./press";

/** What the service keeps of a note. */
const NOTE_LIMIT = 300;

export interface NoteForm {
  readonly button: HTMLElement;
  readonly root: HTMLElement;
  update(person: Person): void;
}

/** The message to somebody who waits: written, sent once, and shown as it was sent. */
export function noteForm(app: HostApp, person: Person): NoteForm {
  const { text } = app;
  const id = `note-${person.id}`;
  let name = nameOf(person, text);
  const field = el("textarea", { id, rows: 2, maxlength: NOTE_LIMIT });
  const shown = el("p", { class: "hint", hidden: true });
  const late = el("button", { type: "button", class: "button quiet" }, text("noteUseLate"));
  const send = el(
    "button",
    { type: "submit", class: "button primary" },
    text(app.reports ? "send" : "noteSend"),
  );
  const cancel = el("button", { type: "button", class: "button" }, text("no"));
  const form = el(
    "form",
    { class: "note-form", hidden: true },
    el("label", { for: id }, text(app.reports ? "noteThere" : "noteLabel", { system: app.system })),
    field,
    el("div", { class: "row" }, send, late, cancel),
  );
  const button = el(
    "button",
    {
      type: "button",
      class: "button",
      "aria-expanded": "false",
    },
    icon("note"),
    text("noteShort"),
  );
  const open = (opened: boolean): void => {
    // Whoever has gone on to somebody else while it was sent stays there.
    const isHere = form.contains((form.getRootNode() as Document | ShadowRoot).activeElement);
    form.hidden = !opened;
    button.setAttribute("aria-expanded", String(opened));
    if (opened) field.focus();
    else if (isHere) button.focus();
  };
  const opens = resting(button, async () => open(form.hidden === true), {
    may: () => app.writes || form.hidden === false,
    why: ADMITTING,
  });
  button.addEventListener("click", opens.press);
  cancel.addEventListener("click", () => open(false));
  late.addEventListener("click", () => {
    field.value = text("noteLate");
    field.focus();
  });
  const sends = resting(send, async () => {
    const note = { text: field.value.trim() };
    const isSent = await order(app, `participants/${person.id}/note`, note, () => text("noteSent", { name }));
    if (isSent) open(false);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sends.press();
  });
  return {
    button,
    root: el("div", {}, shown, form),
    update: (now) => {
      name = nameOf(now, text);
      setAttribute(button, "aria-label", text("note", { name }));
      opens.show();
      shown.hidden = !now.note;
      shown.textContent = !now.note ? "" : text("noteShown", { note: now.note });
    },
  };
}
