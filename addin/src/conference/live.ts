/** One conference: how it stands, live, and what can be pressed now. A question that stands open is never redrawn away. */
import { notice } from "../shared/controls";
import { spanText } from "../shared/dates";
import { el, fill } from "../shared/dom";
import { stream } from "../shared/sse";
import { askFirst } from "../staff/askFirst";
import { explain } from "../staff/context";
import { push } from "../staff/parts";
import { bearer } from "../staff/session";
import { CaseNow } from "./caseNow";
import type { Conference, Press } from "./client";
import type { ConferenceContext } from "./context";
import type { View } from "./page";
import { repeatForm } from "./repeat";
import { SiteRows } from "./siteRows";
import { Steer } from "./steer";
import { spanWords } from "./times";
import { countWords, mayPlan, stateWords } from "./told";

const LOST_SHOWN_AFTER = 3000;

export class LiveView implements View {
  readonly node = el("div", { class: "live" });
  readonly #context: ConferenceContext;
  readonly #away = new AbortController();
  readonly #state = el("div", { class: "live-state", role: "status" });
  readonly #line = el("div");
  readonly #moved = el("div", { class: "above" });
  readonly #steer: Steer;
  readonly #plan = el("div", { class: "plan-deeds" });
  readonly #now: CaseNow;
  readonly #sites: SiteRows;
  #known: Conference;
  #heard = 0;
  #lost: ReturnType<typeof setTimeout> | null = null;
  #planned = "";
  #movedHere = "";

  constructor(context: ConferenceContext, conference: Conference) {
    const { text, language, now } = context;
    this.#context = context;
    this.#known = conference;
    this.#steer = new Steer(context, (press, site) => this.#press(press, site));
    this.#now = new CaseNow(context, this.#steer.node);
    this.#sites = new SiteRows(context, (press, site) => this.#press(press, site));
    fill(
      this.node,
      el(
        "div",
        { class: "lead" },
        el("a", { href: "#", class: "tool-link" }, text("toList")),
        el("h1", { tabindex: "-1" }, spanWords(conference, language, now())),
        this.#state,
      ),
      this.#line,
      this.#moved,
      el("div", { class: "live-body" }, this.#now.node, this.#sites.node),
      this.#plan,
    );
    this.#draw(conference);
    if (conference.state !== "over" && conference.state !== "withdrawn") {
      this.#follow();
    }
  }

  stop(): void {
    this.#away.abort();
    this.#now.stop();
    this.#steer.stop();
    if (this.#lost !== null) {
      clearTimeout(this.#lost);
    }
  }

  async #follow(): Promise<void> {
    const { calls } = this.#context;
    try {
      await stream(calls.events(this.#known.id), {
        bearer,
        signal: this.#away.signal,
        onEvent: ({ event, data }) => {
          if (event === "conference") {
            this.#heard += 1;
            this.#draw(data as Conference);
          } else if (event === "bye") {
            fill(this.#line, notice("warn", this.#context.text("notFound")));
          }
        },
        onState: (state) => this.#breaks(state === "lost"),
      });
    } catch (fault) {
      if (!this.#away.signal.aborted) {
        fill(this.#line, notice("bad", explain(this.#context)(fault)));
      }
    }
  }

  /** A break of a moment is not worth a word. */
  #breaks(lost: boolean): void {
    if (!lost) {
      if (this.#lost !== null) {
        clearTimeout(this.#lost);
      }
      this.#lost = null;
      fill(this.#line);
    } else if (this.#lost === null) {
      this.#lost = setTimeout(
        () => fill(this.#line, notice("warn", this.#context.text("lost"))),
        LOST_SHOWN_AFTER,
      );
    }
  }

  #draw(one: Conference): void {
    this.#known = one;
    const rooms = one.sites.filter(({ joins }) => joins === "room");
    const count = rooms.filter(({ stage }) => stage === "connected").length;
    const words = this.#words(one, count, rooms.length);
    const said = `${one.state} ${one.ending} ${words}`;
    if (this.#state.dataset.said !== said) {
      this.#state.dataset.said = said;
      fill(this.#state, stateWords(this.#context, one), el("span", { class: "quiet" }, words));
    }
    this.#now.draw(one);
    this.#sites.draw(one);
    this.#steer.draw(one);
    this.#drawMoved(one);
    this.#drawPlan(one);
  }

  /** A meeting takes no room from a conference; whoever leads this one should know why people come to the door. */
  #drawMoved({ moved_here = [], sites }: Conference): void {
    const key = JSON.stringify(moved_here);
    if (key === this.#movedHere) {
      return;
    }
    this.#movedHere = key;
    const { text, language, now } = this.#context;
    fill(
      this.#moved,
      ...moved_here.map(({ room, start, end }) => {
        const name = sites.find(({ id }) => id === room)?.label ?? room;
        const time = spanText(new Date(start), new Date(end), language, now());
        return notice("info", text("movedHere", { name, time }));
      }),
    );
  }

  #words(one: Conference, count: number, all: number): string {
    const { text, language, now } = this.#context;
    if (one.ending) {
      return text("endingWhy");
    }
    if (one.state === "running") {
      return text("allIn", { count, all });
    }
    const when = spanText(new Date(one.opens), new Date(one.closes), language, now());
    return one.state === "planned" ? text("opensLater", { when }) : countWords(this.#context, one);
  }

  #press(press: Press, site: string | null): Promise<void> {
    const { calls } = this.#context;
    const heard = this.#heard;
    // What came as news meanwhile is newer than the answer.
    return calls
      .press(this.#known.id, press, site)
      .then((after) => (heard === this.#heard ? this.#draw(after) : undefined));
  }

  #drawPlan(one: Conference): void {
    const { text, go, calls } = this.#context;
    const key = `${one.may_change} ${one.state}`;
    if (key === this.#planned) {
      return;
    }
    this.#planned = key;
    const isBefore = one.state === "planned" || one.state === "open";
    fill(
      this.#plan,
      one.state === "over" && mayPlan(this.#context) && repeatForm(this.#context, one),
      one.may_change && push(text("change"), "outline", () => go(`${one.id}/change`)),
      one.may_change &&
        isBefore &&
        askFirst(
          this.#context,
          {
            button: text("withdraw"),
            spoken: text("withdraw"),
            question: text("withdrawAsk"),
            yes: text("withdrawYes"),
          },
          async () => {
            await calls.withdraw(this.#known);
            go("", text("withdrawn"));
          },
        ),
    );
  }
}
