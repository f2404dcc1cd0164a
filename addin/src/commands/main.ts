import { Api } from "../shared/api";
import { Booking } from "../shared/booking";
import { enterOutlook } from "../shared/enterOutlook";
import { Meetings } from "../shared/meetings";
import { asBearer } from "../shared/signin";
import {
  createDirectly,
  type Desk,
  onAppointmentOpened,
  onAppointmentTimeChanged,
  startMeeting,
} from "./deeds";
import { COMMANDS, type CommandName } from "./names";

const DEEDS: Readonly<Record<CommandName, (desk: Desk) => Promise<void>>> = {
  startMeeting,
  createDirectly,
  onAppointmentOpened,
  onAppointmentTimeChanged,
};

async function desk(): Promise<Desk> {
  const { appointment, signIn } = await enterOutlook();
  const meetings = new Meetings(new Api(asBearer(signIn)));
  return { appointment, meetings, booking: new Booking(meetings, appointment) };
}

/** Outlook waits for `completed`, whatever happened; without a desk there is no appointment to tell it in. */
async function perform(name: CommandName, event: Office.AddinCommands.Event): Promise<void> {
  try {
    await DEEDS[name](await desk());
  } catch {
    // We cannot be reached or no appointment is open: nothing was changed, and Outlook shows that the command ended.
  } finally {
    event.completed();
  }
}

// Before the host has answered there is nothing to bind to; Outlook holds a press until then.
Office.onReady(() => {
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    Office.actions.associate(COMMANDS[name], (event: Office.AddinCommands.Event) => perform(name, event));
  }
});
