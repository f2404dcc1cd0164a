/** What is set for a room, read when somebody asks for more of it: services, join entries, the unit that it calls. */
import { Action, notice, progress } from "../../shared/controls";
import { type Child, el, fill } from "../../shared/dom";
import { pick } from "../../shared/i18n";
import { explain } from "../../staff/context";
import { form, input } from "../../staff/form";
import { push } from "../../staff/parts";
import type { CareUnit, Entries, Room, RoomService, Settings } from "./client";
import type { RoomContext } from "./part";

export class RoomSettings {
  readonly node = el("div", { class: "room-settings" });
  readonly #context: RoomContext;
  readonly #room: Pick<Room, "id" | "name">;
  #asked = false;

  constructor(context: RoomContext, room: Pick<Room, "id" | "name">) {
    this.#context = context;
    this.#room = room;
  }

  /** Reads and shows them, the first time it is called. */
  async open(): Promise<void> {
    if (!this.#asked) {
      this.#asked = true;
      fill(this.node, progress(this.#context.text("loading")));
      await this.#read("");
    }
  }

  async #read(done: string): Promise<void> {
    const { text, calls } = this.#context;
    try {
      this.#show(await calls.settings(this.#room.id), done);
    } catch (fault) {
      const again = push(text("tryAgain"), "outline", () => this.#read(done));
      fill(this.node, notice("warn", explain(this.#context)(fault)), again);
    }
  }

  #show({ services, entries, careUnit }: Settings, done: string): void {
    const said = el("p", { class: "saved", role: "status", tabindex: "-1" }, done);
    fill(this.node, said, ...this.#services(services), ...this.#entries(entries), ...this.#unit(careUnit));
    if (done !== "") {
      said.focus();
    }
  }

  #services(services: readonly RoomService[]): Child[] {
    const { text, language, data } = this.#context;
    const why = (one: RoomService): string => (language === "sv" ? one.reason_sv : one.reason_en);
    const name = (code: string): string => {
      const label = data.labels[code];
      return label ? pick(label, language) : code;
    };
    return [
      el("h4", {}, text("roomServices")),
      el(
        "dl",
        { class: "facts" },
        ...services.flatMap((one) => [
          el("dt", {}, name(one.service)),
          el("dd", {}, why(one) || text("serviceFine")),
        ]),
      ),
    ];
  }

  #entries(entries: Entries): Child[] {
    const { text, language, calls } = this.#context;
    if (!entries.writes) {
      return [];
    }
    const words = text(entries.overwrite ? "overwriteNo" : "overwriteYes");
    const change = (): void => {
      action.run(text("working"), async () => {
        await calls.overwrite(this.#room.id, !entries.overwrite, entries.version);
        await this.#read(text("overwriteSaved"));
      });
    };
    const action: Action = new Action(
      () => [push(words, "outline", change, text("spoken", { words, room: this.#room.name }))],
      explain(this.#context),
    );
    const isForeign = entries.foreign_entries > 0 || entries.overwrite;
    return [
      el("h4", {}, text("panelEntries")),
      el("p", {}, language === "sv" ? entries.state_sv : entries.state_en),
      isForeign && el("p", { class: "quiet" }, text("overwriteWhy")),
      isForeign && action.node,
    ];
  }

  #unit(careUnit: CareUnit): Child[] {
    const { text, language, calls } = this.#context;
    const unit = input("unit", {
      label: text("careUnit"),
      help: text("careUnitHelp"),
      value: careUnit.unit ?? "",
      longest: 64,
    });
    const entry = input("entry", {
      label: text("optional", { label: text("careEntry") }),
      help: text("careEntryHelp"),
      value: careUnit.entry ?? "",
      longest: 40,
    });
    const send = form(this.#context, [unit, entry], { submit: text("careUnitSave") }, async (values) => {
      await calls.callUnit(this.#room.id, values.unit || null, values.entry || null, careUnit.version);
      await this.#read(text("careUnitSaved"));
    });
    const name = careUnit.name ? pick(careUnit.name, language) : null;
    return [
      el("h4", {}, text("careRoom")),
      el("p", {}, name === null ? text("careRoomNone") : text("careRoomCalls", { unit: name })),
      send,
    ];
  }
}
