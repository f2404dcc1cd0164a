/** One card for each person in the host's list: who it is, how it is, and what can be done. */
import { waitedText } from "../shared/dates";
import { el, fill, setAttribute } from "../shared/dom";
import type { Identity, Person } from "../video/events";
import { type IconName, icon } from "../video/icons";
import { kindText, nameOf } from "../video/people";
import type { HostApp } from "./app";
import { confirmButton } from "./confirm";
import { setText } from "./heading";
import type { HostTextKey } from "./texts";
import { mayLead } from "./view";

/** What the service keeps of a note. */
const NOTE_LIMIT = 300;
/** The id of the line that says why nobody can be let in yet. */
export const ADMITTING = "admitting";
const PRESSED = "[data-pressed]";

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

function denyButton(app: HostApp, first: Person): ReturnType<typeof confirmButton> {
  const { text } = app;
  const name = nameOf(first, text);
  return confirmButton(
    "cross",
    {
      button: text("deny"),
      spoken: text("denyName", { name }),
      question: text("denySure", { name }),
      yes: text("denyYes"),
      no: text("no"),
    },
    () => app.control(`participants/${first.id}/deny`),
  );
}

/** Somebody in the lobby: name, kind, identity, time waited; Tillåt, Neka, note. */
export function waitingCard(app: HostApp, first: Person): Card {
  const { text } = app;
  const name = nameOf(first, text);
  const title = el("h4", {});
  const who = el("p", { class: "who" });
  const waited = el("p", { class: "waited" });
  const words = wordList();
  const note = noteForm(app, first);
  const spoken = text("admitName", { name });
  const admit = actionButton(
    app,
    "tick",
    "admit",
    spoken,
    `participants/${first.id}/admit`,
    () => app.admits,
  );
  admit.classList.add("primary");
  const deny = denyButton(app, first);
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
        app.can("admit") && admit,
        app.can("deny") && deny,
        app.can("note") && note.button,
      ),
      app.can("note") && note.root,
    ),
    update: (person, now) => {
      title.textContent = nameOf(person, text);
      who.textContent = `${whoText(app, person)} · ${text(IDENTITIES[person.identity])}`;
      waited.textContent = text("waited", { time: waitedText(new Date(person.since), now) });
      words.show(deviceWords(app, person));
      setAttribute(admit, "aria-disabled", (!app.admits || admit.matches(PRESSED)) && "true");
      setAttribute(admit, "aria-describedby", !app.admits && ADMITTING);
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

interface NoteForm {
  readonly button: HTMLElement;
  readonly root: HTMLElement;
  update(person: Person): void;
}

function noteForm(app: HostApp, person: Person): NoteForm {
  const { text } = app;
  const id = `note-${person.id}`;
  const field = el("textarea", { id, rows: 2, maxlength: NOTE_LIMIT });
  const shown = el("p", { class: "hint", hidden: true });
  const late = el("button", { type: "button", class: "button quiet" }, text("noteUseLate"));
  const cancel = el("button", { type: "button", class: "button" }, text("no"));
  const form = el(
    "form",
    { class: "note-form", hidden: true },
    el("label", { for: id }, text(app.reports ? "noteThere" : "noteLabel", { system: app.system })),
    field,
    el(
      "div",
      { class: "row" },
      el("button", { type: "submit", class: "button primary" }, text(app.reports ? "send" : "noteSend")),
      late,
      cancel,
    ),
  );
  const button = el(
    "button",
    {
      type: "button",
      class: "button",
      "aria-expanded": "false",
      "aria-label": text("note", { name: nameOf(person, text) }),
    },
    icon("note"),
    text("noteShort"),
  );
  const open = (opened: boolean): void => {
    form.hidden = !opened;
    button.setAttribute("aria-expanded", String(opened));
    (opened ? field : button).focus();
  };
  button.addEventListener("click", () => open(form.hidden === true));
  cancel.addEventListener("click", () => open(false));
  late.addEventListener("click", () => {
    field.value = text("noteLate");
    field.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    app.control(`participants/${person.id}/note`, { text: field.value.trim() }).then(() => {
      if (!app.visit.problem) open(false);
    });
  });
  return {
    button,
    root: el("div", {}, shown, form),
    update: (now) => {
      shown.hidden = !now.note;
      shown.textContent = !now.note ? "" : text("noteShown", { note: now.note });
    },
  };
}

/** Somebody a host has called, and who has not answered: for how long, and the way to hang up. */
function ringingCard(app: HostApp, first: Person): Card {
  const { text } = app;
  const title = el("h4", {});
  const since = el("p", { class: "who" });
  const hangUp = actionButton(
    app,
    "cross",
    "hangUp",
    text("hangUpName", { name: nameOf(first, text) }),
    `participants/${first.id}/remove`,
  );
  return {
    root: el(
      "li",
      { class: "card coming", "data-participant": first.id },
      title,
      since,
      app.can("remove") && el("div", { class: "row" }, hangUp),
    ),
    update: (person, now) => {
      title.textContent = nameOf(person, text);
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
  const deny = denyButton(app, first);
  return {
    root: el(
      "li",
      { class: "card coming", "data-participant": first.id },
      title,
      who,
      first.id !== app.me && app.can("deny") && el("div", { class: "row" }, deny),
    ),
    update: (person, now) => {
      title.textContent = nameOf(person, text);
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
  const spoken = text("lowerHandName", { name: nameOf(first, text) });
  const lower = actionButton(app, "hand", "lowerHand", spoken, `participants/${first.id}/lower-hand`);
  return {
    root: el(
      "li",
      { class: "card hand", "data-participant": first.id },
      el("div", { class: "line" }, icon("hand"), title),
      since,
      app.can("lower-hand") && el("div", { class: "row small" }, lower),
    ),
    update: (person, now) => {
      title.textContent = nameOf(person, app.text);
      const time = waitedText(new Date(person.hand_since ?? person.since), now);
      since.textContent = app.text("handFor", { time });
    },
  };
}

/** Somebody who is in: how camera and microphone are; mute, remove, make host. */
export function insideCard(app: HostApp, first: Person): Card {
  const { text } = app;
  const name = nameOf(first, text);
  const me = first.id === app.me;
  const title = el("h4", {});
  const who = el("p", { class: "who" });
  const words = wordList();
  const act = (path: string): string => `participants/${first.id}/${path}`;
  const mute = actionButton(app, "microphoneOff", "mute", text("muteName", { name }), act("mute"));
  const raise = actionButton(app, "person", "makeHost", text("makeHostName", { name }), act("make-host"));
  const remove = confirmButton(
    "cross",
    {
      button: text("remove"),
      spoken: text("removeName", { name }),
      question: text("removeSure", { name }),
      yes: text("removeYes"),
      no: text("no"),
    },
    () => app.control(act("remove")),
  );
  const spotlight = el("button", { type: "button", class: "button" });
  let spotlit = false;
  spotlight.addEventListener("click", () => {
    if (spotlight.getAttribute("aria-disabled") === "true") return;
    setAttribute(spotlight, "aria-disabled", "true");
    const press = app.control(act("spotlight"), { on: !spotlit });
    press.finally(() => setAttribute(spotlight, "aria-disabled", null));
  });
  const shows = app.reports && app.can("spotlight");
  const buttons = el(
    "div",
    { class: "row small" },
    app.can("mute") && mute,
    shows && spotlight,
    app.can("make-host") && raise,
    app.can("remove") && remove,
  );
  return {
    root: el(
      "li",
      { class: "card inside", "data-participant": first.id },
      title,
      who,
      words.root,
      !me && buttons,
    ),
    update: (person) => {
      title.textContent = me
        ? `${nameOf(person, text)} (${text("you").toLocaleLowerCase()})`
        : nameOf(person, text);
      who.textContent = person.role === "host" ? text("host") : whoText(app, person);
      words.show(stateWords(app, person));
      spotlit = person.spotlit === true;
      setText(spotlight, text(spotlit ? "spotlightOff" : "spotlight"));
      setAttribute(spotlight, "aria-label", text(spotlit ? "spotlightOffName" : "spotlightName", { name }));
      setAttribute(mute, "hidden", person.muted || !person.microphone);
      setAttribute(raise, "hidden", person.role === "host" || !mayLead(person));
    },
  };
}

function stateWords(app: HostApp, person: Person): (readonly [IconName, string])[] {
  const { text } = app;
  // Elsewhere nobody tells us of cameras.
  const camera: (readonly [IconName, string])[] = app.reports
    ? []
    : [[person.camera ? "camera" : "cameraOff", text(person.camera ? "cameraWord" : "noCameraWord")]];
  const sound = person.microphone ? text("microphoneWord") : text("noMicrophoneWord");
  const out: (readonly [IconName, string])[] = person.put_out ? [["cross", text("putOut")]] : [];
  return [
    ...out,
    ...camera,
    [person.microphone ? "microphone" : "microphoneOff", person.muted ? text("mutedWord") : sound],
  ];
}

/**
 * A button that does one thing at once; it rests until the answer has come. While it `may` not, a press leads to the
 * line that says why.
 */
function actionButton(
  app: HostApp,
  picture: IconName,
  key: HostTextKey,
  spoken: string,
  path: string,
  may: () => boolean = () => true,
): HTMLButtonElement {
  const button = el(
    "button",
    { type: "button", class: "button", "aria-label": spoken },
    icon(picture),
    app.text(key),
  );
  const rest = (pressed: boolean): void => {
    setAttribute(button, "data-pressed", pressed);
    setAttribute(button, "aria-disabled", (pressed || !may()) && "true");
  };
  button.addEventListener("click", () => {
    if (button.matches(PRESSED)) return;
    if (!may()) {
      (button.getRootNode() as Document | ShadowRoot).getElementById(ADMITTING)?.focus();
      return;
    }
    rest(true);
    app.control(path).finally(() => rest(false));
  });
  return button;
}
