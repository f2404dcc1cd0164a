/** The rooms' page: alarms, cases and every room, kept fresh while somebody looks. */
import { focusOn, notice, progress } from "../../shared/controls";
import { clockTime } from "../../shared/dates";
import { el, fill } from "../../shared/dom";
import { explain } from "../../staff/context";
import type { Page } from "../../staff/page";
import { push } from "../../staff/parts";
import type { Context } from "../context";
import { alarmsPart } from "./alarms";
import { casesPart } from "./cases";
import { type Desk, RoomCalls } from "./client";
import { listPart } from "./list";
import type { RoomContext, RoomPart } from "./part";

export const EVERY_MS = 5000;

export class RoomsPage implements Page {
  readonly node = el("div", { class: "rooms-page" });
  readonly #context: RoomContext;
  readonly #body = el("div", { class: "regions" });
  readonly #fresh = el("p", { class: "quiet" });
  readonly #trouble = el("div");
  #parts: readonly RoomPart[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #read: Date | null = null;
  #left = false;

  constructor(context: Context) {
    this.#context = { ...context, calls: new RoomCalls(context.api), refresh: () => this.#refresh() };
    const { text } = context;
    fill(
      this.node,
      el(
        "div",
        { class: "lead" },
        el("h1", { tabindex: "-1" }, text("pageRooms")),
        el("p", { class: "why" }, text("roomsLead")),
        this.#fresh,
        this.#trouble,
      ),
      this.#body,
    );
  }

  async start(): Promise<void> {
    const { text } = this.#context;
    fill(this.#body, progress(text("loading")));
    try {
      this.#begin(await this.#context.calls.desk());
    } catch (fault) {
      const trouble = notice("bad", explain(this.#context)(fault));
      fill(
        this.#body,
        trouble,
        push(text("tryAgain"), "outline", () => this.start()),
      );
      focusOn(trouble);
    }
  }

  stop(): void {
    this.#left = true;
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
    }
  }

  #begin(desk: Desk): void {
    const { text } = this.#context;
    if (this.#left) {
      return;
    }
    this.#parts = [alarmsPart(this.#context), casesPart(this.#context), listPart(this.#context)];
    fill(
      this.#body,
      !desk.reached && notice("info", text("notReached")),
      ...this.#parts.map(({ node }) => node),
    );
    this.#draw(desk);
    this.#wait();
  }

  #draw(desk: Desk): void {
    const { text, language, now } = this.#context;
    this.#read = now();
    for (const part of this.#parts) {
      part.draw(desk);
    }
    this.#fresh.textContent = text("freshAt", { time: clockTime(this.#read, language) });
    fill(this.#trouble);
  }

  /** Reads everything anew. Trouble is said once, above what was read last; the next reading may take it away. */
  async #refresh(): Promise<void> {
    try {
      const desk = await this.#context.calls.desk();
      if (!this.#left) {
        this.#draw(desk);
      }
    } catch {
      const { text, language } = this.#context;
      if (this.#read !== null && this.#trouble.childElementCount === 0) {
        fill(this.#trouble, notice("warn", text("notFresh", { time: clockTime(this.#read, language) })));
      }
    }
  }

  #wait(): void {
    this.#timer = setTimeout(async () => {
      // A page nobody sees asks for nothing.
      if (document.visibilityState === "visible") {
        await this.#refresh();
      }
      if (!this.#left) {
        this.#wait();
      }
    }, EVERY_MS);
  }
}
