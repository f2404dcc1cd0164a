/** What hosts are shown while they wait for somebody who does not come: what the region's routine says to do then. */
import { el } from "../shared/dom";
import { pick, type Text } from "../shared/i18n";
import { setText } from "../shared/words";
import type { Kind, Person } from "../video/events";
import type { HostApp } from "./app";

/** When, after the beginning, and what. */
export interface NobodyCame {
  readonly minutes: number;
  readonly title: Text;
  readonly text: Text;
}

/** Those a host does not wait for. Whoever can't be known may be the patient. */
const NOT_AWAITED: ReadonlySet<Kind> = new Set(["staff", "professional", "interpreter", "room", "called"]);

/** Whether a host is in and nobody has come whom they wait for: nobody waits, is on the way, is in or has been. */
export function isNobodyHere(people: readonly Person[]): boolean {
  const led = people.some((person) => person.role === "host" && person.state === "in");
  return led && people.every((person) => person.role === "host" || NOT_AWAITED.has(person.kind));
}

export function nobodyCamePart(app: HostApp): { root: HTMLElement; update(now: Date): void } {
  const told = app.entered?.meeting.nobody_came ?? null;
  const title = el("strong", {});
  const words = el("p", {});
  const root = el("div", { class: "notice info", hidden: true }, el("div", {}, title, words));
  if (told) {
    setText(title, pick(told.title, app.language));
    setText(words, pick(told.text, app.language));
  }
  return {
    root,
    update: (now) => {
      const { meeting, people } = app.model;
      if (!(told && meeting)) return;
      const since = now.getTime() - Date.parse(meeting.start);
      const is =
        since >= told.minutes * 60_000 && now.getTime() < Date.parse(meeting.end) && isNobodyHere(people);
      if (is && root.hidden) app.say(`${title.textContent} ${words.textContent}`);
      root.hidden = !is;
    },
  };
}
