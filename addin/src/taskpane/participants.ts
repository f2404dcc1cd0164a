/** Participants with a link of their own. Names and numbers are kept by us only, and asked for sparingly. */

import { ApiProblem, type CallOptions, newKey } from "../shared/api";
import { Action, button, field, focusOn, notice, progress, select } from "../shared/controls";
import { type Child, el, fill } from "../shared/dom";
import { type Translator, translator } from "../shared/i18n";
import {
  type Identity,
  type Meeting,
  type NewParticipant,
  PARTICIPANT_KINDS,
  type Participant,
  type ParticipantKind,
} from "../shared/meetings";
import { type Context, explainer } from "./context";
import { sayCopied } from "./link";
import { TEXTS } from "./participantTexts";
import type { Wish } from "./peopleMerge";
import "./people.css";

/** The checks the host can do in the meeting today. */
const ASKED: readonly Identity[] = ["none", "document"];
const NAME_LIMIT = 60;
const PHONE_LIMIT = 30;

/** The list and the form to add one. Reads the list as soon as it is made. */
export class Participants {
  readonly node: HTMLElement;
  readonly #context: Context;
  readonly #text: Translator<typeof TEXTS>;
  readonly #meeting: Meeting;
  readonly #list = el("div", { class: "people" });
  readonly #said = el("div", { class: "said" });
  readonly #kind: HTMLSelectElement;
  readonly #identity: HTMLSelectElement;
  readonly #name = el("input", { class: "input", autocomplete: "off", maxlength: NAME_LIMIT });
  readonly #phone = el("input", { class: "input", type: "tel", autocomplete: "off", maxlength: PHONE_LIMIT });
  readonly #add: Action;
  #people: readonly Participant[] = [];
  /** Of the list of those expected, as it was last read. */
  #version: string | null = null;
  /** What was sent without an answer, and its key: pressed again as it stands, it adds nobody twice. */
  #sent: { readonly content: string; readonly key: string } | null = null;

