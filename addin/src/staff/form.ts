/** Forms that say what is missing beside the field, and keep what was written when the server says no. */
import { ApiProblem } from "../shared/api";
import { Action, focusOn, notice } from "../shared/controls";
import { type Child, el, setAttribute } from "../shared/dom";
import { explain, type ShellWords } from "./context";
import { submit } from "./parts";

type Control = HTMLInputElement | HTMLSelectElement;

export interface Field {
  readonly name: string;
  readonly node: HTMLElement;
  value(): string;
  /** Shows what is wrong with the value; null takes it away. */
  fault(words: string | null): void;
  focus(): void;
  /** Words for when it is empty and must not be. */
  readonly needed: string | undefined;
}

export interface FieldOptions {
  readonly label: string;
  readonly help?: string;
  /** Words for an empty field that must not be; without them it may. */
  readonly needed?: string;
}

export interface InputOptions extends FieldOptions {
  readonly type?: "text" | "date" | "time" | "tel" | "email" | "url";
  readonly value?: string;
  readonly longest?: number;
  readonly least?: string;
  readonly most?: string;
  /** The id of a list of what is often written here. */
  readonly list?: string;
  /** Only digits: the keys for them come up on a phone. */
  readonly digits?: boolean;
}

let made = 0;

/** A field to write in. Browsers neither remember nor correct what is written here: it may be about people. */
export function input(name: string, options: InputOptions): Field {
  const control = el("input", {
    class: "input",
    name,
    type: options.type ?? "text",
    maxlength: options.longest ?? null,
    min: options.least,
    max: options.most,
    list: options.list,
    inputmode: options.digits === true && "numeric",
    autocomplete: "off",
    spellcheck: "false",
  });
  control.value = options.value ?? "";
  return labelled(name, control, options);
}

/** A choice of one. */
export function choice(
  name: string,
  options: FieldOptions & { readonly value?: string; readonly changed?: (value: string) => void },
  rows: readonly (readonly [value: string, words: string])[],
): Field {
  const control = el(
    "select",
    { class: "input", name },
    ...rows.map(([value, words]) => el("option", { value, selected: value === options.value }, words)),
  );
  control.addEventListener("change", () => options.changed?.(control.value));
  return labelled(name, control, options);
}

function labelled(name: string, control: Control, { label, help, needed }: FieldOptions): Field {
  made += 1;
  const id = `field-${made}`;
  const trouble = el("p", { id: `${id}-trouble`, class: "field-trouble", hidden: true });
  control.id = id;
  setAttribute(control, "aria-required", needed !== undefined && "true");
  const describe = (wrong: boolean): void =>
    setAttribute(
      control,
      "aria-describedby",
      [help ? `${id}-help` : "", wrong ? trouble.id : ""].filter(Boolean).join(" ") || null,
    );
  describe(false);
  return {
    name,
    needed,
    node: el(
      "div",
      { class: "field" },
      el("label", { class: "field-label", for: id }, label),
      help !== undefined && el("p", { id: `${id}-help`, class: "field-help" }, help),
      control,
      trouble,
    ),
    value: () => control.value.trim(),
    fault: (words) => {
      trouble.textContent = words ?? "";
      trouble.hidden = words === null;
      setAttribute(control, "aria-invalid", words !== null && "true");
      describe(words !== null);
    },
    focus: () => control.focus(),
  };
}

/** One of a few, all in sight. */
export function radios(
  name: string,
  options: FieldOptions,
  rows: readonly (readonly [value: string, words: string])[],
): Field {
  made += 1;
  const id = `field-${made}`;
  const inputs = rows.map(([value]) => el("input", { type: "radio", name: id, value }));
  const trouble = el("p", { id: `${id}-trouble`, class: "field-trouble", hidden: true });
  const node = el(
    "fieldset",
    { class: "field radios" },
    el("legend", { class: "field-label" }, options.label),
    el(
      "div",
      { class: "radio-row" },
      ...rows.map(([, words], at) => el("label", { class: "radio" }, inputs[at], el("span", {}, words))),
    ),
    trouble,
  );
  return {
    name,
    needed: options.needed,
    node,
    value: () => inputs.find(({ checked }) => checked)?.value ?? "",
    fault: (words) => {
      trouble.textContent = words ?? "";
      trouble.hidden = words === null;
      for (const one of inputs) {
        setAttribute(one, "aria-invalid", words !== null && "true");
        setAttribute(one, "aria-describedby", words !== null && trouble.id);
      }
    },
    focus: () => inputs[0]?.focus(),
  };
}

/** What a field at this place of the body may be called: "/contacts/0/label/sv" is "sv" or "label_sv". */
function names(pointer: string): readonly string[] {
  const [last = "", before = ""] = pointer.split("/").reverse();
  return [last, `${before}_${last}`];
}

export type Values = Readonly<Record<string, string>>;

export interface FormWords {
  readonly submit: string;
  readonly busy?: string;
  /** Further buttons, beside the one that sends. */
  readonly beside?: () => Child[];
  /** How the fields stand; without it one under the other. */
  readonly layout?: Child[];
  /** What the whole must have beyond its fields: words when it has it not. */
  readonly check?: (values: Values) => string | null;
}

/** A form of fields. `send` is called with what is written once nothing needed is missing. */
export function form(
  context: { readonly text: ShellWords },
  fields: readonly Field[],
  words: FormWords,
  send: (values: Values) => Promise<void>,
): HTMLFormElement {
  const { text } = context;
  const point = (fault: unknown): string => {
    const wrong = fault instanceof ApiProblem ? fault.errors.map(({ pointer }) => pointer) : [];
    for (const one of fields) {
      const named = wrong.some((pointer) => names(pointer).includes(one.name));
      one.fault(named ? text("badValue") : null);
    }
    return explain(context)(fault);
  };
  const action: Action = new Action(() => [submit(words.submit), ...(words.beside?.() ?? [])], point);
  const rows = words.layout ?? fields.map((one) => one.node);
  const node = el("form", { class: "form", novalidate: true }, ...rows, action.node);

  const refuse = (said: string): void => {
    const trouble = notice("bad", said);
    action.reset(trouble);
    focusOn(trouble);
  };

  node.addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = fields.filter((one) => one.needed !== undefined && one.value() === "");
    for (const one of fields) {
      one.fault(missing.includes(one) ? (one.needed ?? null) : null);
    }
    if (missing[0]) {
      action.reset(notice("bad", text("mend")));
      missing[0].focus();
      return;
    }
    const values = Object.fromEntries(fields.map((one) => [one.name, one.value()]));
    const lacking = words.check?.(values) ?? null;
    if (lacking !== null) {
      refuse(lacking);
      return;
    }
    action.run(words.busy ?? text("working"), () => send(values));
  });
  return node;
}
