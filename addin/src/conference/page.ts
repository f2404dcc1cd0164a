/** Which view stands on the page: the address's last part says it, so that the browser's arrow and a reload keep it. */
import { focusOn, notice, progress } from "../shared/controls";
import { el, fill } from "../shared/dom";
import { icon } from "../shared/icons";
import { explain } from "../staff/context";
import type { Page } from "../staff/page";
import { push } from "../staff/parts";
import { ConferenceCalls } from "./client";
import type { ConferenceContext, Context } from "./context";
import { editor } from "./editor";
import { listView } from "./list";
import { LiveView } from "./live";

/** What a view has on the page, and what it lets go of. */
export interface View {
  readonly node: HTMLElement;
  readonly stop?: () => void;
}

export class ConferencePage implements Page {
  readonly node = el("div", { class: "conferences" });
  readonly #said = el("p", { class: "saved", role: "status" });
  readonly #body = el("div", { class: "conference-view" });
  readonly #context: ConferenceContext;
  readonly #turned = (): void => {
    this.#show();
  };
  #view: View | null = null;
  /** Counts the views, so that one that comes late is not shown. */
  #turn = 0;

  constructor(context: Context) {
    const go = (place: string, said = ""): void => this.#go(place, said);
    this.#context = { ...context, calls: new ConferenceCalls(context.api), go };
    fill(this.node, this.#said, this.#body);
  }

  async start(): Promise<void> {
    window.addEventListener("hashchange", this.#turned);
    await this.#show();
  }

  stop(): void {
    window.removeEventListener("hashchange", this.#turned);
    this.#leave();
  }

  #leave(): void {
    this.#turn += 1;
    this.#view?.stop?.();
    this.#view = null;
  }

  #go(place: string, said: string): void {
    history.pushState(null, "", `${location.pathname}#${place}`);
    this.#show(said);
  }

  async #show(said = ""): Promise<void> {
    this.#leave();
    const turn = this.#turn;
    fill(this.#said, said !== "" && icon("check"), said);
    fill(this.#body, progress(this.#context.text("loading")));
    try {
      const view = await this.#made(location.hash.slice(1));
      if (turn !== this.#turn) {
        view.stop?.();
        return;
      }
      this.#view = view;
      fill(this.#body, view.node);
      // What had the focus is gone; on the first view nobody has moved yet.
      if (turn > 1) {
        view.node.querySelector<HTMLElement>("h1")?.focus();
      }
    } catch (fault) {
      if (turn === this.#turn) {
        this.#trouble(fault);
      }
    }
  }

  async #made(place: string): Promise<View> {
    const { calls } = this.#context;
    if (place === "") {
      return listView(this.#context, await calls.all());
    }
    const [id = "", what = "", ...at] = place.split("/");
    if (id === "new") {
      const [rooms, known, like] = await Promise.all([
        calls.rooms(),
        calls.all(),
        what === "" ? null : calls.one(what),
      ]);
      const [day = "", from = "", to = ""] = at;
      return editor(this.#context, rooms, known, null, like, { day, from, to });
    }
    if (what === "change") {
      const [rooms, known, plan] = await Promise.all([calls.rooms(), calls.all(), calls.one(id)]);
      return editor(this.#context, rooms, known, plan);
    }
    return new LiveView(this.#context, await calls.one(id));
  }

  #trouble(fault: unknown): void {
    const { text, go } = this.#context;
    const trouble = notice("bad", explain(this.#context)(fault));
    const again = push(text("tryAgain"), "outline", () => this.#show());
    const back = push(text("toList"), "subtle", () => go(""));
    fill(this.#body, trouble, el("div", { class: "buttons" }, again, location.hash.length > 1 && back));
    focusOn(trouble);
  }
}
