/** One card for each person in the host's list: who it is, how it is, and what can be done. */
import { waitedText } from "../shared/dates";
import { el, fill, setAttribute } from "../shared/dom";
import { setText } from "../shared/words";
import type { Identity, Person } from "../video/events";
import { type IconName, icon } from "../video/icons";
import { kindText, nameOf } from "../video/people";
import type { HostApp } from "./app";
import { confirmButton } from "./confirm";
import { noteForm } from "./note";
import { ADMITTING, actionButton, order, resting, showButton } from "./press";
import type { HostTextKey } from "./texts";
import { mayLead } from "./view";

export interface Card {
  readonly root: HTMLElement;
  update(person: Person, now: Date): void;
}

const IDENTITIES: Readonly<Record<Identity, HostTextKey>> = {
  none: "identityNone",
  document: "identityDocument",
  code: "identityCode",
  eid: "identityEid",
};

/** Words with a picture; written again only when they change, so that a reader is not disturbed. */
function wordList(): { root: HTMLElement; show(words: readonly (readonly [IconName, string])[]): void } {
  const root = el("p", { class: "words" });
  let shown = "";
  return {
    root,
    show: (words) => {
      const now = JSON.stringify(words);
      if (now === shown) return;
      shown = now;
      fill(root, ...words.map(([picture, word]) => el("span", { class: "word" }, icon(picture), word)));
    },
  };
}

interface Asks {
  readonly root: HTMLElement;
  update(person: Person): void;
}

/** Neka or Ta bort, which ask once more by name. */
function asksFirst(app: HostApp, first: Person, kind: "deny" | "remove"): Asks {
  const { text } = app;
  const about = (person: Person): { spoken: string; question: string } => {
    const name = nameOf(person, text);
    return { spoken: text(`${kind}Name`, { name }), question: text(`${kind}Sure`, { name }) };
  };
  const words = { button: text(kind), yes: text(`${kind}Yes`), no: text("no"), ...about(first) };
  const path = `participants/${first.id}/${kind}`;
  let name = nameOf(first, text);
  const { root, ask } = confirmButton("cross", words, () =>
    // Who is removed is heard to leave.
    kind === "deny" ? order(app, path, {}, () => text("denied", { name })) : app.control(path),
  );
  return {
    root,
    update: (person) => {
      name = nameOf(person, text);
      ask(about(person));
    },
  };
}

/** Somebody in the lobby: name, kind, identity, time waited; Tillåt, Neka, note. */
export function waitingCard(app: HostApp, first: Person): Card {
  const { text } = app;
  const title = el("h4", {});
  const who = el("p", { class: "who" });
  const waited = el("p", { class: "waited" });
  const words = wordList();
  const note = noteForm(app, first);
  const admit = actionButton(app, "tick", "admit", `participants/${first.id}/admit`, {
    may: () => app.admits,
    why: ADMITTING,
  });
  admit.root.classList.add("primary");
  const deny = asksFirst(app, first, "deny");
  return {
    root: el(
      "li",
      { class: "card waiting", "data-participant": first.id },
      title,
      who,
      waited,
      words.root,
      el(
        "div",
        { class: "row" },
        app.can("admit") && admit.root,
        app.can("deny") && deny.root,
        app.can("note") && note.button,
      ),
      app.can("note") && note.root,
    ),
    update: (person, now) => {
      const name = nameOf(person, text);
      title.textContent = name;
      who.textContent = `${whoText(app, person)} · ${text(IDENTITIES[person.identity])}`;
      waited.textContent = text("waited", { time: waitedText(new Date(person.since), now) });
      words.show(deviceWords(app, person));
      admit.update(text("admitName", { name }));
      deny.update(person);
      note.update(person);
    },
  };
}

function whoText(app: HostApp, person: Person): string {
  const kind = person.name ? kindText(person.kind, app.text) : app.text("nameless");
  return person.kind === "guest" ? `${kind}, ${app.text("commonLink")}` : kind;
}

/** Only what is missing is worth a word in the lobby. */
function deviceWords(app: HostApp, person: Person): (readonly [IconName, string])[] {
  const words: (readonly [IconName, string])[] = [];
  // Who waits elsewhere is neither seen nor heard there yet, whatever they have.
  if (app.reports) return words;
  if (!person.camera) words.push(["cameraOff", app.text("withoutPicture")]);
  if (!person.microphone) words.push(["microphoneOff", app.text("withoutSound")]);
  return words;
}

/** Somebody a host has called, and who has not answered: for how long, and the way to hang up. */
function ringingCard(app: HostApp, first: Person): Card {
  const { text } = app;
  const title = el("h4", {});
  const since = el("p", { class: "who" });
  const hangUp = actionButton(app, "cross", "hangUp", `participants/${first.id}/remove`);
  return {
    root: el(
      "li",
      { class: "card coming", "data-participant": first.id },
      title,
      since,
      app.can("remove") && el("div", { class: "row" }, hangUp.root),
    ),
    update: (person, now) => {
      const name = nameOf(person, text);
      title.textContent = name;
      hangUp.update(text("hangUpName", { name }));
      since.textContent = text("ringsFor", { time: waitedText(new Date(person.since), now) });
    },
  };
}

