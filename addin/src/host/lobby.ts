/** What is said otherwise where the service that tells of people has no lobby: who comes goes straight in once a host is. */
import type { Person } from "../video/events";
import { nameOf } from "../video/people";
import type { HostApp } from "./app";
import type { HostTextKey } from "./texts";
import type { Said, Turn } from "./view";

const WITHOUT: Readonly<Partial<Record<HostTextKey, HostTextKey>>> = {
  goInWhy: "goInStraight",
  goInWhyThere: "goInStraight",
  waitingNow: "waitingNowThere",
  waiters: "waitersThere",
  noWaiters: "noLobby",
  nowWaits: "nowWaitsThere",
  lockedNow: "lockedThere",
  full: "fullThere",
};

/** Whether nobody waits for a host to let them in, though we are told of them. A meeting kept by an older page says nothing. */
export function isStraight(app: HostApp): boolean {
  return app.reports && app.entered?.meeting.lobby === false;
}

/** Words that hold for the meeting: nobody is said to wait in a lobby, or to be let in, where there is none. */
export function lobbyWords(app: HostApp, key: HostTextKey): HostTextKey {
  return (isStraight(app) && WITHOUT[key]) || key;
}

/** What the host hears and reads of what has become of the meeting. */
export function turning(app: HostApp, key: Turn): string {
  return app.text(lobbyWords(app, key), {
    system: app.system,
    count: app.model.meeting?.participant_limit ?? 0,
  });
}

/** What the host hears of something that has happened. */
export function saying(app: HostApp, { key, person, was }: Said): string {
  const name = (one: Person | undefined): string => (one ? nameOf(one, app.text) : "");
  return app.text(lobbyWords(app, key), { name: name(person), was: name(was), system: app.system });
}
