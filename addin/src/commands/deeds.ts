/** What the ribbon's buttons and Outlook's events do, each in one go and without a page. */
import type { Appointment } from "../appointment/appointment";
import { ApiProblem } from "../shared/api";
import type { Booking, Standing } from "../shared/booking";
import { translator } from "../shared/i18n";
import type { Meeting, Meetings } from "../shared/meetings";
import { TEXTS } from "./texts";

export interface Desk {
  readonly appointment: Appointment;
  readonly meetings: Meetings;
  readonly booking: Booking;
}

type Deed = (desk: Desk) => Promise<void>;

/** Opens the host page of the appointment's meeting. */
export const startMeeting: Deed = told(async ({ appointment, booking }, text) => {
  await appointment.notify("working", text("starting"));
  const id = await booking.id();
  if (!id) {
    await appointment.notify("trouble", text("nothingToStart"));
    return;
  }
  appointment.openWindow(await booking.start(id));
  await appointment.notify("done", text("started"));
});

/** Creates a meeting of the unit's usual type; pressed again it only sees to that the invitation is right. */
export const createDirectly: Deed = told(async (desk, text) => {
  const { appointment, booking, meetings } = desk;
  await appointment.notify("working", text("creating"));
  const standing = await booking.find();
  if (standing.kind === "meeting") {
    if (standing.moved && !standing.sure) {
      await appointment.notify("trouble", text("openPane"));
      return;
    }
    await booking.place(await booking.follow(standing.meeting));
    await appointment.notify("done", text("present"));
    return;
  }
  if (await appointment.isRecurring()) {
    await appointment.notify("trouble", text("recurring"));
    return;
  }
  const { default_type: type } = await meetings.profile();
  await booking.create({ type, language: appointment.language }, stale(standing));
  await appointment.notify("done", text("created"));
});

/** The appointment was opened for editing: now it may have an id, and its meeting should know it. */
export const onAppointmentOpened: Deed = quiet(async ({ booking }) => {
  const standing = await booking.find();
  if (standing.kind === "meeting" && !standing.moved) {
    await booking.confirm(standing.meeting);
  }
});

/** The appointment was moved: its meeting follows, unless the appointment is a copy. */
export const onAppointmentTimeChanged: Deed = quiet(async ({ booking }) => {
  const standing = await booking.find();
  if (standing.kind === "meeting" && standing.moved && (standing.sure || isUnclaimed(standing.meeting))) {
    await booking.confirm(await booking.follow(standing.meeting));
  }
});

function isUnclaimed(meeting: Meeting): boolean {
  return meeting.may_change && !meeting.appointment?.item_id;
}

function stale(standing: Standing): Meeting | undefined {
  return standing.kind === "removed" || standing.kind === "copy" ? standing.meeting : undefined;
}

/** A deed whose trouble is shown as a line in the appointment. */
function told(act: (desk: Desk, text: ReturnType<typeof translator<typeof TEXTS>>) => Promise<void>): Deed {
  return async (desk) => {
    const { appointment } = desk;
    const text = translator(TEXTS, appointment.language);
    try {
      await act(desk, text);
    } catch (fault) {
      const words = fault instanceof ApiProblem ? fault.text(appointment.language) : text("trouble");
      await appointment.notify("trouble", words);
    }
  };
}

/** A deed nobody pressed for: what it cannot do now, the pane shows and mends when it is opened. */
function quiet(act: Deed): Deed {
  return (desk) => act(desk).catch(() => undefined);
}
