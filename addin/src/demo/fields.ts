/** The fields of the appointment form: head lines, places and the text one writes. */

import { spanText } from "../shared/dates";
import { el, fill, setAttribute } from "../shared/dom";
import { icon } from "../video/icons";
import { type Appointment, moved, ROOMS } from "./appointments";
import type { Context } from "./context";
import { nodesOf, paragraphs } from "./html";
import { repeatField, repeatText } from "./repeatField";
import { timeField } from "./timeField";

/** Something that shows an appointment and may be told to change it. */
export interface Fields {
  readonly root: HTMLElement;
  show(appointment: Appointment): void;
}

export type Write = (change: Partial<Appointment>) => void;

const LINES = ["subject", "required", "optional"] as const;

/** The form one writes in. `write` is called with each change a person makes. */
export function composeFields(context: Context, current: () => Appointment, write: Write): Fields {
  const { words, language } = context;
  const lines = LINES.map((name) => {
    const input = el("input", { id: `form-${name}`, autocomplete: "off" });
    input.addEventListener("input", () => write({ [name]: input.value }));
    return { name, input };
  });
  const edges = (["start", "end"] as const).map((name) => ({
    name,
    field: timeField({ label: words(name), day: words("day"), clock: words("clock") }, language, (value) => {
      const { start, end, weeklyUntil } = moved(current(), name, value);
      // An end before the start is not taken: the field shows what holds.
      write({ start, end, weeklyUntil });
    }),
  }));
  const repeat = repeatField(words, language, (weeklyUntil) => write({ weeklyUntil }));
  const places = placesField(context, current, write);
  const body = bodyField(context, write);
  const field = (name: (typeof LINES)[number], input: HTMLElement): HTMLElement =>
    el("div", { class: `field ${name}` }, el("label", { for: `form-${name}` }, words(name)), input);
  return {
    root: el(
      "div",
      { class: "fields" },
      ...lines.map(({ name, input }) => field(name, input)),
      ...edges.map(({ field }) => field.root),
      repeat.root,
      places.root,
      body.root,
    ),
    show: (appointment) => {
      for (const { name, input } of lines) {
        setValue(input, appointment[name]);
      }
      for (const { name, field } of edges) {
        field.show(new Date(appointment[name]));
      }
      repeat.show(appointment);
      places.show(appointment);
      body.show(appointment);
    },
  };
}

/** A sent appointment as Outlook shows it: nothing to write in. */
export function readFields({ words, language }: Context): Fields {
  const root = el("div", { class: "fields reading" });
  return {
    root,
    show: (appointment) => {
      const rows: readonly (readonly [string, string])[] = [
        [words("time"), spanText(new Date(appointment.start), new Date(appointment.end), language)],
        [words("repeat"), appointment.weeklyUntil ? repeatText(appointment, words, language) : ""],
        [words("place"), appointment.places.map(({ name }) => name).join("; ")],
        [words("required"), appointment.required],
        [words("optional"), appointment.optional],
      ];
      const text = el("div", { class: "body" }, nodesOf(appointment.body));
      fill(
        root,
        el("h4", {}, appointment.subject || words("noSubject")),
        el(
          "dl",
          {},
          ...rows
            .filter(([, value]) => value)
            .flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
        ),
        text,
      );
      outward(text);
    },
  };
}

function placesField({ words }: Context, current: () => Appointment, write: Write): Fields {
  const list = el("ul", { class: "places" });
  const rooms = el("select", { id: "form-room" }, el("option", { value: "" }, words("findRoom")));
  rooms.append(...ROOMS.map((room) => el("option", {}, room)));
  rooms.addEventListener("change", () => {
    const { places } = current();
    if (rooms.value && !places.some(({ name }) => name === rooms.value)) {
      write({ places: [...places, { name: rooms.value, kind: "room" }] });
    }
    rooms.value = "";
  });
  const remove = (name: string) => (): void => {
    write({ places: current().places.filter((place) => place.name !== name) });
    rooms.focus();
  };
  return {
    root: el(
      "div",
      { class: "field place" },
      el("label", { for: "form-room" }, words("place")),
      el("div", { class: "place-row" }, list, rooms),
    ),
    show: ({ places }) => {
      list.hidden = places.length === 0;
      fill(
        list,
        ...places.map(({ name }) =>
          el(
            "li",
            {},
            el("span", {}, name),
            el(
              "button",
              {
                type: "button",
                class: "plain small",
                "aria-label": words("removePlace", { name }),
                on: { click: remove(name) },
              },
              icon("cross"),
            ),
          ),
        ),
      );
    },
  };
}

function bodyField({ words }: Context, write: Write): Fields {
  const editor = el("div", {
    class: "body",
    contenteditable: "true",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": words("body"),
    "data-field": "body",
  });
  let shown = "";
  editor.addEventListener("input", () => {
    shown = editor.innerHTML;
    write({ body: shown });
  });
  editor.addEventListener("paste", (event) => {
    event.preventDefault();
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const range = getSelection()?.getRangeAt(0);
    range?.deleteContents();
    range?.insertNode(text.includes("\n") ? paragraphs(text) : document.createTextNode(text));
    range?.collapse(false);
    editor.dispatchEvent(new Event("input"));
  });
  return {
    root: editor,
    show: ({ body }) => {
      if (body !== shown) {
        shown = body;
        editor.replaceChildren(nodesOf(body));
      }
    },
  };
}

/** Links of a shown text open beside the demo, never in its place. */
function outward(text: HTMLElement): void {
  for (const link of text.querySelectorAll("a[href]")) {
    setAttribute(link, "target", "_blank");
    setAttribute(link, "rel", "noopener");
  }
}

function setValue(input: HTMLInputElement, value: string): void {
  if (input.value !== value) {
    input.value = value;
  }
}
