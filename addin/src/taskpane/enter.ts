import { type Entered, enterOutlook } from "../shared/enterOutlook";
import { demoSignIn } from "../shared/signin";

/** Where the pane stands: in the demo page when its address says so, else in Outlook. Rejects when neither answers. */
export async function enter(search: string = location.search): Promise<Entered> {
  if (!new URLSearchParams(search).has("demo")) {
    return enterOutlook();
  }
  const { demoAppointment } = await import("../appointment/demo");
  const { appointment, user } = await demoAppointment();
  return { appointment, signIn: demoSignIn(user) };
}
