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

/** What a meeting has in its appointment, the gravest loss first. */
const PARTS = ["text", "location", "id", "subject"] as const;
export type Part = (typeof PARTS)[number];

/** Some parts could not be written; each of the others is in its place. The cause is the gravest part's. */
export class PlacingTrouble extends Error {
  override readonly name = "PlacingTrouble";
  readonly parts: readonly Part[];

  constructor(parts: readonly Part[], cause: unknown) {
    super(`not placed: ${parts.join(", ")}`, { cause });
    this.parts = parts;
  }
}

/**
 * Puts id, text, place and (if there is none) subject into the appointment. `previous` is what stood there before a
 * change of type: its place is taken away and its proposed subject replaced. Doing it again changes nothing.
 * Each part is tried whatever becomes of the others: id and text both lead back to the meeting, so either is enough.
 * Rejects with {@link PlacingTrouble}.
 */
export async function placeMeeting(
  appointment: Appointment,
  meeting: Placeable,
  previous?: Placeable,
): Promise<Placed> {
  const work: Readonly<Record<Part, Promise<boolean>>> = {
    text: placeText(appointment, meeting.invite_html),
    location: placeLocation(appointment, meeting.location, previous?.location),
    id: placeId(appointment, meeting.id),
    subject: placeSubject(appointment, meeting.subject_proposal, previous?.subject_proposal),
  };
  const ends = await Promise.allSettled(PARTS.map((part) => work[part]));
  const failed = PARTS.filter((_, number) => ends[number]?.status === "rejected");
  const [first] = ends.filter((end) => end.status === "rejected");
  if (first) {
    throw new PlacingTrouble(failed, first.reason);
  }
  return { location: await work.location, text: await work.text, subject: await work.subject };
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

async function placeId(appointment: Appointment, id: string): Promise<boolean> {
  if ((await appointment.meetingId()) === id) {
    return false;
  }
  await appointment.setMeetingId(id);
  return true;
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
