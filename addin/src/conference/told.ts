/** What is told of a conference in a few words. */
import { state, type Tone } from "../staff/parts";
import type { Conference, State } from "./client";
import type { ConferenceContext } from "./context";

const TONES: Readonly<Record<State, Tone>> = {
  planned: "info",
  open: "warn",
  running: "good",
  over: "info",
  withdrawn: "info",
};
export function stateWords({ text }: ConferenceContext, one: Conference): HTMLElement {
  return one.ending
    ? state("warn", text("state_ending"))
    : state(TONES[one.state], text(`state_${one.state}`));
}

export function countWords({ text }: ConferenceContext, { sites, cases }: Conference): string {
  return text("counts", { sites: sites.length, cases: cases.length });
}

const PLANNERS: ReadonlySet<string> = new Set(["care_staff", "booking_secretary"]);

/** Whether the person may make plans; the server asks again. */
export function mayPlan({ me }: ConferenceContext): boolean {
  return me.roles.some((role) => PLANNERS.has(role));
}
