/** One appointment and its meeting: what the pane's and the ribbon's buttons do. */
import type { Appointment } from "../appointment/appointment";
import {
  clearMeeting,
  type InviteState,
  inviteIn,
  type Part,
  type Placed,
  PlacingTrouble,
  placeMeeting,
} from "../invite/place";
import { ApiProblem, newKey } from "./api";
import type { Language } from "./dates";
import type { LeftAlone, Meeting, MeetingChange, Meetings, NewMeeting, Scope } from "./meetings";
import type { Unlike } from "./series";

/** What stands in the appointment. */
export type Standing =
  | { readonly kind: "none" }
  | MeetingStanding
  /** The meeting is removed, but its text or id is still here. */
  | { readonly kind: "removed"; readonly meeting: Meeting }
  /** The appointment is a copy: the meeting belongs to another one. */
  | { readonly kind: "copy"; readonly meeting: Meeting }
  /** An id we are not let to see, or that is not here at all. */
  | { readonly kind: "foreign"; readonly id: string };

export interface MeetingStanding {
  readonly kind: "meeting";
  readonly meeting: Meeting;
  readonly invite: InviteState;
  /** The appointment's times are not the meeting's. */
  readonly moved: boolean;
  /** Whether we are sure that the meeting was made for this appointment and no copy of it. */
  readonly sure: boolean;
  /** The appointment is all it is of: no occurrence of a series that is open by itself. */
  readonly whole: boolean;
  readonly unlike: Unlike | null;
}

export interface Choice {
  readonly type: string;
  readonly service?: string;
  readonly link?: string;
  readonly language?: Language;
}

export interface Booked {
  readonly meeting: Meeting;
  readonly placed: Placed;
}

/** The meeting was made or changed, but not all of it could be written: nothing is lost, and it can be tried again. */
export class NotPlaced extends Error {
  override readonly name = "NotPlaced";
  readonly meeting: Meeting;
  /** What is not in the appointment; the rest is. */
  readonly parts: readonly Part[];

  constructor(meeting: Meeting, { parts, cause }: PlacingTrouble) {
    super("the meeting is not whole in its appointment", { cause });
    this.meeting = meeting;
    this.parts = parts;
  }
}

/** Somebody has changed the meeting since it was read: nothing of ours is saved, and a person has to say what shall stand. */
export class Outdated extends Error {
  override readonly name = "Outdated";
  /** The refusal: it tells who changed what. */
  readonly fault: ApiProblem;
  readonly before: Meeting;
  readonly fresh: Meeting;
  /** What was wanted; null for a removal. */
  readonly change: MeetingChange | null;
  readonly scope: Scope | undefined;

  constructor(
    fault: ApiProblem,
    before: Meeting,
    fresh: Meeting,
    change: MeetingChange | null,
    scope?: Scope,
  ) {
    super("the meeting was changed meanwhile", { cause: fault });
    this.fault = fault;
    this.before = before;
    this.fresh = fresh;
    this.change = change;
    this.scope = scope;
  }
}

/** Nobody has said yet which item the meeting was made for. False too when we are not let to know. */
export function isUnclaimed(meeting: Meeting): boolean {
  return meeting.may_change && !meeting.appointment?.item_id;
}

/**
 * Whether the block may be another appointment's, come here by copying: a copy not yet saved has no id of its own and at
 * first the very times of its original. Nothing may be done to the meeting before a person has said which it is.
 */
export function isInDoubt({ meeting, moved, sure }: MeetingStanding): boolean {
  return !sure && (moved || !isUnclaimed(meeting));
}

/** All calls reject with ApiProblem, AppointmentFault or {@link NotPlaced}; those that change or remove, with {@link Outdated} too. */
export class Booking {
  readonly #meetings: Meetings;
  readonly #appointment: Appointment;
  #press: Press | null = null;
  /** The meeting that was made in this very form, or that a person has said belongs to it. */
  #own: string | null = null;

  constructor(meetings: Meetings, appointment: Appointment) {
    this.#meetings = meetings;
    this.#appointment = appointment;
  }

