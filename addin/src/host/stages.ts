/** Where a host's visit stands, and what a farewell makes of it. */
import type { Farewell } from "../video/events";

export type Stage =
  | "opening"
  | "shut"
  | "check"
  | "looks"
  | "meeting"
  | "left"
  | "ended"
  | "removed"
  | "moved";

/** What a host who is out sees; one whose page was lost has left, and may go in again. */
export const STAGES: Readonly<Record<Farewell, Stage>> = {
  ended: "ended",
  removed: "removed",
  denied: "removed",
  left: "left",
  lost: "left",
  moved: "moved",
};
