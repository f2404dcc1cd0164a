/** The appointment has a meeting: its card, and all one can do with it. */
import { hostFold } from "../host/beside";
import { isInDoubt, type MeetingStanding, type Standing } from "../shared/booking";
import { Action, button, focusOn, notice } from "../shared/controls";
import { spanText } from "../shared/dates";
import { type Child, el, fill } from "../shared/dom";
import type { Meeting, Scope } from "../shared/meetings";
import { isHeldSoon, isSoon } from "../shared/soon";
import { meetingCard } from "./card";
import { type Context, explainer } from "./context";
import { advice, cohosts, help, participants, rooms } from "./folds";
import { linkSection } from "./link";
import { otherSystem } from "./otherSystem";
import type { TEXTS } from "./texts";

type TextKey = keyof typeof TEXTS;

/** What the view asks of the pane. */
export interface MeetingDeeds {
  /** Shows what stands in the appointment now, below the news. */
  open(...news: Child[]): Promise<void>;
  mend(meeting: Meeting): Promise<void>;
  takeAsOwn(meeting: Meeting): Promise<void>;
  takeAsCopy(meeting: Meeting): void;
  chooseNewType(meeting: Meeting): void;
  /** Of a series what `scope` says. */
  remove(meeting: Meeting, scope?: Scope): Promise<void>;
  start(meeting: Meeting): Promise<string | null>;
  /** Shows another meeting of the series in the present one's place. */
  showOccurrence(standing: MeetingStanding, id: string): Promise<void>;
  /** Makes of the meetings what the appointment is now. */
  bringInLine(meeting: Meeting): Promise<void>;
  /** Moves another meeting of the series to the time of the occurrence that is open. */
  moveHere(id: string): Promise<void>;
}

export class MeetingView {
  readonly node: HTMLElement;
  readonly #context: Context;
  readonly #deeds: MeetingDeeds;
  readonly #standing: MeetingStanding;
  readonly #card = el("div", {});
  readonly #above = el("div", { class: "above" });
  readonly #list = el("div", { hidden: true });
  readonly #question: HTMLElement | null;
  #meeting: Meeting;

  /** `trouble` is what went wrong when the meeting was last put into the appointment. */
  constructor(
    context: Context,
    standing: MeetingStanding,
    deeds: MeetingDeeds,
    news: readonly Child[] = [],
    trouble = "",
  ) {
    this.#context = context;
    this.#deeds = deeds;
    this.#standing = standing;
    this.#meeting = standing.meeting;
    const { meeting } = standing;
    const writable = context.appointment.mode === "compose" && meeting.may_change;
    fill(this.#above, ...news);
    this.#question = writable ? this.#questions(standing, trouble) : null;
    this.node = el(
      "div",
      { class: "view" },
      this.#above,
      this.#question,
      this.#card,
      otherSystem(context, meeting),
      this.#series(writable),
      ...(writable && isInDoubt(standing) ? [] : this.#deedsFor(meeting, writable)),
      advice(context),
      help(context),
    );
    this.update(meeting);
  }

  get meeting(): Meeting {
    return this.#meeting;
  }

  /** Whether a person has to say first if the meeting is this appointment's; as it is now, or with it read anew. */
  isInDoubt(meeting: Meeting = this.#meeting): boolean {
    return isInDoubt({ ...this.#standing, meeting });
  }

  /** Whether what is shown is still how the appointment stands. */
  fits(standing: Standing): boolean {
    return (
      standing.kind === "meeting" &&
      !standing.moved &&
      standing.unlike === this.#standing.unlike &&
      standing.meeting.id === this.#meeting.id
    );
  }

  /** Shows the meeting's present state without moving anything else. */
  update(meeting: Meeting): void {
    this.#meeting = meeting;
    fill(this.#card, meetingCard(this.#context, meeting));
    if (!this.#list.hasChildNodes() && isHeldSoon(meeting)) {
      const { meetings, language } = this.#context;
      this.#list.hidden = false;
      fill(this.#list, hostFold({ meetings, meetingId: meeting.id, language }));
    }
  }

  /** Puts news above everything; the focus stays where the person works. */
  tell(...news: Child[]): void {
    fill(this.#above, ...news);
  }

  focusNews(): void {
    focusOn(this.#above.hasChildNodes() ? this.#above : (this.#question ?? this.#card));
  }

  /** Filled in when its code has come; most meetings are no series. */
  #series(writable: boolean): Child {
    const { meeting, unlike } = this.#standing;
    if (!(meeting.series || unlike) || (writable && isInDoubt(this.#standing))) {
      return null;
    }
    const place = el("div", {});
    import("./series").then(
      (part) => fill(place, part.seriesSection(this.#context, this.#standing, this.#deeds, writable)),
      () => undefined,
    );
    return place;
  }

  #deedsFor(meeting: Meeting, writable: boolean): Child[] {
    const context = this.#context;
    const soon = isSoon(meeting);
    return [
      meeting.may_host && meeting.state !== "ended" ? this.#start(soon) : null,
      this.#list,
      linkSection(context, meeting, !soon),
      participants(context, meeting),
      cohosts(context, meeting),
      rooms(context, meeting),
      writable ? this.#changes() : el("p", { class: "quiet part" }, context.text("readOnly")),
    ];
  }

  #questions(standing: MeetingStanding, trouble: string): HTMLElement | null {
    const { text } = this.#context;
    const { meeting, invite, moved } = standing;
    if (isInDoubt(standing)) {
      return moved
        ? this.#sameOrCopy("movedAsk", "moveHere", "moving", meeting)
        : this.#sameOrCopy("sameAsk", "isSame", "opening", meeting);
    }
    if (trouble) {
      return this.#mend(notice("bad", trouble));
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

  #sameOrCopy(ask: TextKey, same: TextKey, working: TextKey, meeting: Meeting): HTMLElement {
    const { text, language } = this.#context;
    const time = spanText(new Date(meeting.start), new Date(meeting.end), language);
    const action = new Action(
      () => [
        button(text(same), "outline", () =>
          action.run(text(working), () => this.#deeds.takeAsOwn(this.#meeting)),
        ),
        button(text("isCopy"), "outline", () => this.#deeds.takeAsCopy(this.#meeting)),
      ],
      explainer(this.#context),
    );
    return el("div", { class: "question" }, notice("warn", text(ask, { time })), action.node);
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
    if (this.#meeting.series) {
      action.run(text("opening"), async () => {
        const { askScope } = await import("./series");
        const ask = askScope(this.#context, this.#meeting, this.#deeds, action);
        fill(action.node, ask);
        focusOn(ask);
      });
      return;
    }
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

function blockedWindow({ text }: Context, url: string): HTMLElement {
  return notice(
    "info",
    text("startBlocked"),
    el("a", { href: url, target: "_blank", class: "button-link" }, text("openHost")),
  );
}
