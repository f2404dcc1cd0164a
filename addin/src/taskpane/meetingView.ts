/** The appointment has a meeting: its card, and all one can do with it. */
import type { MeetingStanding } from "../shared/booking";
import { Action, button, focusOn, notice } from "../shared/controls";
import { spanText } from "../shared/dates";
import { type Child, el, fill } from "../shared/dom";
import type { Meeting } from "../shared/meetings";
import { meetingCard } from "./card";
import { type Context, explainer } from "./context";
import { advice, help, participants } from "./folds";
import { linkSection } from "./link";

/** What the view asks of the pane. */
export interface MeetingDeeds {
  mend(meeting: Meeting): Promise<void>;
  moveHere(meeting: Meeting): Promise<void>;
  takeAsCopy(meeting: Meeting): void;
  chooseNewType(meeting: Meeting): void;
  remove(meeting: Meeting): Promise<void>;
  start(meeting: Meeting): Promise<string | null>;
}

/** This long before its start, starting is the next thing to do. */
const SOON = 30 * 60_000;

export class MeetingView {
  readonly node: HTMLElement;
  readonly #context: Context;
  readonly #deeds: MeetingDeeds;
  readonly #card = el("div", {});
  readonly #above = el("div", { class: "above" });
  #meeting: Meeting;

  constructor(context: Context, standing: MeetingStanding, deeds: MeetingDeeds, ...news: Child[]) {
    this.#context = context;
    this.#deeds = deeds;
    this.#meeting = standing.meeting;
    const { meeting } = standing;
    const writable = context.appointment.mode === "compose" && meeting.may_change;
    const soon = isSoon(meeting);
    fill(this.#above, ...news);
    this.node = el(
      "div",
      { class: "view" },
      this.#above,
      writable ? this.#questions(standing) : null,
      this.#card,
      meeting.may_host && meeting.state !== "ended" ? this.#start(soon) : null,
      linkSection(context, meeting, !soon),
      participants(context, meeting),
      writable ? this.#changes() : el("p", { class: "quiet part" }, context.text("readOnly")),
      advice(context),
      help(context),
    );
    this.update(meeting);
  }

  get meeting(): Meeting {
    return this.#meeting;
  }

  /** Shows the meeting's present state without moving anything else. */
  update(meeting: Meeting): void {
    this.#meeting = meeting;
    fill(this.#card, meetingCard(this.#context, meeting));
  }

  /** Puts news above everything; the focus stays where the person works. */
  tell(...news: Child[]): void {
    fill(this.#above, ...news);
  }

  focusNews(): void {
    focusOn(this.#above.hasChildNodes() ? this.#above : this.#card);
  }

  #questions(standing: MeetingStanding): Child {
    const { text } = this.#context;
    const { meeting, invite, moved, sure } = standing;
    if (moved && !sure) {
      return this.#movedQuestion(meeting);
    }
    if (invite === "missing" || invite === "doubled") {
      return this.#mend(notice("warn", text(invite === "missing" ? "textMissing" : "textDoubled")));
    }
    return invite === "loose"
      ? this.#mend(notice("warn", text("faultLoose", { kept: text("keptMeeting") })))
      : null;
  }

  #mend(why: HTMLElement): HTMLElement {
    const { text } = this.#context;
    const action = new Action(
      () => [
        button(text("mend"), "outline", () =>
          action.run(text("mending"), () => this.#deeds.mend(this.#meeting)),
        ),
      ],
      explainer(this.#context),
    );
    return el("div", { class: "question" }, why, action.node);
  }

  #movedQuestion(meeting: Meeting): HTMLElement {
    const { text, language } = this.#context;
    const time = spanText(new Date(meeting.start), new Date(meeting.end), language);
    const action = new Action(
      () => [
        button(text("moveHere"), "outline", () =>
          action.run(text("moving"), () => this.#deeds.moveHere(this.#meeting)),
        ),
        button(text("isCopy"), "outline", () => this.#deeds.takeAsCopy(this.#meeting)),
      ],
      explainer(this.#context),
    );
    return el("div", { class: "question" }, notice("warn", text("movedAsk", { time })), action.node);
  }

  #start(primary: boolean): HTMLElement {
    const { text } = this.#context;
    const said = el("div", { class: "said" });
    const action = new Action(
      () => [
        button(text("start"), primary ? "primary" : "outline", () =>
          action.run(text("starting"), async () => {
            const blocked = await this.#deeds.start(this.#meeting);
            fill(said, blocked ? blockedWindow(this.#context, blocked) : notice("good", text("started")));
          }),
        ),
        said,
      ],
      explainer(this.#context),
    );
    return el("div", { class: "part part-tight" }, action.node);
  }

  #changes(): HTMLElement {
    const { text } = this.#context;
    const action: Action = new Action(
      () => [
        button(text("changeType"), "outline", () => this.#deeds.chooseNewType(this.#meeting)),
        button(text("remove"), "subtle", () => this.#askRemove(action)),
      ],
      explainer(this.#context),
    );
    return el("div", { class: "part" }, action.node);
  }

  /** The question stands where the button was: Outlook allows no dialog of the browser's. */
  #askRemove(action: Action): void {
    const { text } = this.#context;
    const question = el(
      "div",
      { class: "question", role: "group", "aria-label": text("remove") },
      notice("warn", text("removeAsk")),
      el(
        "div",
        { class: "buttons" },
        button(text("removeYes"), "primary", () =>
          action.run(text("removing"), () => this.#deeds.remove(this.#meeting)),
        ),
        button(text("removeNo"), "outline", () => {
          action.reset();
          focusButton(action.node);
        }),
      ),
    );
    fill(action.node, question);
    focusOn(question);
  }
}

function focusButton(node: HTMLElement): void {
  node.querySelector<HTMLElement>("fluent-button:last-of-type")?.focus();
}

function isSoon(meeting: Meeting): boolean {
  const now = Date.now();
  return (
    meeting.state === "live" || (Date.parse(meeting.start) - now < SOON && now < Date.parse(meeting.end))
  );
}

function blockedWindow({ text }: Context, url: string): HTMLElement {
  return notice(
    "info",
    text("startBlocked"),
    el("a", { href: url, target: "_blank", class: "button-link" }, text("openHost")),
  );
}
