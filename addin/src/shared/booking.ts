/** One appointment and its meeting: what the pane's and the ribbon's buttons do. */
import type { Appointment } from "../appointment/appointment";
import { clearMeeting, type InviteState, inviteIn, type Placed, placeMeeting } from "../invite/place";
import { ApiProblem, newKey } from "./api";
import type { Language } from "./dates";
import type { Meeting, Meetings, NewMeeting } from "./meetings";

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
}

export interface Choice {
  readonly type: string;
  readonly service?: string;
  readonly language?: Language;
}

export interface Booked {
  readonly meeting: Meeting;
  readonly placed: Placed;
}

/** The meeting was made or changed, but the appointment could not be written: nothing is lost, and it can be tried again. */
export class NotPlaced extends Error {
  override readonly name = "NotPlaced";
  readonly meeting: Meeting;

  constructor(meeting: Meeting, cause: unknown) {
    super("the meeting is not in its appointment", { cause });
    this.meeting = meeting;
  }
}

/** All calls reject with ApiProblem, AppointmentFault or {@link NotPlaced}. */
export class Booking {
  readonly #meetings: Meetings;
  readonly #appointment: Appointment;
  #pending: { readonly key: string; readonly content: string } | null = null;

  constructor(meetings: Meetings, appointment: Appointment) {
    this.#meetings = meetings;
    this.#appointment = appointment;
  }

  /** The meeting id in the appointment: the unseen one, else the visible line's. */
  async id(): Promise<string | null> {
    return (await this.#appointment.meetingId()) ?? inviteIn(await this.#appointment.body()).id;
  }

  /** Looks up what stands in the appointment. Changes nothing. */
  async find(): Promise<Standing> {
    const seen = inviteIn(await this.#appointment.body());
    const kept = await this.#appointment.meetingId();
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
   * second meeting.
   */
  async create(choice: Choice, previous?: Meeting): Promise<Booked> {
    const { start, end } = await this.#appointment.times();
    const itemId = await this.#appointment.itemId();
    const owner = await this.#appointment.owner();
    const request: NewMeeting = {
      type: choice.type,
      start: start.toISOString(),
      end: end.toISOString(),
      appointment: itemId ? { item_id: itemId } : {},
      ...(choice.service ? { service: choice.service } : {}),
      ...(choice.language ? { language: choice.language } : {}),
      ...(owner.shared ? { mailbox: owner.owner } : {}),
    };
    const meeting = await this.#meetings.create(request, this.#key(JSON.stringify(request)));
    this.#pending = null;
    return this.place(meeting, previous);
  }

  /** Changes type or service; the text is replaced in its place. */
  async changeType(meeting: Meeting, choice: Choice): Promise<Booked> {
    const changed = await this.#meetings.change(meeting.id, {
      type: choice.type,
      ...(choice.service ? { service: choice.service } : {}),
    });
    return this.place(changed, meeting);
  }

  /** Moves the meeting to the appointment's times. The same meeting when they are equal. */
  async follow(meeting: Meeting): Promise<Meeting> {
    const times = await this.#appointment.times();
    if (!isMoved(meeting, times)) {
      return meeting;
    }
    return this.#meetings.change(meeting.id, {
      start: times.start.toISOString(),
      end: times.end.toISOString(),
    });
  }

  /** Tells the meeting which item it belongs to, once the appointment has been saved and has an id. */
  async confirm(meeting: Meeting): Promise<Meeting> {
    const itemId = await this.#appointment.itemId();
    if (!(itemId && meeting.may_change) || meeting.appointment?.item_id === itemId) {
      return meeting;
    }
    return this.#meetings.change(meeting.id, { appointment: { item_id: itemId } });
  }

  /** Puts the meeting's parts into the appointment, as they should stand. */
  async place(meeting: Meeting, previous?: Meeting): Promise<Booked> {
    try {
      return { meeting, placed: await placeMeeting(this.#appointment, meeting, previous) };
    } catch (fault) {
      throw new NotPlaced(meeting, fault);
    }
  }

  /** Removes the meeting and then its parts from the appointment. */
  async remove(meeting: Meeting): Promise<void> {
    await this.#meetings.remove(meeting.id);
    await this.clear(meeting);
  }

  /** Takes our parts out of the appointment and leaves the meeting alone. */
  clear(meeting?: Meeting): Promise<void> {
    return clearMeeting(this.#appointment, meeting);
  }

  /** The one-time address at which one enters as host. */
  async start(id: string): Promise<string> {
    return (await this.#meetings.start(id)).host_url;
  }

  async #standing(meeting: Meeting, invite: InviteState): Promise<Standing> {
    if (meeting.state === "removed") {
      return { kind: "removed", meeting };
    }
    const own = await this.#appointment.itemId();
    const madeFor = meeting.appointment?.item_id ?? null;
    if (own && madeFor && own !== madeFor) {
      return { kind: "copy", meeting };
    }
    return {
      kind: "meeting",
      meeting,
      invite,
      moved: isMoved(meeting, await this.#appointment.times()),
      sure: Boolean(own) && own === madeFor,
    };
  }

  /** One key per press and content: kept for the next press until the answer has come. */
  #key(content: string): string {
    if (this.#pending?.content !== content) {
      this.#pending = { key: newKey(), content };
    }
    return this.#pending.key;
  }
}

function isMoved(meeting: Meeting, times: { start: Date; end: Date }): boolean {
  const { start, end } = times;
  return Date.parse(meeting.start) !== start.getTime() || Date.parse(meeting.end) !== end.getTime();
}
