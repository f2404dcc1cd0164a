/** The conference rooms of the meeting: chosen among those that are free, with what each can do. */
import { ApiProblem } from "../shared/api";
import { Action, button, field, notice, progress } from "../shared/controls";
import { spanText } from "../shared/dates";
import { type Child, el, fill } from "../shared/dom";
import { type Text, type Translator, translator } from "../shared/i18n";
import type { Meeting } from "../shared/meetings";
import { type Context, explainer } from "./context";
import { TEXTS } from "./roomTexts";
import "./people.css";

interface Room {
  readonly id: string;
  readonly name: string;
  readonly site: string;
}

interface ChosenRoom extends Room {
  /** `taken`: another meeting or a conference had the time in the room first. */
  readonly state: "booked" | "taken";
}

interface Chosen {
  readonly rooms: readonly ChosenRoom[];
  readonly conflicts: readonly { readonly room: string; readonly start: string; readonly end: string }[];
  readonly of_series: boolean;
}

interface Choice extends Room {
  readonly capacity: number;
  readonly free: boolean;
}

interface ServiceAnswer {
  readonly services: readonly {
    readonly service: string;
    readonly joins: string;
    readonly reason_sv: string;
    readonly reason_en: string;
  }[];
}

const MOST_SHOWN = 6;

/** The list and the field to find one. Reads both as soon as it is made. */
export class Rooms {
  readonly node: HTMLElement;
  readonly #context: Context;
  readonly #text: Translator<typeof TEXTS>;
  readonly #meeting: Meeting;
  readonly #list = el("div", { class: "people" });
  readonly #said = el("div", { class: "said" });
  readonly #found = el("div", { class: "people" });
  readonly #search = el("input", { class: "input", type: "search", autocomplete: "off", maxlength: 60 });
  #chosen: Chosen = { rooms: [], conflicts: [], of_series: false };
  #choices: readonly Choice[] = [];
  #version: string | null = null;

  constructor(context: Context, meeting: Meeting) {
    const text = translator(TEXTS, context.language);
    this.#context = context;
    this.#text = text;
    this.#meeting = meeting;
    this.#search.addEventListener("input", () => this.#showFound());
    const form = el(
      "div",
      { class: "form", role: "group", "aria-label": text("add") },
      field(text("search"), this.#search),
      this.#found,
    );
    this.node = el(
      "div",
      { class: "later" },
      el("p", { class: "quiet" }, text(meeting.series ? "helpSeries" : "help")),
      this.#list,
      this.#said,
      meeting.may_change ? form : null,
    );
    this.#load();
  }

  get #path(): string {
    return `/api/v1/meetings/${encodeURIComponent(this.#meeting.id)}`;
  }

