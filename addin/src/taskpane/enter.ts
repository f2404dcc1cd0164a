/** Where the page stands: beside an appointment in Outlook, or in the demo page. */
import type { Appointment } from "../appointment/appointment";
import { demoAppointment } from "../appointment/demo";
import { loadOffice } from "../appointment/load";
import { outlookAppointment, outlookUser } from "../appointment/outlook";
import { Api } from "../shared/api";
import { demoSignIn, type SignIn, signInFor, signInMode } from "../shared/signin";

export interface Entered {
  readonly appointment: Appointment;
  readonly signIn: SignIn;
}

/** Rejects when there is no host, no appointment, or no sign-in we know. */
export async function enter(search: string = location.search): Promise<Entered> {
  if (new URLSearchParams(search).has("demo")) {
    const { appointment, user } = await demoAppointment();
    return { appointment, signIn: demoSignIn(user) };
  }
  const [mode] = await Promise.all([signInMode(new Api()), loadOffice()]);
  return { appointment: outlookAppointment(), signIn: signInFor(mode, outlookUser()) };
}
