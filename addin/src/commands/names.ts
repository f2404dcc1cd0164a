/**
 * Names that the manifests use and `Office.actions.associate` binds. Changing one breaks installed add-ins:
 * a deployed manifest keeps calling the old name until an administrator has updated it.
 */
export const COMMANDS = {
  startMeeting: "startMeeting",
  createDirectly: "createDirectly",
  onAppointmentOpened: "onAppointmentOpened",
  onAppointmentTimeChanged: "onAppointmentTimeChanged",
} as const;

export type CommandName = keyof typeof COMMANDS;
