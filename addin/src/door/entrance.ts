/** Before the meeting: too early, and the check with its one big button. */
import { el, setAttribute } from "../shared/dom";
import { pick } from "../shared/i18n";
import { deviceCheck } from "../video/check";
import { supported } from "../video/devices";
import { icon } from "../video/icons";
import type { App } from "./app";
import { NAME_LIMIT } from "./data";
import { emergency, heading, nothing, notice, openingText, type Page, problemLine, support } from "./parts";
import type { DoorTextKey } from "./texts";
import { mayJoin } from "./view";

export function earlyPage(app: App): Page {
  const { text } = app;
  const opening = el("p", {});
  const left = el("p", { class: "number" });
  const root = el(
    "div",
    { class: "page" },
    heading(app),
    el("div", { class: "notice info large" }, icon("clock"), el("div", {}, opening, left)),
    el(
      "div",
      { class: "row" },
      el(
        "a",
        {
          class: "button",
          href: `/m/${app.code}/calendar.ics`,
          download: true,
          "aria-describedby": "calendar-why",
        },
        icon("calendar"),
        text("calendar"),
      ),
    ),
    el("p", { id: "calendar-why", class: "hint" }, text("calendarWhy")),
    supported() &&
      app.data.leads_to === null &&
      el(
        "div",
        { class: "row" },
        el(
          "button",
          { type: "button", class: "button", on: { click: () => app.tryDevices() } },
          icon("camera"),
          text("tryDevices"),
        ),
      ),
    app.data.leads_to?.allowed &&
      el("p", {}, text("heldIn", { system: pick(app.data.leads_to.system, app.language) })),
    !supported() && app.data.leads_to === null && noVideo(app),
    emergency(app),
    support(app),
  );
  return {
    root,
    title: text("title", { unit: pick(app.data.unit, app.language) }),
    update: (now) => {
      opening.textContent = openingText(app, now);
      const minutes = Math.ceil((Date.parse(app.model.door.opens_at) - now.getTime()) / 60_000);
      left.hidden = minutes > 60;
      left.textContent = text("untilOpen", { minutes: minutesText(app, minutes) });
    },
    stop: nothing,
  };
}

function minutesText(app: App, minutes: number): string {
  if (minutes < 1) return app.text("lessThanMinute");
  return minutes === 1 ? app.text("minutesOne") : app.text("minutesMany", { count: minutes });
}

function noVideo(app: App): HTMLElement {
  return notice("bad", "warning", app.text("noVideoTitle"), app.text("noVideoText"));
}

/** What the check has to say about the door itself, where one waits here and where one is led on. */
const DOOR_WORDS: Readonly<Partial<Record<string, readonly [DoorTextKey, DoorTextKey]>>> = {
  full: ["meetingFull", "fullThereNow"],
  locked: ["meetingLocked", "lockedThereNow"],
};

export function checkPage(app: App): Page {
  const { text } = app;
  const name = nameField(app);
  const join = el("button", { type: "submit", class: "button primary big" });
  const isStraight = app.data.led_on && !app.data.lobby;
  // Whoever may be seen and heard at once reads it before the button, not after.
  const why = el("p", { class: isStraight ? "notice info" : "hint" });
  const help = app.data.led_on && el("p", { class: "hint" }, text("joinThereHelp", { system: app.system }));
  const door = el("p", { class: "notice info", role: "status" });
  const elsewhere = el("p", { class: "notice warn", hidden: true }, text("openedElsewhere"));
  const problem = problemLine();
  const move = el(
    "button",
    { type: "button", class: "button", hidden: true, on: { click: () => app.join(null, true) } },
    text("moveHere"),
  );
  // A refusal stands where it was pressed: with the button it stays in sight on a low screen.
  const act = el("div", { class: "act" }, problem.root, move, join);
  const form = el(
    "form",
    { class: isStraight ? "join" : "join in-sight", novalidate: true },
    name?.root,
    isStraight && why,
    act,
    !isStraight && why,
    help,
  );
  const check = deviceCheck(app.visit.media, text, { brief: false, next: form, switches: app.data.led_on });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (name && !name.valid()) return;
    app.join(name ? name.value() : null);
  });
  return {
    root: el(
      "div",
      { class: "page wide" },
      heading(app),
      app.data.demo && app.data.embedded && el("p", { class: "practice" }, text("practice")),
      app.data.led_on && el("p", { class: "held-in" }, text("heldIn", { system: app.system })),
      elsewhere,
      door,
      !supported() && noVideo(app),
      check.root,
      emergency(app),
      support(app),
    ),
    title: text("title", { unit: pick(app.data.unit, app.language) }),
    update: (now) => {
      const open = mayJoin(app.model);
      const words = doorWords(app, now);
      door.hidden = words === "";
      door.textContent = words;
      elsewhere.hidden = !app.openedElsewhere;
      setAttribute(join, "aria-disabled", app.visit.busy || !open);
      join.disabled = !open;
      join.textContent = text(app.visit.busy ? "joining" : "join");
      why.textContent = text(joinWords(app), { system: app.system });
      problem.update(app);
      move.hidden = !app.mayMove;
    },
    stop: check.stop,
  };
}

function doorWords(app: App, now: Date): string {
  if (!mayJoin(app.model)) return openingText(app, now);
  const words = DOOR_WORDS[app.model.door.state];
  return words ? app.text(words[app.data.led_on ? 1 : 0], { system: app.system }) : "";
}

function joinWords(app: App): DoorTextKey {
  if (app.data.led_on && app.data.lobby) return "joinThere";
  if (app.data.led_on) return app.model.door.state === "locked" ? "joinLocked" : "joinStraight";
  const { camera, microphone, asking } = app.visit.media.state;
  if (camera || asking) return "joinWhy";
  return microphone ? "joinSoundOnly" : "joinNothing";
}

interface NameField {
  readonly root: HTMLElement;
  value(): string;
  /** Says what is wrong beside the field, and moves there. */
  valid(): boolean;
}

/** Asked only of those who came through the common link. */
function nameField(app: App): NameField | null {
  if (!app.data.needs_name) return null;
  const { text } = app;
  const input = el("input", {
    id: "name",
    name: "name",
    autocomplete: "name",
    value: app.name,
    "aria-describedby": "name-why name-wrong",
  });
  input.value = app.name;
  input.addEventListener("input", () => {
    app.name = input.value;
  });
  const wrong = el("p", { id: "name-wrong", class: "wrong", role: "alert" });
  return {
    root: el(
      "div",
      { class: "field" },
      el("label", { for: "name" }, text("yourName")),
      input,
      el("p", { id: "name-why", class: "hint" }, text("yourNameWhy")),
      wrong,
    ),
    value: () => input.value.trim(),
    valid: () => {
      const length = [...input.value.trim()].length;
      const fault = nameFault(app, length);
      wrong.textContent = fault;
      setAttribute(input, "aria-invalid", fault ? "true" : null);
      if (fault) input.focus();
      return fault === "";
    },
  };
}

function nameFault(app: App, length: number): string {
  if (length === 0) return app.text("nameMissing");
  return length > NAME_LIMIT ? app.text("nameLong", { limit: NAME_LIMIT }) : "";
}
