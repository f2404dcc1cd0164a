/** What every part of the conferences' page is given. */
import type { StaffContext, StaffData } from "../staff/context";
import type { ConferenceCalls } from "./client";
import type { Words } from "./texts";

export type Context = StaffContext<StaffData, Words>;

export interface ConferenceContext extends Context {
  readonly calls: ConferenceCalls;
  /**
   * Goes to another view: "" is the list, "new" (and what it begins as: an id, a day, from, to), an id, or an id and
   * "change", with "/" between. `said` is told there.
   */
  readonly go: (place: string, said?: string) => void;
}
