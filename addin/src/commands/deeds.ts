/** What the ribbon's buttons and Outlook's events do, each in one go and without a page. */
import type { Appointment } from "../appointment/appointment";
import { rulesOf, sendingOf } from "../appointment/sending";
import { ApiProblem } from "../shared/api";
import {
  type Booking,
  isInDoubt,
  isUnclaimed,
  type MeetingStanding,
  Outdated,
  type Standing,
} from "../shared/booking";
import { type Translator, translator } from "../shared/i18n";
import type { Meeting, Meetings } from "../shared/meetings";
import { TEXTS } from "./texts";

export interface Desk {
  readonly appointment: Appointment;
  readonly meetings: Meetings;
  readonly booking: Booking;
}

type CommandText = Translator<typeof TEXTS>;
type Deed = (desk: Desk) => Promise<void>;

/** Opens the host page of the appointment's meeting; of a copy's or a removed one's never, the pane explains those. */
export const startMeeting: Deed = told(async ({ appointment, booking }, text) => {
  await appointment.notify("working", text("starting"));
  const standing = await booking.find();
  if (standing.kind === "none") {
    await appointment.notify("trouble", text("nothingToStart"));
    return;
  }
  // Whoever only reads the appointment was invited to it: it is no copy of theirs.
  if (standing.kind !== "meeting" || (appointment.mode === "compose" && isInDoubt(standing))) {
    await appointment.notify("trouble", text("openPane"));
    return;
  }
  await follow(booking, standing);
  appointment.openWindow(await booking.start(standing.meeting.id));
  await appointment.notify("done", text("started"));
});

/** Creates a meeting of the unit's usual type; pressed again it only sees to that the invitation is right. */
export const createDirectly: Deed = told(async (desk, text) => {
  const { appointment, booking, meetings } = desk;
  await appointment.notify("working", text("creating"));
  const standing = await booking.find();
  if (standing.kind === "foreign" || (standing.kind === "meeting" && isInDoubt(standing))) {
    await appointment.notify("trouble", text("openPane"));
    return;
  }
  if (standing.kind === "meeting") {
    await booking.place(await booking.follow(standing.meeting));
    await appointment.notify("done", text("present"));
    return;
  }
  const { default_type: type } = await meetings.profile();
  const { meeting } = await booking.create({ type, language: appointment.language }, stale(standing), {
    lasting: true,
  });
  await sendingOf(appointment)?.keepRules(rulesOf(meeting));
  await appointment.notify("done", text("created"));
});

/**
 * The appointment was opened for editing: now it may have an id, and its meeting should know it. The times are the saved
 * ones, so a meeting that followed a move nobody saved comes back.
 */
export const onAppointmentOpened: Deed = quiet(async ({ appointment, booking }) => {
  const standing = await booking.find();
  if (standing.kind === "meeting" && !isInDoubt(standing)) {
    // Its type may have been changed elsewhere: the check at send goes by what the appointment remembers.
    await sendingOf(appointment)?.keepRules(rulesOf(standing.meeting));
    await booking.confirm(await booking.follow(standing.meeting));
  }
});

/** The appointment was moved: its meeting follows, unless the appointment is a copy. */
export const onAppointmentTimeChanged: Deed = quiet(async ({ booking }) => {
  const standing = await booking.find();
  if (standing.kind === "meeting" && standing.moved && (standing.sure || isUnclaimed(standing.meeting))) {
    await booking.confirm(await booking.follow(standing.meeting));
  }
});

/** Brings a meeting back to its appointment's time. In vain while people are in it: they are started to all the same. */
async function follow(booking: Booking, { meeting, sure }: MeetingStanding): Promise<void> {
  if (sure) {
    await booking.follow(meeting).catch(() => undefined);
  }
}

function stale(standing: Standing): Meeting | undefined {
  return standing.kind === "removed" || standing.kind === "copy" ? standing.meeting : undefined;
}

/** A deed whose trouble is shown as a line in the appointment. */
function told(act: (desk: Desk, text: CommandText) => Promise<void>): Deed {
  return async (desk) => {
    const { appointment } = desk;
    const text = translator(TEXTS, appointment.language);
    try {
      await act(desk, text);
    } catch (fault) {
      await appointment.notify("trouble", words(fault, text));
    }
  };
}

function words(fault: unknown, text: CommandText): string {
  if (fault instanceof ApiProblem) {
    return fault.text(text.language);
  }
  return text(fault instanceof Outdated ? "openPane" : "trouble");
}

/** A deed nobody pressed for: what it cannot do now, the pane shows and mends when it is opened. */
function quiet(act: Deed): Deed {
  return (desk) => act(desk).catch(() => undefined);
}
