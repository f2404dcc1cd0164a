/** The whole of `/addin/events.js`: a classic script that may be all there is (office 3). */
import { COMMANDS } from "../commands/names";
import { check } from "../privacy/check";
import { SEND_EVENTS } from "./names";
import { sendHandler } from "./send";

Office.actions.associate(SEND_EVENTS.onAppointmentSend, sendHandler(check));

// Classic Windows sends every event here and never opens commands.html, whose deeds need a network and a token. They end
// at once: the pane puts the meeting right when it is next opened.
if (typeof document === "undefined") {
  for (const name of [COMMANDS.onAppointmentOpened, COMMANDS.onAppointmentTimeChanged]) {
    Office.actions.associate(name, (event: Office.MailboxEvent) => event.completed());
  }
}
