/** The order of cases, the one of now, and how its time goes. Time only tells: it ends nothing. */
import { el, fill } from "../shared/dom";
import type { Conference } from "./client";
import type { ConferenceContext } from "./context";

const EACH = 10_000;
const MINUTE = 60_000;

export class CaseNow {
  readonly node: HTMLElement;
  readonly #context: ConferenceContext;
  readonly #now = el("div", { class: "case-now" });
  readonly #time = el("p", { class: "case-time" });
  readonly #list = el("ol", { class: "case-list" });
  readonly #timer: ReturnType<typeof setInterval>;
  #known: Conference | null = null;
  #drawn = "";

  /** `steer` holds the presses that move it. */
  constructor(context: ConferenceContext, steer: HTMLElement) {
    this.#context = context;
    this.node = el(
      "section",
      { class: "region", "aria-labelledby": "cases-heading" },
      el("h2", { id: "cases-heading" }, context.text("cases")),
      this.#now,
      steer,
      this.#list,
    );
    this.#timer = setInterval(() => this.#tell(), EACH);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  draw(one: Conference): void {
    this.#known = one;
    this.#tell();
    const drawn = JSON.stringify([one.state, one.case, one.cases]);
    if (drawn === this.#drawn) {
      return;
    }
    this.#drawn = drawn;
    const { text } = this.#context;
    const isGoing = one.state === "running";
    const now = isGoing && one.case !== null ? one.cases[one.case] : undefined;
    const then = isGoing && one.case !== null ? one.cases[one.case + 1] : undefined;
    fill(
      this.#now,
      now &&
        el(
          "p",
          { class: "case-name", role: "status" },
          text("nowCase", { number: now.number, unit: now.unit }),
        ),
      now && this.#time,
      now &&
        el(
          "p",
          { class: "quiet" },
          then ? text("thenCase", { number: then.number, unit: then.unit }) : text("lastCase"),
        ),
      one.cases.length === 0 && el("p", { class: "quiet" }, text("noCaseLine")),
    );
    fill(
      this.#list,
      ...one.cases.map(({ number, minutes, unit }, at) =>
        el(
          "li",
          {
            "aria-current": isGoing && at === one.case && "step",
            class: isGoing && at < (one.case ?? 0) && "is-done",
          },
          text("caseLine", { number, minutes, unit }),
        ),
      ),
    );
  }

  #tell(): void {
    const { text, now } = this.#context;
    const one = this.#known;
    const current = one?.case == null ? undefined : one.cases[one.case];
    if (!(one?.case_since && current)) {
      return;
    }
    const left = current.minutes - (now().getTime() - Date.parse(one.case_since)) / MINUTE;
    const words =
      left >= 0 ? text("left", { count: Math.ceil(left) }) : text("over", { count: Math.ceil(-left) });
    if (this.#time.textContent !== words) {
      this.#time.textContent = words;
      this.#time.classList.toggle("is-over", left < 0);
    }
  }
}
