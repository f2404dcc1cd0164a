/** Colleagues who may start the meeting and let people in, by their address. */
import { ApiProblem } from "../shared/api";
import { Outdated } from "../shared/booking";
import { Action, button, field, notice, progress } from "../shared/controls";
import { el, fill } from "../shared/dom";
import { type Translator, translator } from "../shared/i18n";
import type { Meeting } from "../shared/meetings";
import { TEXTS } from "./cohostTexts";
import { type Context, explainer } from "./context";
import "./people.css";

/** As long as an address may be (RFC 5321). */
const ADDRESS_LIMIT = 254;

/** The list and the form to add one. Reads the list as soon as it is made. */
export class Cohosts {
  readonly node: HTMLElement;
  readonly #context: Context;
  readonly #text: Translator<typeof TEXTS>;
  readonly #list = el("div", { class: "people" });
  readonly #said = el("div", { class: "said" });
  readonly #address = el("input", {
    class: "input",
    type: "email",
    autocomplete: "off",
    maxlength: ADDRESS_LIMIT,
  });
  readonly #add: Action;
  #meeting: Meeting;

  constructor(context: Context, meeting: Meeting) {
    this.#context = context;
    this.#text = translator(TEXTS, context.language);
    this.#meeting = meeting;
    this.#add = new Action(
      () => [button(this.#text("add"), "outline", () => this.#submit())],
      (fault) => this.#explain(fault),
    );
    const form = el(
      "div",
      { class: "form", role: "group", "aria-label": this.#text("add") },
      field(this.#text("address"), this.#address),
      this.#add.node,
    );
    this.#address.addEventListener("keydown", ({ key }) => key === "Enter" && this.#submit());
    this.node = el(
      "div",
      { class: "later" },
      el("p", { class: "quiet" }, this.#text("help")),
      this.#list,
      this.#said,
      meeting.may_change ? form : null,
    );
    this.#load();
  }

  async #load(): Promise<void> {
    fill(this.#list, progress(this.#text("loading")));
    try {
      this.#show(await this.#context.meetings.read(this.#meeting.id));
    } catch (fault) {
      fill(
        this.#list,
        notice("bad", explainer(this.#context)(fault)),
        button(this.#context.text("tryAgain"), "outline", () => this.#load()),
      );
    }
  }

  #show(meeting: Meeting): void {
    this.#meeting = meeting;
    const rows = meeting.cohosts.map((address) => this.#row(address));
    fill(
      this.#list,
      rows.length === 0 ? el("p", {}, this.#text("none")) : el("ul", { class: "people-list" }, ...rows),
    );
  }

  #row(who: string): HTMLElement {
    const remove = (): HTMLElement =>
      button(
        this.#text("remove"),
        "subtle",
        () => row.run(this.#context.text("removing"), () => this.#remove(who)),
        this.#text("removeFor", { who }),
      );
    const row: Action = new Action(
      () => [this.#meeting.may_change ? remove() : null],
      (fault) => this.#explain(fault),
    );
    return el("li", { class: "person" }, el("strong", { class: "address" }, who), row.node);
  }

  #submit(): void {
    const text = this.#text;
    const who = this.#address.value.trim().toLowerCase();
    if (!this.#address.validity.valid || who === "") {
      fill(this.#said, notice("bad", text("unreadable", { who })));
      this.#address.focus();
      return;
    }
    if (this.#meeting.cohosts.includes(who)) {
      fill(this.#said, notice("info", text("present", { who })));
      return;
    }
    fill(this.#said);
    this.#add.run(text("adding"), async () => {
      await this.#change([...this.#meeting.cohosts, who]);
      this.#address.value = "";
      this.#say(text("added", { who }));
    });
  }

  async #remove(who: string): Promise<void> {
    await this.#change(this.#meeting.cohosts.filter((other) => other !== who));
    this.#say(this.#text("removed", { who }));
  }

  /** The whole list is sent, so it must be the one that was read: a colleague may have changed it since. */
  async #change(cohosts: readonly string[]): Promise<void> {
    try {
      this.#show(await this.#context.booking.change(this.#meeting, { cohosts }));
    } catch (fault) {
      if (fault instanceof Outdated) {
        this.#show(fault.fresh);
      }
      throw fault;
    }
  }

  #say(words: string): void {
    fill(this.#said, notice("good", words));
  }

  #explain(fault: unknown): string {
    return fault instanceof ApiProblem && fault.code === "unknown-mailbox"
      ? this.#text("unknown", { who: this.#address.value.trim() })
      : explainer(this.#context)(fault);
  }
}
