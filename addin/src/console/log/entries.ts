/** Entries as a table where there is room, and as cards where there is not. */
import { type Child, el } from "../../shared/dom";
import { pick, type Text } from "../../shared/i18n";
import { momentWords } from "../../staff/days";
import { state } from "../../staff/parts";
import type { Context } from "../context";
import { WORDS, type WordKey } from "../words";
import type { Entry, Subject } from "./client";
import { detailWords } from "./detail";

/** What one may do with the rows: mark them as checked. */
export interface Marks {
  has(number: number): boolean;
  set(number: number, marked: boolean): void;
}

export interface TableOptions {
  readonly label: string;
  /** Names of units by their ids, as far as one may know them. */
  readonly units: ReadonlyMap<string, Text>;
  readonly marks?: Marks;
}

interface Column {
  readonly head: WordKey;
  readonly cell: (entry: Entry) => Child[];
}

const WHO: Readonly<Record<string, WordKey>> = { guest: "byGuest", system: "bySystem" };

/** The rows, and a way to put more below. */
export class EntryTable {
  readonly node: HTMLElement;
  readonly #rows = el("tbody", { role: "rowgroup" });
  readonly #columns: readonly Column[];
  readonly #context: Context;

  constructor(context: Context, options: TableOptions) {
    this.#context = context;
    const { text } = context;
    this.#columns = columns(context, options);
    // The roles are written out: as cards the table is no longer a table to every browser.
    this.node = el(
      "table",
      { class: "entries", role: "table", "aria-label": options.label },
      el(
        "thead",
        { role: "rowgroup" },
        el(
          "tr",
          { role: "row" },
          ...this.#columns.map(({ head }) =>
            el("th", { role: "columnheader", scope: "col", class: `col-${head}` }, text(head)),
          ),
        ),
      ),
      this.#rows,
    );
  }

  add(entries: readonly Entry[]): void {
    this.#rows.append(...entries.map((entry) => this.#row(entry)));
  }

  /** Moves the focus to a row, after the button that fetched it is gone. */
  focusRow(at: number): void {
    this.#rows.querySelectorAll<HTMLElement>("tr")[at]?.focus();
  }

  #row(entry: Entry): HTMLElement {
    const { text } = this.#context;
    return el(
      "tr",
      { role: "row", tabindex: "-1", class: entry.reads_patient_data && "reads" },
      ...this.#columns.map(({ head, cell }) =>
        el(
          "td",
          { role: "cell", class: `col-${head}` },
          // The column's name once more, for cards; readers have it from the column.
          el("span", { class: "cell-label", "aria-hidden": "true" }, text(head)),
          el("div", { class: "cell" }, ...cell(entry)),
        ),
      ),
    );
  }
}

function columns(context: Context, { marks, units }: TableOptions): readonly Column[] {
  const { text, language, now } = context;
  const line = (words: string, look = "quiet"): HTMLElement => el("p", { class: look }, words);
  const mark: Column[] = marks
    ? [{ head: "colMark", cell: (entry) => [markBox(context, entry, marks)] }]
    : [];
  return [
    ...mark,
    {
      head: "colWhen",
      cell: ({ at, number }) => [
        el("p", {}, el("time", { datetime: at }, momentWords(at, language, now()))),
        line(text("number", { number })),
      ],
    },
    {
      head: "colWho",
      cell: ({ user, name, on_behalf_of: mailbox }) => [
        el("p", {}, WHO[user] ? text(WHO[user]) : name || user),
        WHO[user] === undefined && name !== null && name !== user && line(user),
        mailbox !== null && line(text("onBehalfOf", { mailbox })),
      ],
    },
    {
      head: "colWhat",
      cell: ({ label, reads_patient_data: reads }) => [
        el("p", {}, pick(label, language)),
        reads && el("p", {}, state("warn", text("readsPatientData"), "person_heart")),
      ],
    },
    {
      head: "colUnit",
      cell: ({ unit }) => {
        const known = units.get(unit);
        return [el("p", {}, known ? pick(known, language) : unit || text("nobody"))];
      },
    },
    { head: "colAbout", cell: (entry) => about(context, entry) },
    { head: "colMore", cell: ({ meeting, detail }) => more(context, meeting, detail) },
  ];
}

function markBox({ text }: Context, { number }: Entry, marks: Marks): HTMLElement {
  const box = el("input", {
    type: "checkbox",
    class: "mark",
    "data-number": number,
    "aria-label": text("markEntry", { number }),
  });
  box.checked = marks.has(number);
  box.addEventListener("change", () => marks.set(number, box.checked));
  return el("label", { class: "mark-place" }, box);
}

function about(context: Context, { about: kinds, subjects }: Entry): Child[] {
  const { text } = context;
  if (subjects !== undefined) {
    return subjects.map((subject) => el("p", {}, subjectWords(context, subject)));
  }
  return [el("p", {}, kinds.map((kind) => kindWord(context, kind)).join(", ") || text("nobody"))];
}

function kindWord({ text }: Context, kind: string): string {
  const key = `kind_${kind}`;
  return key in WORDS ? text(key as WordKey) : kind;
}

function subjectWords(context: Context, subject: Subject): string {
  const { name, phone, person_number: number, kind } = subject;
  return [name, number, phone, kind && kindWord(context, kind)].filter(Boolean).join(", ");
}

function more(context: Context, meeting: string | null, detail: Entry["detail"]): Child[] {
  const facts = detailWords(context, detail);
  const { text } = context;
  return [
    meeting !== null && el("p", { class: "code" }, text("meetingId", { id: meeting })),
    facts !== "" && el("p", { class: "quiet" }, facts),
    meeting === null && facts === "" && el("p", {}, text("nobody")),
  ];
}
