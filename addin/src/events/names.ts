/**
 * Names that the manifests use for the send check. Changing one breaks installed add-ins: a deployed manifest keeps
 * calling the old name until an administrator has updated it.
 */
export const SEND_EVENTS = {
  onAppointmentSend: "onAppointmentSend",
} as const;

/** The button that the dialog's own button presses: the id of the pane's control in both manifests. */
export const PANE_COMMAND = "vardmote.organizer.newMeeting";

/** What the dialog hands to the pane it opens, so that the pane shows the findings first. */
export const FROM_DIALOG = "vardmote-send-check";
