/** The pane: finds what stands in the appointment, shows the view for it, and does what is pressed there. */
import type { Change } from "../appointment/appointment";
import {
  type Booked,
  isInDoubt,
  type MeetingStanding,
  NotPlaced,
  Outdated,
  type Standing,
} from "../shared/booking";
import { Action, button, focusOn, notice } from "../shared/controls";
import { type Child, el, fill } from "../shared/dom";
import type { Meeting, Scope } from "../shared/meetings";
import { setThemeMode } from "../shared/theme";
import { chooser } from "./chooser";
import { type Context, explainer } from "./context";
import { advice, help } from "./folds";
import type { MeetingDeeds, MeetingView } from "./meetingView";
import { changedNews, createdNews, movedNews } from "./news";
import { Rounds } from "./rounds";
import { explain } from "./trouble";

/** Changes come in bursts while one drags a time; the last one counts. */
const SETTLE = 400;

export class Pane implements MeetingDeeds {
  readonly #context: Context;
  readonly #main: HTMLElement;
  #view: MeetingView | null = null;
  readonly #rounds = new Rounds();
  #settling: ReturnType<typeof setTimeout> | undefined;
  /** How many are about to show anew: what they have to tell must not be shown over by what a change of ours sets off. */
  #opening = 0;

  constructor(context: Context, main: HTMLElement) {
    this.#context = context;
    this.#main = main;
    context.appointment.onChanged((change) => this.#onChanged(change));
  }

  /** Shows what stands in the appointment. */
  async open(...news: Child[]): Promise<void> {
    this.#opening += 1;
    try {
      await this.#orAsk(async () => {
        const standing = await this.#context.booking.find();
        await this.#showStanding(standing, news);
      });
    } finally {
      this.#opening -= 1;
    }
  }

  /** Does it; where somebody else was first, a person says what shall stand. */
  async #orAsk(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (fault) {
      if (!(fault instanceof Outdated)) {
        throw fault;
      }
      const { mergeView } = await import("./merge");
      const { booking } = this.#context;
      const again = async (): Promise<void> => {
        if (!fault.change) {
          await this.remove(fault.fresh, fault.scope);
          return;
        }
        const booked = await this.#placed(booking.again(fault));
        if (booked) {
          await this.open(this.#good(this.#context.text("changedSaved")));
        }
      };
      this.#leaveView();
      const view = mergeView(this.#context, fault, {
        keep: () => this.#orAsk(again),
        take: () => this.open(),
      });
      this.#show(view);
      focusOn(view);
    }
  }

  mend = async (meeting: Meeting): Promise<void> => {
    const booked = await this.#placed(this.#context.booking.place(meeting));
    if (booked) {
      await this.#showMeeting(inOrder(meeting), [this.#good(this.#context.text("restored"))]);
    }
  };

  takeAsOwn = (meeting: Meeting): Promise<void> =>
    this.#orAsk(async () => {
      const { booking, text } = this.#context;
      const moved = await booking.follow(meeting);
      booking.vouchFor(await booking.confirm(moved));
      await this.open(moved === meeting ? this.#good(text("kept")) : movedNews(this.#context, moved));
    });

  takeAsCopy = (meeting: Meeting): void => {
    this.#choose(notice("info", this.#context.text("copyFound")), meeting);
  };

  chooseNewType = (meeting: Meeting): void => {
    this.#leaveView();
    const view = chooser(this.#context, {
      present: meeting,
      submit: (choice) =>
        this.#orAsk(async () => {
          const booked = await this.#placed(this.#context.booking.changeType(meeting, choice));
          if (booked) {
            await this.#showMeeting(inOrder(booked.meeting), [changedNews(this.#context, booked, meeting)]);
          }
        }),
      cancel: () => this.#showMeeting(inOrder(meeting)),
    });
    this.#show(view);
  };

  remove = async (meeting: Meeting, scope?: Scope): Promise<void> => {
    const { booking, text } = this.#context;
    // While it is being removed nobody else may show the meeting as removed: this press says so itself.
    const view = this.#view;
    this.#leaveView();
    try {
      const left = await booking.remove(meeting, scope);
      if (scope) {
        const { removedNews } = await import("./series");
        await this.open(await removedNews(this.#context, meeting, scope, left));
        return;
      }
    } catch (fault) {
      if (fault instanceof Outdated) {
        await this.#orAsk(() => Promise.reject(fault));
        return;
      }
      if (view) {
        this.#watch(view);
      }
      throw fault;
    }
    const news = notice("good", text("removed"), el("p", {}, text("removedNext")));
    this.#choose(el("div", { class: "question" }, news, this.#ofRemoval(meeting)));
  };

  start = async (meeting: Meeting): Promise<string | null> => {
    const url = await this.#context.booking.start(meeting.id);
    return this.#context.appointment.openWindow(url) ? null : url;
  };

  async #showStanding(standing: Standing, news: Child[]): Promise<void> {
    const { text, appointment } = this.#context;
    if (standing.kind === "meeting") {
      await this.#showFound(standing, news);
      return;
    }
    if (appointment.mode === "read") {
      this.#showReadOnly(standing);
      return;
    }
    if (standing.kind === "none") {
      this.#choose(news.length > 0 ? el("div", {}, ...news) : await this.#recurrenceNews());
      return;
    }
    if (standing.kind === "removed") {
      this.#choose(this.#withClearing(text("removedFound"), standing.meeting), standing.meeting);
      return;
    }
    const words = standing.kind === "copy" ? "copyFound" : "foreignFound";
    this.#choose(notice("info", text(words)), standing.kind === "copy" ? standing.meeting : undefined);
  }

  /** A meeting that is surely this appointment's follows it at once; else the person is asked. */
  async #showFound(standing: MeetingStanding, news: Child[]): Promise<void> {
    const { booking, appointment } = this.#context;
    let { meeting } = standing;
    let { moved, sure } = standing;
    const shown = [...news];
    if (moved && sure && meeting.may_change) {
      meeting = await booking.follow(meeting);
      moved = false;
      shown.push(movedNews(this.#context, meeting));
    }
    if (appointment.mode === "compose" && !isInDoubt({ ...standing, moved })) {
      meeting = await booking.confirm(meeting);
      sure ||= Boolean(meeting.appointment?.item_id);
    }
    await this.#showMeeting({ ...standing, meeting, moved, sure }, shown);
  }

  async #showMeeting(standing: MeetingStanding, news: readonly Child[] = [], trouble = ""): Promise<void> {
    const { MeetingView } = await import("./meetingView");
    this.#leaveView();
    const view = new MeetingView(this.#context, standing, this, news, trouble);
    this.#show(view.node);
    view.focusNews();
    this.#watch(view);
    this.#check(view.isInDoubt() ? undefined : standing.meeting);
  }

  showOccurrence = async (standing: MeetingStanding, id: string): Promise<void> => {
    const meeting = await this.#context.meetings.read(id);
    await this.#showMeeting({ ...standing, meeting });
  };

  bringInLine = (meeting: Meeting): Promise<void> =>
    this.#orAsk(async () => {
      const booked = await this.#placed(this.#context.booking.bringInLine(meeting));
      if (booked) {
        const { inLineNews } = await import("./series");
        await this.open(inLineNews(this.#context, booked.meeting));
      }
    });

  moveHere = (id: string): Promise<void> =>
    this.#orAsk(async () => this.open(movedNews(this.#context, await this.#context.booking.moveHere(id))));

  #showReadOnly(standing: Standing): void {
    const { text } = this.#context;
    const words = {
      none: text("noMeeting"),
      removed: text("removedRead"),
      copy: text("foreignRead"),
      foreign: text("foreignRead"),
      meeting: "",
    };
    const parts: Child[] = [notice("info", words[standing.kind])];
    if (standing.kind === "none") {
      parts.push(el("p", { class: "quiet part" }, text("readOnly")));
    }
    this.#show(el("div", { class: "view" }, ...parts, advice(this.#context), help(this.#context)));
  }

  /** The cards to create from. `stale` is what stood here before: its place and subject are replaced. */
  #choose(above: Child, stale?: Meeting): void {
    this.#leaveView();
    const { booking } = this.#context;
    const view = chooser(this.#context, {
      above,
      submit: async (choice) => {
        // What shows the meeting comes first: without it nothing is made.
        await import("./meetingView");
        const booked = await this.#placed(booking.create(choice, stale));
        if (booked) {
          await this.#showMeeting(inOrder(booked.meeting), [createdNews(this.#context, booked)]);
        }
      },
    });
    this.#show(el("div", { class: "view" }, view, advice(this.#context), help(this.#context)));
    this.#check();
    if (above) {
      focusOn(view);
    }
  }

  /** The meeting is made though the appointment could not be written: show it, say so, offer to mend. */
  async #placed(booked: Promise<Booked>): Promise<Booked | null> {
    try {
      return await booked;
    } catch (fault) {
      if (!(fault instanceof NotPlaced)) {
        throw fault;
      }
      await this.#showMeeting(inOrder(fault.meeting), [], explain(fault, this.#context.text));
      return null;
    }
  }

  #withClearing(words: string, meeting: Meeting): HTMLElement {
    const { booking, text } = this.#context;
    const action: Action = new Action(
      () => [
        button(text("clearText"), "outline", () =>
          action.run(text("clearing"), async () => {
            await booking.clear(meeting);
            this.#choose(this.#good(text("cleared")));
          }),
        ),
      ],
      explainer(this.#context),
    );
    return el("div", { class: "question" }, notice("info", words), this.#ofRemoval(meeting), action.node);
  }

  /** Filled in when the video service has not removed its part. */
  #ofRemoval(meeting: Meeting): HTMLElement {
    const place = el("div", { class: "said" });
    import("./removal").then(
      (part) => part.watchRemoval(this.#context, [meeting.id], place),
      () => undefined,
    );
    return place;
  }

  async #recurrenceNews(): Promise<Child> {
    const recurrence = await this.#context.appointment.recurrence();
    return recurrence && (await import("./series")).coming(this.#context, recurrence);
  }

  #good(words: string): HTMLElement {
    return notice("good", words);
  }

  /** Looks for what must not be sent; without its code, the check at send still does. */
  #check(meeting?: Meeting): void {
    import("./sendCheck").then(
      (part) => part.sendCheck(this.#context, this.#main, meeting),
      () => undefined,
    );
  }

  #show(node: HTMLElement): void {
    fill(this.#main, node);
  }

  #leaveView(): void {
    this.#rounds.stop();
    this.#view = null;
  }

  #watch(view: MeetingView): void {
    this.#view = view;
    this.#rounds.begin(
      () => view.meeting,
      () => this.#refresh(view),
    );
  }

  async #refresh(view: MeetingView): Promise<void> {
    try {
      const fresh = await this.#context.meetings.read(view.meeting.id);
      if (this.#view !== view || fresh.version + fresh.state === view.meeting.version + view.meeting.state) {
        return;
      }
      if (fresh.state === "removed" || (view.isInDoubt(fresh) && !view.isInDoubt())) {
        await this.open();
      } else {
        view.update(fresh);
      }
    } catch {
      // The next round asks again; what is shown is still the last that was known.
    }
  }

  #onChanged(change: Change): void {
    if (change === "theme") {
      setThemeMode(this.#context.appointment.theme());
    }
    if (change === "times" || change === "recurrence") {
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => this.#followChange(change), SETTLE);
    }
  }

  async #followChange(change: "times" | "recurrence"): Promise<void> {
    if (this.#opening > 0) {
      this.#onChanged(change);
      return;
    }
    const view = this.#view;
    const { booking, text, appointment } = this.#context;
    if (!view?.meeting.may_change || view.isInDoubt() || appointment.mode === "read") {
      return;
    }
    try {
      if (view.meeting.series || change === "recurrence") {
        const standing = await booking.find();
        // What we have changed ourselves comes back as a change too: its news stays, and comes last.
        if (this.#view === view && !view.fits(standing)) {
          await this.#orAsk(() => this.#showStanding(standing, []));
        }
        return;
      }
      await this.#orAsk(async () => {
        const moved = await booking.follow(view.meeting);
        if (moved !== view.meeting) {
          view.update(moved);
          view.tell(movedNews(this.#context, moved));
        }
      });
    } catch (fault) {
      view.tell(notice("bad", explain(fault, text)));
    }
  }
}

/** A meeting that has just been put into the appointment as it should stand. */
function inOrder(meeting: Meeting): MeetingStanding {
  return {
    kind: "meeting",
    meeting,
    invite: "in-place",
    moved: false,
    sure: true,
    whole: true,
    unlike: null,
  };
}