/** Somebody who was led on and is not heard of where the meeting is held: who it is, and how long. */
export function comingCard(app: HostApp, first: Person): Card {
  if (first.kind === "called") return ringingCard(app, first);
  const { text } = app;
  const title = el("h4", {});
  const who = el("p", { class: "who" });
  const deny = asksFirst(app, first, "deny");
  return {
    root: el(
      "li",
      { class: "card coming", "data-participant": first.id },
      title,
      who,
      first.id !== app.me && app.can("deny") && el("div", { class: "row" }, deny.root),
    ),
    update: (person, now) => {
      title.textContent = nameOf(person, text);
      deny.update(person);
      const kind = person.role === "host" ? text("host") : whoText(app, person);
      who.textContent = `${kind} · ${text("comingFor", { time: waitedText(new Date(person.since), now) })}`;
    },
  };
}

/** Somebody who raised a hand: name and how long; the order is the list's. */
export function handCard(app: HostApp, first: Person): Card {
  const { text } = app;
  const title = el("h4", {});
  const since = el("p", { class: "who" });
  const lower = actionButton(app, "hand", "lowerHand", `participants/${first.id}/lower-hand`);
  return {
    root: el(
      "li",
      { class: "card hand", "data-participant": first.id },
      el("div", { class: "line" }, icon("hand"), title),
      since,
      app.can("lower-hand") && el("div", { class: "row small" }, lower.root),
    ),
    update: (person, now) => {
      const name = nameOf(person, text);
      title.textContent = name;
      lower.update(text("lowerHandName", { name }));
      const time = waitedText(new Date(person.hand_since ?? person.since), now);
      since.textContent = app.text("handFor", { time });
    },
  };
}

/** Somebody who is in: how camera and microphone are; mute, remove, make host. */
export function insideCard(app: HostApp, first: Person): Card {
  const { text } = app;
  const me = first.id === app.me;
  const title = el("h4", {});
  const who = el("p", { class: "who" });
  const words = wordList();
  const act = (path: string): string => `participants/${first.id}/${path}`;
  const mute = actionButton(app, "microphoneOff", "mute", act("mute"));
  const unmute = actionButton(app, "microphone", "unmute", act("unmute"));
  const raise = actionButton(app, "person", "makeHost", act("make-host"));
  const remove = asksFirst(app, first, "remove");
  const spotlight = el("button", { type: "button", class: "button" });
  let spotlit = false;
  let shown = first;
  const turn = resting(spotlight, () => {
    const on = !spotlit;
    return order(app, act("spotlight"), { on }, () =>
      text(on ? "spotlitNow" : "spotlitNoMore", { name: nameOf(shown, text) }),
    );
  });
  spotlight.addEventListener("click", turn.press);
  const buttons = el(
    "div",
    { class: "row small" },
    app.can("mute") && mute.root,
    app.can("unmute") && unmute.root,
    app.can("spotlight") && spotlight,
    app.can("make-host") && raise.root,
    app.can("remove") && remove.root,
  );
  const root = el(
    "li",
    { class: "card inside", "data-participant": first.id, tabindex: "-1" },
    title,
    who,
    words.root,
    !me && buttons,
  );
  return {
    root,
    update: (person) => {
      const name = nameOf(person, text);
      title.textContent = me ? `${name} (${text("you").toLocaleLowerCase()})` : name;
      who.textContent = person.role === "host" ? text("host") : whoText(app, person);
      words.show(stateWords(app, person));
      shown = person;
      spotlit = person.spotlit === true;
      setText(spotlight, text(spotlit ? "spotlightOff" : "spotlight"));
      setAttribute(spotlight, "aria-label", text(spotlit ? "spotlightOffName" : "spotlightName", { name }));
      mute.update(text("muteName", { name }));
      unmute.update(text("unmuteName", { name }));
      raise.update(text("makeHostName", { name }));
      remove.update(person);
      showButton(mute.root, !person.muted && person.microphone, root);
      showButton(unmute.root, person.muted, root);
      showButton(raise.root, person.role !== "host" && mayLead(person), root);
    },
  };
}

function stateWords(app: HostApp, person: Person): (readonly [IconName, string])[] {
  const { text } = app;
  const camera: (readonly [IconName, string])[] = knowsCamera(app, person)
    ? [[person.camera ? "camera" : "cameraOff", text(person.camera ? "cameraWord" : "noCameraWord")]]
    : [];
  const sound = person.microphone ? text("microphoneWord") : text("noMicrophoneWord");
  const out: (readonly [IconName, string])[] = person.put_out ? [["cross", text("putOut")]] : [];
  return [
    ...out,
    ...camera,
    [person.microphone ? "microphone" : "microphoneOff", person.muted ? text("mutedWord") : sound],
  ];
}

/** Elsewhere nobody tells of cameras: they are as they were when hands were last looked for, of whoever was in then. */
function knowsCamera(app: HostApp, person: Person): boolean {
  if (!app.reports) return true;
  const at = app.model.meeting?.hands_at;
  return Boolean(at) && Date.parse(at ?? "") >= Date.parse(person.since);
}