  async #load(): Promise<void> {
    fill(this.#list, progress(this.#text("loading")));
    try {
      await this.#read();
    } catch (fault) {
      fill(
        this.#list,
        notice("bad", explainer(this.#context)(fault)),
        button(this.#context.text("tryAgain"), "outline", () => this.#load()),
      );
    }
  }

  async #read(): Promise<void> {
    const { api } = this.#context.meetings;
    this.#take(await api.get<Chosen>(`${this.#path}/rooms`, { seen: (version) => this.#seen(version) }));
    if (this.#meeting.may_change) {
      const { choices } = await api.get<{ choices: readonly Choice[] }>(`${this.#path}/room-choices`);
      this.#choices = choices;
      this.#showFound();
    }
  }

  #seen(version: string): void {
    this.#version = version;
  }

  #take(chosen: Chosen): void {
    this.#chosen = chosen;
    const rows = chosen.rooms.map((room) => this.#row(room));
    fill(
      this.#list,
      ...chosen.conflicts.map((conflict) => this.#conflict(conflict)),
      rows.length === 0 ? el("p", {}, this.#text("none")) : el("ul", { class: "people-list" }, ...rows),
    );
  }

  #conflict({ room, start, end }: Chosen["conflicts"][number]): HTMLElement {
    const name = this.#chosen.rooms.find(({ id }) => id === room)?.name ?? room;
    const time = spanText(new Date(start), new Date(end), this.#context.language);
    return notice("warn", this.#text("taken", { name, time }));
  }

  #row(room: ChosenRoom): HTMLElement {
    const can = el("span", { class: "quiet" });
    const row: Action = new Action(
      () => [
        this.#meeting.may_change
          ? button(
              this.#text("remove"),
              "subtle",
              () => this.#change(row, "removing", "removed", room, this.#without(room)),
              this.#text("removeFor", { name: room.name }),
            )
          : null,
      ],
      explainer(this.#context),
    );
    this.#tellWhatItCan(room, can);
    return el(
      "li",
      { class: "person" },
      el("div", { class: "person-words" }, el("strong", {}, room.name), quiet(room.site)),
      can,
      row.node,
    );
  }

  /** Said beside the room only where it can't; without an answer nothing is claimed. */
  async #tellWhatItCan(room: Room, place: HTMLElement): Promise<void> {
    const { meetings, language } = this.#context;
    try {
      const { services } = await meetings.api.get<ServiceAnswer>(
        `/api/v1/rooms/${encodeURIComponent(room.id)}/services`,
      );
      const mine = services.find(({ service }) => service === this.#meeting.service);
      const words: Text = { sv: mine?.reason_sv ?? "", en: mine?.reason_en ?? "" };
      fill(place, words[language]);
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) {
        throw fault;
      }
    }
  }

  #showFound(): void {
    const text = this.#text;
    const chosen = new Set(this.#chosen.rooms.map(({ id }) => id));
    const wanted = this.#search.value.trim().toLowerCase();
    const matching = this.#choices.filter(
      ({ id, name, site }) => !chosen.has(id) && `${name} ${site}`.toLowerCase().includes(wanted),
    );
    const none = matching.length === 0 ? "noMatch" : "allTaken";
    const free = matching.filter(({ free }) => free);
    const more = free.length - MOST_SHOWN;
    fill(
      this.#found,
      el("ul", { class: "people-list" }, ...free.slice(0, MOST_SHOWN).map((room) => this.#choice(room))),
      more > 0 ? el("p", { class: "quiet" }, text("more", { count: more })) : null,
      free.length === 0
        ? el("p", { class: "quiet", role: "status" }, text(this.#choices.length === 0 ? "noRooms" : none))
        : null,
    );
  }

  #choice(room: Choice): HTMLElement {
    const row: Action = new Action(
      () => [
        button(
          this.#text("choose"),
          "outline",
          () => this.#change(row, "choosing", "chosen", room, [...this.#ids, room.id]),
          this.#text("chooseFor", { name: room.name }),
        ),
      ],
      explainer(this.#context),
    );
    const places = this.#text("places", { count: room.capacity });
    return el(
      "li",
      { class: "person" },
      el(
        "div",
        { class: "person-words" },
        el("strong", {}, room.name),
        quiet([room.site, places].filter(Boolean).join(" · ")),
      ),
      row.node,
    );
  }

  get #ids(): readonly string[] {
    return this.#chosen.rooms.map(({ id }) => id);
  }

  #without(room: Room): readonly string[] {
    return this.#ids.filter((id) => id !== room.id);
  }

  /** The whole list is sent, so it must be the one that was read; whoever was first is shown, and one chooses anew. */
  #change(
    row: Action,
    working: "choosing" | "removing",
    done: "chosen" | "removed",
    room: Room,
    rooms: readonly string[],
  ): void {
    row.run(this.#text(working), async () => {
      try {
        const { api } = this.#context.meetings;
        const options = this.#version === null ? {} : { version: this.#version };
        const chosen = await api.put<Chosen>(
          `${this.#path}/rooms`,
          { rooms },
          { ...options, seen: (version) => this.#seen(version) },
        );
        fill(this.#said, notice("good", this.#text(done, { name: room.name })));
        this.#take(chosen);
        this.#showFound();
        this.#said.querySelector<HTMLElement>("[tabindex]")?.focus();
      } catch (fault) {
        if (fault instanceof ApiProblem && (fault.status === 412 || fault.status === 409)) {
          fill(this.#said, notice("bad", fault.text(this.#context.language)));
          await this.#read();
          this.#said.querySelector<HTMLElement>("[tabindex]")?.focus();
          return;
        }
        throw fault;
      }
    });
  }
}

function quiet(words: string): Child {
  return words && el("span", { class: "quiet" }, words);
}
