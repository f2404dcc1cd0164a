/** The unit's page: which unit, and its regions one under the other, with a way to each. */
import { focusOn, notice, progress } from "../../shared/controls";
import { el, fill } from "../../shared/dom";
import { pick } from "../../shared/i18n";
import { explain } from "../../staff/context";
import type { Page } from "../../staff/page";
import { push } from "../../staff/parts";
import type { Context } from "../context";
import { approvalPart } from "./approval";
import { UnitCalls, type UnitName, unitNames } from "./client";
import { contactsPart } from "./contacts";
import { exceptionsPart } from "./exceptions";
import type { UnitContext } from "./part";
import { peoplePart } from "./people";
import { servicesPart } from "./services";
import { systemsPart } from "./systems";

const CHOSEN = "vardmote.console.unit";

export class UnitPage implements Page {
  readonly node = el("div", { class: "unit-page" });
  readonly #context: Context;
  readonly #body = el("div", { class: "unit-body" });
  readonly #heading = el("h1", { tabindex: "-1" });
  readonly #choice = el("div", { class: "choose" });
  #wanted = "";

  constructor(context: Context) {
    this.#context = context;
    const { text } = context;
    this.#heading.textContent = text("pageUnit");
    fill(
      this.node,
      el("div", { class: "lead" }, this.#heading, el("p", { class: "why" }, text("unitLead")), this.#choice),
      this.#body,
    );
  }

  stop(): void {
    this.#wanted = "";
  }

  async start(): Promise<void> {
    const { api, text } = this.#context;
    fill(this.#body, progress(text("loading")));
    try {
      const units = await unitNames(api);
      const first = units.find(({ id }) => id === sessionStorage.getItem(CHOSEN)) ?? units[0];
      if (first === undefined) {
        this.#none();
        return;
      }
      this.#choose(units, first);
      await this.#open(first.id);
    } catch (fault) {
      this.#trouble(fault, () => this.start());
    }
  }

  #none(): void {
    const { text } = this.#context;
    const mine = el("a", { href: "/console/log#mine", class: "tool-link" }, text("noUnitMine"));
    fill(this.#body, notice("info", text("noUnit"), mine));
  }

  /** Whoever has one unit does not choose. */
  #choose(units: readonly UnitName[], first: UnitName): void {
    const { language, text } = this.#context;
    if (units.length < 2) {
      fill(this.#choice);
      return;
    }
    const select = el(
      "select",
      { class: "input", id: "which-unit" },
      ...units.map(({ id, name }) =>
        el("option", { value: id, selected: id === first.id }, pick(name, language)),
      ),
    );
    select.addEventListener("change", () => this.#open(select.value));
    fill(this.#choice, el("label", { class: "field-label", for: "which-unit" }, text("chooseUnit")), select);
  }

  async #open(id: string): Promise<void> {
    const { text, language, api } = this.#context;
    this.#wanted = id;
    sessionStorage.setItem(CHOSEN, id);
    fill(this.#body, progress(text("loading")));
    const context: UnitContext = { ...this.#context, calls: new UnitCalls(api, id) };
    try {
      const unit = await context.calls.unit();
      if (this.#wanted !== id) {
        return;
      }
      const people = peoplePart(context);
      const parts = [
        people,
        servicesPart(context),
        approvalPart(context),
        exceptionsPart(context),
        systemsPart(context),
        contactsPart(context),
      ];
      for (const part of parts) {
        part.draw(unit);
      }
      this.#heading.textContent = pick(unit.name, language);
      const contents = el(
        "nav",
        { class: "contents", "aria-label": text("onThisPage") },
        ...parts.map(({ region }) => el("a", { href: `#${region.node.id}` }, region.heading)),
      );
      fill(this.#body, contents, el("div", { class: "regions" }, ...parts.map(({ region }) => region.node)));
      await people.load();
    } catch (fault) {
      this.#trouble(fault, () => this.#open(id));
    }
  }

  #trouble(fault: unknown, again: () => void): void {
    const trouble = notice("bad", explain(this.#context)(fault));
    fill(this.#body, trouble, push(this.#context.text("tryAgain"), "outline", again));
    focusOn(trouble);
  }
}
