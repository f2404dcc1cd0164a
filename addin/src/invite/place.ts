/** Puts a meeting into its appointment and takes it out again, and looks afterwards whether the host did as it said. */
import { type Appointment, AppointmentFault } from "../appointment/appointment";
import { isGone, isInPlace, LooseInvite, putInvite, removeInvites } from "./edit";
import { countInvites, findInvites } from "./find";

/** What of a meeting goes into an appointment. */
export interface Placeable {
  readonly id: string;
  readonly invite_html: string;
  readonly location: string;
  readonly subject_proposal: string;
}

/** What was done to the appointment; all false when everything stood there already. */
export interface Placed {
  readonly location: boolean;
  readonly text: boolean;
  readonly subject: boolean;
}

/**
 * Puts id, text, place and (if there is none) subject into the appointment. `previous` is what stood there before a
 * change of type: its place is taken away and its proposed subject replaced. Doing it again changes nothing.
 * Rejects with AppointmentFault; the id is written first, so that the meeting is never lost from its appointment.
 */
export async function placeMeeting(
  appointment: Appointment,
  meeting: Placeable,
  previous?: Placeable,
): Promise<Placed> {
  if ((await appointment.meetingId()) !== meeting.id) {
    await appointment.setMeetingId(meeting.id);
  }
  const text = await placeText(appointment, meeting.invite_html);
  const location = await placeLocation(appointment, meeting.location, previous?.location);
  const subject = await placeSubject(appointment, meeting.subject_proposal, previous?.subject_proposal);
  return { location, text, subject };
}

/** Takes text, place, id and a subject that is still ours out of the appointment. Rejects with AppointmentFault. */
export async function clearMeeting(
  appointment: Appointment,
  known?: Pick<Placeable, "location" | "subject_proposal">,
): Promise<void> {
  const before = await appointment.body();
  const cleared = edit(() => removeInvites(before));
  if (cleared !== before) {
    await appointment.setBody(cleared);
    verify(isGone(before, await appointment.body()));
  }
  if (known?.location) {
    await appointment.removeLocation(known.location);
  }
  if (known?.subject_proposal && (await appointment.subject()) === known.subject_proposal) {
    await appointment.setSubject("");
  }
  await appointment.setMeetingId(null);
}

export type InviteState = "in-place" | "missing" | "doubled" | "loose";

/** What of our text stands in a body, and the first id in it. */
export function inviteIn(body: string): { readonly state: InviteState; readonly id: string | null } {
  const { blocks, loose } = findInvites(body);
  const id = blocks[0]?.id ?? loose[0] ?? null;
  if (loose.length > 0) {
    return { state: "loose", id };
  }
  if (blocks.length === 0) {
    return { state: "missing", id };
  }
  return { state: blocks.length > 1 || countInvites(body) > 1 ? "doubled" : "in-place", id };
}

async function placeText(appointment: Appointment, invite: string): Promise<boolean> {
  const before = await appointment.body();
  const written = edit(() => putInvite(before, invite));
  if (written === before) {
    return false;
  }
  await appointment.setBody(written);
  verify(isInPlace(before, await appointment.body(), invite));
  return true;
}

async function placeLocation(
  appointment: Appointment,
  name: string,
  previous: string | undefined,
): Promise<boolean> {
  if (previous && previous !== name) {
    await appointment.removeLocation(previous);
  }
  if (!name || (await appointment.locations()).includes(name)) {
    return false;
  }
  await appointment.addLocation(name);
  return true;
}

async function placeSubject(
  appointment: Appointment,
  proposal: string,
  previous: string | undefined,
): Promise<boolean> {
  const present = (await appointment.subject()).trim();
  const isOurs = present === "" || present === previous;
  if (!(isOurs && proposal) || present === proposal) {
    return false;
  }
  await appointment.setSubject(proposal);
  return true;
}

function edit(change: () => string): string {
  try {
    return change();
  } catch (fault) {
    throw fault instanceof LooseInvite ? new AppointmentFault("loose-invite", "body") : fault;
  }
}

function verify(asMeant: boolean): void {
  if (!asMeant) {
    throw new AppointmentFault("not-verified", "body");
  }
}
