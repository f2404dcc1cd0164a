/** The order of cases, written and moved by the keyboard alone: number, minutes, unit. */
import { type Child, el, fill } from "../shared/dom";
import { icon } from "../shared/icons";
import { type Field, input } from "../staff/form";
import { push } from "../staff/parts";
import type { Case } from "./client";
import type { Context } from "./context";

interface Row {
  readonly node: HTMLElement;
  readonly number: Field;
  readonly minutes: Field;
  readonly unit: Field;
  readonly deeds: HTMLElement;
}

const PARTS = ["number", "minutes", "unit"] as const;
const MOST = { number: 9999, minutes: 240 } as const;
const USUAL_MINUTES = "10";

function whole(value: string, most: number): boolean {
  return /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= most;
}

export class Cases {
  readonly node: HTMLElement;
  readonly #context: Context;
  readonly #list = el("ol", { class: "cases" });
  readonly #said = el("p", { class: "visually-hidden", role: "status" });
  readonly #total = el("p", { class: "total" });
  readonly #length: () => number;
  readonly #done: number;
  #rows: Row[];

  /** `units` are those often written; `length` tells how many minutes are planned; the first `done` stand fast. */
  constructor(
    context: Context,
    cases: readonly Case[],
    units: readonly string[],
    length: () => number,
    done: number,
  ) {
    const { text } = context;
    this.#context = context;
    this.#length = length;
    this.#done = done;
    this.#rows = cases.map((one, at) =>
      this.#made(String(one.number), String(one.minutes), one.unit, at < done),
    );
    const add = push(text("addCase"), "outline", () => this.#add(this.#rows.length));
    this.node = el(
      "fieldset",
      { class: "region group", on: { input: () => this.#count() } },
      el("legend", {}, el("h2", {}, text("cases"))),
      el("p", { class: "aside" }, icon("warning"), el("span", {}, text("numbersOnly"))),
      el("p", { class: "why" }, text("casesWhy")),
      this.#list,
      el("datalist", { id: "known-units" }, ...units.map((value) => el("option", { value }))),
      this.#total,
      this.#said,
      el("div", { class: "buttons" }, add),
    );
    this.#draw();
  }

  get cases(): readonly Case[] {
    return this.#rows.map(({ number, minutes, unit }) => ({
      number: Number(number.value()),
      minutes: Number(minutes.value()),
      unit: unit.value(),
    }));
  }

  /** The fields by where they stand in what is sent. */
  fields(): (readonly [pointer: string, field: Field])[] {
    return this.#rows.flatMap((row, at) => PARTS.map((part) => [`/cases/${at}/${part}`, row[part]] as const));
  }

  /** Says what is wrong beside each field; gives the first field that is. */
  check(): Field | undefined {
    const { text } = this.#context;
    const numbers = this.#rows.map(({ number }) => number.value());
    const wrong = this.#rows.flatMap(({ number, minutes, unit }, at) => {
      const again = numbers.indexOf(number.value()) < at ? text("fault_twice") : null;
      const found: [Field, string | null][] = [
        [number, whole(number.value(), MOST.number) ? again : text("fault_number")],
        [minutes, whole(minutes.value(), MOST.minutes) ? null : text("fault_minutes")],
        [unit, unit.value() === "" ? text("fillIn") : null],
      ];
      for (const [field, words] of found) {
        field.fault(words);
      }
      return found.filter(([, words]) => words !== null).map(([field]) => field);
    });
    return wrong[0];
  }

  count(): void {
    this.#count();
  }

  #made(number: string, minutes: string, unit: string, fast = false): Row {
    const { text } = this.#context;
    const row: Row = {
      number: input("number", { label: text("number"), value: number, longest: 4, digits: true }),
      minutes: input("minutes", { label: text("minutes"), value: minutes, longest: 3, digits: true }),
      unit: input("unit", { label: text("unit"), value: unit, longest: 40, list: "known-units" }),
      deeds: el("div", { class: "case-deeds" }),
      node: el("li", { class: "case-row" }),
    };
    fill(row.node, row.number.node, row.minutes.node, row.unit.node, row.deeds);
    if (fast) {
      for (const field of row.node.querySelectorAll("input")) {
        field.disabled = true;
      }
      return row;
    }
    row.node.addEventListener("keydown", (event) => this.#key(event, row));
    return row;
  }

  #key(event: KeyboardEvent, row: Row): void {
    const at = this.#rows.indexOf(row);
    const by = event.altKey
      ? ({ ArrowUp: -1, ArrowDown: 1 } as Record<string, number>)[event.key]
      : undefined;
    if (by !== undefined) {
      event.preventDefault();
      this.#move(at, by, document.activeElement);
    } else if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      // Enter goes on to the next case; the plan is saved by its button.
      event.preventDefault();
      this.#add(at + 1);
    }
  }

  #name(at: number): string {
    const number = this.#rows[at]?.number.value() ?? "";
    return number === ""
      ? this.#context.text("caseAt", { place: at + 1 })
      : this.#context.text("caseName", { number });
  }

  #add(at: number): void {
    const numbers = this.#rows.map(({ number }) => Number(number.value())).filter(Number.isInteger);
    const before = this.#rows[at - 1];
    const number = Math.max(0, ...numbers) + 1;
    const row = this.#made(String(number), before?.minutes.value() || USUAL_MINUTES, "");
    this.#rows.splice(at, 0, row);
    this.#draw();
    row.unit.focus();
    this.#say("added", at);
  }

  #move(at: number, by: number, focused: Element | null): void {
    const to = at + by;
    const row = this.#rows[at];
    if (row === undefined || at < this.#done || to < this.#done || to >= this.#rows.length) {
      return;
    }
    this.#rows.splice(at, 1);
    this.#rows.splice(to, 0, row);
    this.#draw();
    // A button that is no longer there, at an end of the list, leaves the focus to its neighbour.
    const again =
      focused?.isConnected && !focused.matches(":disabled")
        ? focused
        : row.node.querySelector(".push:enabled");
    (again as HTMLElement | null)?.focus();
    this.#say("moved", to);
  }

  #remove(at: number): void {
    const { text } = this.#context;
    const what = this.#name(at);
    this.#rows.splice(at, 1);
    this.#draw();
    const next =
      this.#rows[Math.min(at, this.#rows.length - 1)]?.node.querySelector<HTMLElement>(".take-out");
    (next ?? this.node.querySelector<HTMLElement>(".buttons .push"))?.focus();
    this.#said.textContent = text("removed", { what, count: this.#rows.length });
  }

  #say(words: "added" | "moved", at: number): void {
    const { text } = this.#context;
    this.#said.textContent = text(words, { what: this.#name(at), place: at + 1, count: this.#rows.length });
  }

  #draw(): void {
    this.#rows.forEach((row, at) => {
      if (this.#list.children[at] !== row.node) {
        this.#list.insertBefore(row.node, this.#list.children[at] ?? null);
      }
      this.#deeds(row, at);
    });
    while (this.#list.children.length > this.#rows.length) {
      this.#list.lastElementChild?.remove();
    }
    this.#count();
  }

  /** Three small buttons, kept where they are so that a moved row keeps its focus. */
  #deeds(row: Row, at: number): void {
    const { text } = this.#context;
    if (at < this.#done) {
      return;
    }
    if (row.deeds.childElementCount === 0) {
      const deed = (sign: string, name: string, act: (at: number, button: HTMLElement) => void): Child => {
        const button = push(sign, "subtle", () => act(this.#rows.indexOf(row), button));
        button.classList.add(name);
        return button;
      };
      fill(
        row.deeds,
        deed("↑", "up", (place, button) => this.#move(place, -1, button)),
        deed("↓", "down", (place, button) => this.#move(place, 1, button)),
        deed("✕", "take-out", (place) => this.#remove(place)),
      );
    }
    const [up, down] = [...row.deeds.children] as HTMLButtonElement[];
    if (up && down) {
      up.disabled = at === this.#done;
      down.disabled = at === this.#rows.length - 1;
    }
    this.#names(row, text);
  }

  #names(row: Row, text: Context["text"]): void {
    const what = this.#name(this.#rows.indexOf(row));
    const spoken = [
      text("up", { what }),
      text("down", { what }),
      text("takeOut", { what: what.toLowerCase() }),
    ];
    [...row.deeds.children].forEach((button, place) => {
      button.setAttribute("aria-label", spoken[place] ?? "");
    });
  }

  #count(): void {
    const { text } = this.#context;
    const minutes = this.cases.reduce((sum, one) => sum + (one.minutes || 0), 0);
    const length = this.#length();
    const count = this.#rows.length;
    const long = length > 0 && minutes > length;
    this.#total.textContent =
      count === 0 ? text("noCases") : text(long ? "totalLong" : "total", { count, minutes, length });
    this.#total.classList.toggle("is-long", long);
    for (const row of this.#rows) {
      this.#names(row, text);
    }
  }
}
