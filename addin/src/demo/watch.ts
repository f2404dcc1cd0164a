/** Looks at the meeting's people while the guide needs to know: who waits, who was let in. */
import { ApiProblem } from "../shared/api";
import { type Context, saw } from "./context";
import type { Fact } from "./guide";
import { meetingOf } from "./state";

const EVERY = 1500;
/** The steps that end with something that happens in the meeting, and the one before them. */
const FIRST = 2;
const LAST = 4;

interface Person {
  readonly role?: string;
  readonly state?: string;
}

/** What a list of the meeting's people says. */
export function factsIn(people: readonly Person[]): Fact[] {
  const guests = people.filter(({ role }) => role !== "host");
  const facts: Fact[] = [];
  if (guests.some(({ state }) => state === "waiting")) {
    facts.push("waiting");
  }
  if (guests.some(({ state }) => state === "in")) {
    facts.push("waiting", "admitted");
  }
  return facts;
}

export function watch({ store, api }: Context): void {
  const look = async (): Promise<void> => {
    const meeting = meetingOf(store.state);
    const { step, guideHidden } = store.state;
    if (!meeting || guideHidden || step < FIRST || step > LAST || document.hidden) {
      return;
    }
    try {
      const { participants } = await api.get<{ participants: readonly Person[] }>(
        `/api/v1/meetings/${meeting}/participants`,
      );
      saw(store, ...factsIn(participants));
    } catch (fault) {
      // The guide only waits a little longer: each page says its own trouble.
      if (!(fault instanceof ApiProblem)) {
        throw fault;
      }
    }
  };
  const next = (): void => {
    look().finally(() => setTimeout(next, EVERY));
  };
  next();
}
