/** Who has which role at the unit: found by name, a few at a time, with what may be done beside each. */
import { fold, notice, progress } from "../../shared/controls";
import { type Child, el, fill } from "../../shared/dom";
import { explain } from "../../staff/context";
import { note, push, Region } from "../../staff/parts";
import type { Unit, UnitPerson } from "./client";
import { changed, type UnitContext, type UnitPart } from "./part";
import { personRow } from "./person";
import { roleForm } from "./roleForm";
import { givable } from "./roles";

/** So many at a time: few enough to read, and a unit of usual size in one piece. */
const STEP = 25;
/** From so many on, one searches rather than reads. */
const MANY = 10;

export interface PeoplePart extends UnitPart {
  load(): Promise<void>;
}

export function peoplePart(context: UnitContext): PeoplePart {
  const { text, calls } = context;
  const region = new Region("people", text("people"), text("peopleWhy"));
  const list = el("div", { class: "list" });
  const search = el("input", { class: "input", type: "search", id: "people-search", autocomplete: "off" });
  const finder = el(
    "div",
    { class: "field", hidden: true },
    el("label", { class: "field-label", for: "people-search" }, text("findPerson")),
    search,
  );
  let people: readonly UnitPerson[] = [];
  let shown = STEP;
  let may = false;
  let gives: readonly string[] = [];

  const again = (done: string): Promise<void> => changed(context, region, done, () => calls.people(), put);

  function put(found: readonly UnitPerson[]): void {
    people = found;
    finder.hidden = people.length <= MANY;
    drawList();
  }

  function drawList(): void {
    const wanted = search.value.trim().toLocaleLowerCase();
    const hits = people.filter(({ name, user }) => `${name} ${user}`.toLocaleLowerCase().includes(wanted));
    const rows = hits.slice(0, shown);
    fill(list, ...summary(rows.length, hits.length), rowsOf(rows), ...more(rows.length, hits.length));
  }

  function summary(count: number, hits: number): Child[] {
    if (people.length === 0) {
      return [el("p", { class: "quiet" }, text("noPeople"))];
    }
    if (hits === 0) {
      return [el("p", { class: "quiet", role: "status" }, text("nobodyFound"))];
    }
    return [el("p", { class: "quiet", role: "status" }, countWords(count, hits))];
  }

  function countWords(count: number, hits: number): string {
    if (count < hits) {
      return text("peopleShown", { shown: count, count: hits });
    }
    return hits === 1 ? text("peopleOne") : text("peopleAll", { count: hits });
  }

  function rowsOf(rows: readonly UnitPerson[]): HTMLElement | false {
    return (
      rows.length > 0 &&
      el("ul", { class: "rows" }, ...rows.map((person) => personRow(context, person, { may, gives, again })))
    );
  }

  function more(count: number, hits: number): Child[] {
    const next = (): void => {
      shown += STEP;
      drawList();
      list.querySelectorAll<HTMLElement>(".row h3")[count]?.focus();
    };
    return count < hits ? [push(text("showMore"), "outline", next)] : [];
  }

  search.addEventListener("input", () => {
    shown = STEP;
    drawList();
  });

  function draw(unit: Unit): void {
    may = unit.may.people;
    gives = givable(unit.roles);
    region.show(
      may
        ? fold(text("addRole"), "people_list", [roleForm(context, gives, again)])
        : note(text("peopleMayNot")),
      unit.training.required && el("p", {}, unit.training.text[context.language]),
      finder,
      list,
    );
  }

  async function load(): Promise<void> {
    fill(list, progress(text("loading")));
    try {
      put(await calls.people());
    } catch (fault) {
      fill(list, notice("bad", explain(context)(fault)), push(text("tryAgain"), "outline", load));
    }
  }

  return { region, draw, load };
}