  constructor(context: Context, meeting: Meeting) {
    const text = translator(TEXTS, context.language);
    this.#context = context;
    this.#text = text;
    this.#meeting = meeting;
    this.#kind = select(
      PARTICIPANT_KINDS.map((kind) => [kind, text(`kind_${kind}`)] as const),
      meeting.audience === "patient" ? "patient" : "professional",
    );
    this.#identity = select(
      ASKED.map((identity) => [identity, text(`identity_${identity}`)] as const),
      "none",
    );
    this.#add = new Action(
      () => [button(text("addParticipant"), "outline", () => this.#submit())],
      explainer(context),
    );
    this.node = el(
      "div",
      { class: "later" },
      el("p", { class: "quiet" }, text("participantsHelp")),
      this.#list,
      this.#said,
      el(
        "div",
        { class: "form", role: "group", "aria-label": text("addParticipant") },
        field(text("kind"), this.#kind),
        field(text("name"), this.#name),
        field(text("phone"), this.#phone),
        field(text("identity"), this.#identity),
        this.#add.node,
      ),
    );
    this.#load();
  }

  async #load(): Promise<void> {
    fill(this.#list, progress(this.#text("loadingParticipants")));
    try {
      await this.#read();
    } catch (fault) {
      const { text } = this.#context;
      fill(
        this.#list,
        notice("bad", explainer(this.#context)(fault)),
        button(text("tryAgain"), "outline", () => this.#load()),
      );
    }
  }

  async #read(): Promise<void> {
    this.#people = await this.#context.meetings.participants(this.#meeting.id, {
      seen: (version) => {
        this.#version = version;
      },
    });
    this.#show();
  }

  /**
   * After a write: what it answers is the version of a list that others may have changed too, so the list is read anew.
   * Where that fails what was done is shown, and the next write is still held against what was read.
   */
  async #readAnew(done: readonly Participant[]): Promise<void> {
    try {
      await this.#read();
    } catch {
      this.#people = done;
      this.#show();
    }
  }

  #show(): void {
    const text = this.#text;
    fill(
      this.#list,
      this.#people.length === 0
        ? el("p", {}, text("noParticipants"))
        : el("ul", { class: "people-list" }, ...this.#people.map((person) => this.#row(person))),
    );
  }

  #row(person: Participant): HTMLElement {
    const text = this.#text;
    const who = this.#who(person);
    const state = stateWords(person, text);
    const row = new Action(() => {
      const link = person.join_url;
      const copy: Child =
        link &&
        button(
          text("copyPersonal"),
          "outline",
          () => sayCopied(this.#context, this.#said, link, text("personalCopied", { who })),
          text("copyPersonalFor", { who }),
        );
      const remove = button(
        text("removeParticipant"),
        "subtle",
        () => row.run(this.#context.text("removing"), () => this.#remove(person)),
        text("removeParticipantFor", { who }),
      );
      return [el("div", { class: "buttons" }, copy, this.#meeting.may_change ? remove : null)];
    }, explainer(this.#context));
    return el(
      "li",
      { class: "person" },
      el(
        "div",
        { class: "person-words" },
        el("strong", {}, who),
        el(
          "span",
          { class: "quiet" },
          [person.name ? text(`kind_${person.kind}`) : "", state].filter(Boolean).join(" · "),
        ),
      ),
      row.node,
    );
  }

  #who(person: Pick<Participant, "name" | "kind">): string {
    return person.name || this.#text(`kind_${person.kind}`);
  }

  #submit(): void {
    const text = this.#text;
    const name = this.#name.value.trim();
    const phone = this.#phone.value.trim();
    const wanted: NewParticipant = {
      kind: this.#kind.value as ParticipantKind,
      identity: this.#identity.value as Identity,
      ...(name ? { name } : {}),
      ...(phone ? { phone } : {}),
    };
    this.#add.run(text("adding"), () => this.#addOne(wanted));
  }

  async #addOne(wanted: NewParticipant): Promise<void> {
    const text = this.#text;
    const content = JSON.stringify(wanted);
    this.#sent = this.#sent?.content === content ? this.#sent : { content, key: newKey() };
    const { key } = this.#sent;
    const { id } = this.#meeting;
    await this.#orMerge({ who: this.#who(wanted), does: "add" }, async () => {
      const person = await this.#context.meetings.addParticipant(id, wanted, key, this.#asRead);
      this.#sent = null;
      await this.#readAnew([...this.#people.filter((other) => other.id !== person.id), person]);
      this.#name.value = "";
      this.#phone.value = "";
      fill(this.#said, notice("good", text("added", { who: this.#who(person) })));
    });
  }

  #remove(person: Participant): Promise<void> {
    const who = this.#who(person);
    return this.#orMerge({ who, does: "remove" }, async () => {
      const { meetings } = this.#context;
      const there = await meetings.removeParticipant(this.#meeting.id, person.id, this.#asRead);
      await this.#readAnew(this.#people.filter((other) => other.id !== person.id));
      fill(
        this.#said,
        there?.still_there
          ? notice("warn", this.#text("participantThere", { who }))
          : notice("good", this.#text("participantRemoved", { who })),
      );
    });
  }

  /** Does it; where somebody else was first, the list is read anew and a person says what shall stand. */
  async #orMerge(wish: Wish, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (fault) {
      if (!(fault instanceof ApiProblem && fault.status === 412)) {
        throw fault;
      }
      const before = this.#people;
      const { peopleMerge } = await import("./peopleMerge");
      await this.#read();
      const merge = peopleMerge(this.#context, wish, before, this.#people, {
        keep: async () => {
          await this.#orMerge(wish, work);
          focusOn(this.#said);
        },
        leave: () => {
          fill(this.#said);
          this.#name.focus();
        },
        name: (person) => this.#who(person),
      });
      fill(this.#said, merge);
      focusOn(merge);
    }
  }

  get #asRead(): Pick<CallOptions, "version"> {
    return this.#version === null ? {} : { version: this.#version };
  }
}

function stateWords(person: Participant, text: Translator<typeof TEXTS>): string {
  if (person.reason === "waited-out") return text("stateWaitedOut");
  const words = { waiting: text("stateWaiting"), in: text("stateIn"), left: text("stateLeft") };
  return person.state ? words[person.state] : "";
}
