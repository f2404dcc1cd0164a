/** Which of the other systems the unit is on: the guide points to no others. */
import { el } from "../../shared/dom";
import { pick } from "../../shared/i18n";
import { form } from "../../staff/form";
import { note, Region, state } from "../../staff/parts";
import type { Unit } from "./client";
import { changed, type UnitContext, type UnitPart } from "./part";

export function systemsPart(context: UnitContext): UnitPart {
  const { text, language, calls } = context;
  const region = new Region("systems", text("systems"), text("systemsWhy"));

  function draw(unit: Unit): void {
    if (unit.systems.length === 0) {
      region.show(el("p", { class: "quiet" }, text("noSystems")));
    } else if (unit.may.systems) {
      region.show(choose(unit));
    } else {
      region.show(look(unit), note(text("systemsMayNot")));
    }
  }

  function look({ systems }: Unit): HTMLElement {
    return el(
      "ul",
      { class: "rows" },
      ...systems.map(({ label, on }) =>
        el(
          "li",
          { class: "row" },
          el(
            "div",
            { class: "row-head" },
            el("h3", {}, pick(label, language)),
            on ? state("good", text("systemOn")) : state("info", text("systemOff")),
          ),
        ),
      ),
    );
  }

  function choose({ systems }: Unit): HTMLElement {
    const boxes = systems.map(({ code, on }) => {
      const box = el("input", { type: "checkbox", name: code });
      box.checked = on;
      return box;
    });
    const rows = el(
      "fieldset",
      { class: "field" },
      el("legend", { class: "field-label" }, text("systemsChoose")),
      ...systems.map(({ label }, at) =>
        el("label", { class: "radio" }, boxes[at], el("span", {}, pick(label, language))),
      ),
    );
    return form(context, [], { submit: text("systemsSave"), layout: [rows] }, async () => {
      await calls.keepSystems(boxes.filter(({ checked }) => checked).map(({ name }) => name));
      await changed(context, region, text("systemsSaved"), () => calls.unit(), draw);
    });
  }

  return { region, draw };
}
