/** One room in the list: how it is in a line, and the rest behind a fold. */
import { Action } from "../../shared/controls";
import { type Child, el, fill } from "../../shared/dom";
import { pick } from "../../shared/i18n";
import { explain } from "../../staff/context";
import { momentWords } from "../../staff/days";
import { push, state, type Tone } from "../../staff/parts";
import type { WordKey } from "../words";
import type { Room, RoomWord, Sign } from "./client";
import type { RoomContext } from "./part";
import { RoomSettings } from "./settings";
import { signDeeds } from "./sign";

const LOOKS: Readonly<Record<RoomWord, readonly [Tone, sign: string]>> = {
  free: ["good", "check"],
  asleep: ["good", "check"],
  in_call: ["info", "conference"],
  unreached: ["warn", "warning"],
  unseen: ["info", "clock"],
  stopped: ["bad", "warning"],
  undriven: ["info", "info"],
};
const CANNOT: Readonly<Record<string, WordKey>> = {
  bookings: "cannotBookings",
  camera_presets: "cannotCamera",
  layout: "cannotLayout",
  events: "cannotEvents",
  panels: "cannotPanels",
  messages: "cannotMessages",
  presentation: "cannotPresentation",
  calls: "cannotCalls",
};

export interface RoomShown {
  readonly room: Room;
  readonly sign: Sign | null;
}

/** Draws rooms into their rows. What has been opened stays open while the room's state changes. */
export class RoomRows {
  readonly #context: RoomContext;
  readonly #folds = new Map<string, { readonly node: HTMLDetailsElement; drawn: string }>();

  constructor(context: RoomContext) {
    this.#context = context;
  }

  draw({ room, sign }: RoomShown, node: HTMLElement): void {
    const { text, language } = this.#context;
    const [tone, drawing] = LOOKS[room.state];
    const wrong = room.alarms.length;
    const head = el(
      "div",
      { class: "row-head" },
      el("h3", {}, room.name),
      room.site !== "" && el("span", { class: "quiet" }, room.site),
      el("span", { class: "badge" }, text(room.kind === "mdt_room" ? "kindMdt" : "kindMeeting")),
    );
    const how = el(
      "p",
      { class: "room-how" },
      state(tone, pick(room, language), drawing),
      wrong > 0 && state("warn", text(wrong === 1 ? "oneAlarm" : "manyAlarms", { count: wrong }), "warning"),
      room.open_cases > 0 && state("warn", text("openCases", { count: room.open_cases }), "people_list"),
    );
    const fold = this.#fold(room, sign);
    const [first, second] = node.children;
    if (first && second && node.contains(fold)) {
      first.replaceWith(head);
      second.replaceWith(how);
    } else {
      fill(node, head, how, fold);
    }
  }

  #fold(room: Room, sign: Sign | null): HTMLDetailsElement {
    const { text } = this.#context;
    let fold = this.#folds.get(room.id);
    if (fold === undefined) {
      const summary = el(
        "summary",
        { "aria-label": text("spoken", { words: text("more"), room: room.name }) },
        text("more"),
      );
      const settings = new RoomSettings(this.#context, room);
      const node = el("details", {}, summary, el("div", { class: "room-more" }), settings.node);
      node.addEventListener("toggle", () => node.open && settings.open());
      fold = { node, drawn: "" };
      this.#folds.set(room.id, fold);
    }
    const { seen_at: _seen, since: _since, alarms: _alarms, open_cases: _cases, ...standing } = room;
    const drawn = JSON.stringify([standing, sign?.made_at]);
    const body = fold.node.querySelector(".room-more");
    if (fold.drawn !== drawn && body !== null) {
      fold.drawn = drawn;
      // The link of a sign is shown once: what holds it is not drawn anew under whoever copies it.
      const link = body.querySelector(".sign-link");
      if (link === null || !sign) {
        fill(body, ...this.#more(room, sign));
      }
    }
    return fold.node;
  }

  #more(room: Room, sign: Sign | null): Child[] {
    const { text, language, now } = this.#context;
    const fact = (name: WordKey, value: string): Child[] =>
      value === "" ? [] : [el("dt", {}, text(name)), el("dd", {}, value)];
    const when = (moment: string | null): string =>
      moment === null ? "" : momentWords(moment, language, now());
    const cannot = room.lacks.map((one) => CANNOT[one]).filter((key): key is WordKey => key !== undefined);
    return [
      el(
        "dl",
        { class: "facts" },
        ...fact("factProduct", room.product),
        ...fact("factSoftware", room.software),
        ...fact("factCapacity", String(room.capacity)),
        ...fact("factSeen", when(room.seen_at)),
        ...fact("factStopped", when(room.stopped?.since ?? null)),
        ...fact("factLacks", cannot.map((key) => text(key)).join(" · ")),
      ),
      this.#again(room),
      signDeeds(this.#context, room, sign),
    ];
  }

  #again(room: Room): HTMLElement | false {
    const { text, calls } = this.#context;
    if (room.state === "undriven") {
      return false;
    }
    if (room.stopped?.why === "untrusted") {
      return el("p", {}, text("anotherKey"));
    }
    const stopped = room.stopped !== null;
    const words = text(stopped ? "release" : "lookNow");
    const said = el("p", { role: "status" });
    const press = (): void => {
      action.run(text("working"), async () => {
        await calls.release(room.id);
        await this.#context.refresh();
        said.textContent = text("looksSoon");
      });
    };
    const action: Action = new Action(
      () => [push(words, "outline", press, text("spoken", { words, room: room.name }))],
      explain(this.#context),
    );
    return el("div", { class: "row-deeds" }, stopped && el("p", {}, text("releaseWhy")), action.node, said);
  }
}
