/** The rooms' page: alarms, cases and every room, kept fresh while somebody looks. */
import { notice } from "../../shared/controls";
import { el, fill } from "../../shared/dom";
import type { Page } from "../../staff/page";
import type { Context } from "../context";
import { Fresh } from "../fresh";
import { alarmsPart } from "./alarms";
import { casesPart } from "./cases";
import { type Desk, RoomCalls } from "./client";
import { listPart } from "./list";
import type { RoomContext, RoomPart } from "./part";

export const EVERY_MS = 5000;

export class RoomsPage implements Page {
  readonly node = el("div", { class: "rooms-page" });
  readonly #context: RoomContext;
  readonly #fresh: Fresh<Desk>;
  #parts: readonly RoomPart[] = [];

  constructor(context: Context) {
    const calls = new RoomCalls(context.api);
    this.#fresh = new Fresh(context, {
      everyMs: EVERY_MS,
      ask: () => calls.desk(),
      begin: (desk) => this.#begin(desk),
      draw: (desk) => this.#draw(desk),
    });
    this.#context = { ...context, calls, refresh: () => this.#fresh.refresh() };
    const { text } = context;
    fill(
      this.node,
      el(
        "div",
        { class: "lead" },
        el("h1", { tabindex: "-1" }, text("pageRooms")),
        el("p", { class: "why" }, text("roomsLead")),
        this.#fresh.line,
        this.#fresh.trouble,
      ),
      this.#fresh.body,
    );
  }

  start(): Promise<void> {
    return this.#fresh.start();
  }

  stop(): void {
    this.#fresh.stop();
  }

  #begin(desk: Desk): void {
    this.#parts = [alarmsPart(this.#context), casesPart(this.#context), listPart(this.#context)];
    fill(
      this.#fresh.body,
      !desk.reached && notice("info", this.#context.text("notReached")),
      ...this.#parts.map(({ node }) => node),
    );
  }

  #draw(desk: Desk): void {
    for (const part of this.#parts) {
      part.draw(desk);
    }
  }
}
