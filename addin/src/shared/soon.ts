/** When a meeting is near enough that its host is about to begin. */
import type { MeetingSummary } from "./meetings";

/** This long before its start, starting is the next thing to do. */
const SOON = 30 * 60_000;

export function isSoon(meeting: Pick<MeetingSummary, "state" | "start" | "end">, now = Date.now()): boolean {
  return (
    meeting.state === "live" || (Date.parse(meeting.start) - now < SOON && now < Date.parse(meeting.end))
  );
}

/** Whether the host's list is worth showing: to who may host, from shortly before until it is over. */
export function isHeldSoon(
  meeting: Pick<MeetingSummary, "state" | "start" | "end" | "may_host">,
  now = Date.now(),
): boolean {
  return meeting.may_host && (meeting.state === "ready" || meeting.state === "live") && isSoon(meeting, now);
}