  /** Looks up what stands in the appointment. Changes nothing. */
  async find(): Promise<Standing> {
    const [body, kept] = await Promise.all([this.#appointment.body(), this.#appointment.meetingId()]);
    const seen = inviteIn(body);
    const id = kept ?? seen.id;
    if (!id) {
      return { kind: "none" };
    }
    try {
      return await this.#standing(await this.#meetings.read(id), seen.state);
    } catch (fault) {
      if (fault instanceof ApiProblem && (fault.status === 404 || fault.status === 403)) {
        return { kind: "foreign", id };
      }
      throw fault;
    }
  }

  /**
   * Creates a meeting for the appointment and puts it there. The same choice pressed again after a lost answer makes no
   * second meeting; `lasting` when the next press comes to a new page, which remembers nothing. A recurring appointment gets its series.
   */
  async create(choice: Choice, previous?: Meeting, { lasting = false } = {}): Promise<Booked> {
    const appointment = this.#appointment;
    const [wanted, kept] = await Promise.all([this.#request(choice), appointment.press().then(pressIn)]);
    const press = [this.#press, kept].find((known) => known && isRepeated(known.request, wanted)) ?? {
      key: newKey(),
      request: wanted,
    };
    this.#press = press;
    if (lasting && press !== kept) {
      await appointment.setPress(JSON.stringify(press));
    }
    const meeting = await this.#send(press, lasting || press === kept);
    this.#press = null;
    this.#own = meeting.marker;
    return this.place(meeting, previous);
  }

  /** A person has said that the meeting is this appointment's. */
  vouchFor(meeting: Meeting): void {
    this.#own = meeting.marker;
  }

  /** Changes type or service; the text is replaced in its place. */
  async changeType(meeting: Meeting, choice: Choice): Promise<Booked> {
    const changed = await this.change(meeting, {
      type: choice.type,
      ...(choice.service ? { service: choice.service } : {}),
      ...(choice.link ? { link: choice.link } : {}),
    });
    return this.place(changed, meeting);
  }

  /** Changes the meeting as it was read; where the whole series is open, all of it. */
  async change(meeting: Meeting, change: MeetingChange): Promise<Meeting> {
    const { series } = meeting;
    const scope = change.scope ?? (series && (await this.isWhole()) ? "all" : undefined);
    const version = scope === "all" ? (series?.version ?? meeting.version) : meeting.version;
    const whole = scope ? { ...change, scope } : change;
    return this.#current(meeting, whole, () => this.#meetings.change(meeting.id, whole, version), scope);
  }

  /** Whether no occurrence of a series is open by itself. */
  async isWhole(): Promise<boolean> {
    return !(await this.#appointment.recurrence())?.master;
  }

  /** Moves another meeting of the series to the times of the one occurrence that is open. */
  async moveHere(id: string): Promise<Meeting> {
    return this.#followSeries(await this.#meetings.read(id));
  }

  /** Makes of the meeting or its series what the appointment is now, and puts it there. */
  async bringInLine(meeting: Meeting): Promise<Booked> {
    return this.place(await this.#followSeries(meeting), meeting);
  }

  /** Moves the meeting to the appointment's times. The same meeting when they are equal. */
  async follow(meeting: Meeting): Promise<Meeting> {
    if (meeting.series) {
      const { isTimeMoved } = await import("./series");
      return (await isTimeMoved(this.#desk, meeting)) ? this.#followSeries(meeting) : meeting;
    }
    const times = await this.#appointment.times();
    if (!isMoved(meeting, times)) {
      return meeting;
    }
    // Its id or co-hosts may have been noted since by this very form; only another time is somebody else's will.
    const now = await this.#meetings.read(meeting.id);
    const same = now.start === meeting.start && now.end === meeting.end;
    return this.change(same ? now : meeting, {
      start: times.start.toISOString(),
      end: times.end.toISOString(),
    });
  }

  async #followSeries(meeting: Meeting): Promise<Meeting> {
    const { inLine } = await import("./series");
    const [id, change] = await inLine(this.#desk, meeting);
    return this.change({ ...meeting, id }, change);
  }

  /** Tells the meeting which item it belongs to, once the appointment has been saved and has an id. */
  async confirm(meeting: Meeting): Promise<Meeting> {
    const [own, recurrence] = await Promise.all([this.#appointment.itemId(), this.#appointment.recurrence()]);
    const itemId = (meeting.series && recurrence?.master) || own;
    if (!(itemId && meeting.may_change) || meeting.appointment?.item_id === itemId) {
      return meeting;
    }
    const scope: { scope?: Scope } = meeting.series ? { scope: "all" } : {};
    return this.#meetings.change(meeting.id, { appointment: { item_id: itemId }, ...scope });
  }

  /** Puts the meeting's parts into the appointment, as they should stand. */
  async place(meeting: Meeting, previous?: Meeting): Promise<Booked> {
    try {
      return {
        meeting,
        placed: await placeMeeting(this.#appointment, { ...meeting, id: meeting.marker }, previous),
      };
    } catch (fault) {
      throw fault instanceof PlacingTrouble ? new NotPlaced(meeting, fault) : fault;
    }
  }

  /**
   * Removes the meeting, or of its series what `scope` says, and then its parts from the appointment if nothing of it is
   * left there. Gives what goes on until its host ends it.
   */
  async remove(meeting: Meeting, scope?: Scope): Promise<readonly LeftAlone[]> {
    const { series } = meeting;
    const version = series && scope !== "this" ? series.version : meeting.version;
    const left = await this.#current(
      meeting,
      null,
      () => this.#meetings.remove(meeting.id, version, scope),
      scope,
    );
    if (!series || scope === "all" || !(await this.isWhole())) {
      await this.clear(meeting);
    }
    return left;
  }

  /** Does again what somebody else's change was in the way of, to the meeting as it is now. */
  async again({ before, fresh, change }: Outdated): Promise<Booked> {
    return this.place(await this.change(fresh, change ?? {}), before);
  }

  async #current<T>(
    before: Meeting,
    change: MeetingChange | null,
    act: () => Promise<T>,
    scope?: Scope,
  ): Promise<T> {
    try {
      return await act();
    } catch (fault) {
      if (!(fault instanceof ApiProblem && fault.status === 412)) {
        throw fault;
      }
      throw new Outdated(fault, before, await this.#meetings.read(before.id), change, scope);
    }
  }

  /** Takes our parts out of the appointment and leaves the meeting alone. */
  clear(meeting?: Meeting): Promise<void> {
    return clearMeeting(this.#appointment, meeting);
  }

  /** The one-time address at which one enters as host. */
  async start(id: string): Promise<string> {
    return (await this.#meetings.start(id)).host_url;
  }

  get #desk(): { readonly meetings: Meetings; readonly appointment: Appointment } {
    return { meetings: this.#meetings, appointment: this.#appointment };
  }

  async #standing(meeting: Meeting, invite: InviteState): Promise<Standing> {
    const vouched = this.#own === meeting.marker;
    if (meeting.series) {
      const { seriesStanding } = await import("./series");
      return seriesStanding(this.#desk, meeting, invite, vouched);
    }
    if (meeting.state === "removed") {
      return { kind: "removed", meeting };
    }
    const [own, times, recurrence] = await Promise.all([
      this.#appointment.itemId(),
      this.#appointment.times(),
      this.#appointment.recurrence(),
    ]);
    const madeFor = meeting.appointment?.item_id ?? null;
    const master = recurrence?.master ?? null;
    // What was booked before the appointment recurred stands in each of its occurrences: it is none of them.
    const isOfMaster = master !== null && master === madeFor;
    const sure = vouched || isOfMaster || (own !== null && own === madeFor);
    if (!sure && own && madeFor) {
      return { kind: "copy", meeting };
    }
    const moved = !isOfMaster && isMoved(meeting, times);
    const unlike = recurrence && !master ? "recurs" : null;
    return { kind: "meeting", meeting, invite, moved, sure, whole: !master, unlike };
  }

  async #request(choice: Choice): Promise<NewMeeting> {
    const appointment = this.#appointment;
    const [recurrence, { start, end }, itemId, owner] = await Promise.all([
      appointment.recurrence(),
      appointment.times(),
      appointment.itemId(),
      appointment.owner(),
    ]);
    const series = recurrence && !recurrence.master ? (await import("./series")).pattern(recurrence) : {};
    return {
      type: choice.type,
      start: start.toISOString(),
      end: end.toISOString(),
      appointment: { ...(itemId ? { item_id: itemId } : {}), ...series },
      ...(choice.service ? { service: choice.service } : {}),
      ...(choice.link ? { link: choice.link } : {}),
      ...(choice.language ? { language: choice.language } : {}),
      ...(owner.shared ? { mailbox: owner.owner } : {}),
    };
  }

  /** A press without an answer is kept in the appointment, for whoever presses next; a refused one is over. */
  async #send(press: Press, isKept: boolean): Promise<Meeting> {
    try {
      return await this.#meetings.create(press.request, press.key);
    } catch (fault) {
      const isRefused = fault instanceof ApiProblem && fault.status >= 400 && fault.status < 500;
      this.#press = isRefused ? null : press;
      if (isRefused === isKept) {
        // Only a help for the next press: the trouble that is told is the first one.
        const left = isRefused ? null : JSON.stringify(press);
        await this.#appointment.setPress(left).catch(() => undefined);
      }
      throw fault;
    }
  }
}

/** A press on create: its Idempotency-Key, and the request it was made for. */
interface Press {
  readonly key: string;
  readonly request: NewMeeting;
}

function pressIn(text: string | null): Press | null {
  try {
    const press = JSON.parse(text ?? "null") as Partial<Press> | null;
    return press?.key && press.request ? { key: press.key, request: press.request } : null;
  } catch {
    return null;
  }
}

/** The same meeting asked for again, in the same item: it may have been saved since, but is no copy of one saved then. */
function isRepeated(before: NewMeeting, now: NewMeeting): boolean {
  const { item_id: itemBefore, ...first } = before.appointment ?? {};
  const { item_id: itemNow, ...second } = now.appointment ?? {};
  const isSameItem = !itemBefore || itemBefore === itemNow;
  const isSame = (one: NewMeeting, other: NewMeeting): boolean =>
    JSON.stringify(one) === JSON.stringify(other);
  return isSameItem && isSame({ ...before, appointment: first }, { ...now, appointment: second });
}

function isMoved(meeting: Meeting, times: { start: Date; end: Date }): boolean {
  const { start, end } = times;
  return Date.parse(meeting.start) !== start.getTime() || Date.parse(meeting.end) !== end.getTime();
}
