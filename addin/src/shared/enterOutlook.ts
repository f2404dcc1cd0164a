/** The open appointment in Outlook, and who is signed in there. */
import type { Appointment } from "../appointment/appointment";
import { loadOffice } from "../appointment/load";
import { outlookAppointment, outlookUser } from "../appointment/outlook";
import { Api } from "./api";
import { type SignIn, signInFor, signInMode } from "./signin";

export interface Entered {
  readonly appointment: Appointment;
  readonly signIn: SignIn;
}

/** Rejects with AppointmentFault when no appointment is open, with ApiProblem when we cannot be reached. */
export async function enterOutlook(): Promise<Entered> {
  const [mode] = await Promise.all([signInMode(new Api()), loadOffice()]);
  return { appointment: outlookAppointment(), signIn: signInFor(mode, outlookUser()) };
}
