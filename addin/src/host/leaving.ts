/** Leaving asks how: hand over, leave (ends for all after a minute), or end now (seed 002). */
import { el, fill } from "../shared/dom";
import { pressButton } from "../video/controls";
import { nameOf } from "../video/people";
import type { HostApp } from "./app";
import { groups, heirs, otherHost } from "./view";

export interface Leaving {
  readonly button: HTMLElement;
  readonly root: HTMLElement;
  update(): void;
}

export function leaving(app: HostApp): Leaving {
  const { text } = app;
  const root = el("section", {
    class: "notice question leaving",
    "aria-label": text("leaveTitle"),
    hidden: true,
  });
  const button = pressButton(() => ask(root.hidden === true), "leave");
  button.show("leave", text("leave"));
  let shown = "";
  const ask = (asking: boolean): void => {
    root.hidden = !asking;
    shown = "";
    button.root.setAttribute("aria-expanded", String(asking));
    update();
    if (asking) root.querySelector<HTMLElement>("h2")?.focus();
    else button.root.focus();
  };
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") ask(false);
  });
  const update = (): void => {
    const now = root.hidden ? "" : JSON.stringify(situation(app));
    // Written anew only when the choices are others, so that a list one is about to choose from stays open.
    if (root.hidden || now === shown) return;
    shown = now;
    fill(
      root,
      el("h2", { tabindex: "-1" }, text("leaveTitle")),
      ...choices(app),
      stayButton(app, () => ask(false)),
    );
  };
  button.root.setAttribute("aria-expanded", "false");
  return { button: button.root, root, update };
}

function situation(app: HostApp): unknown {
  const { people } = app.model;
  return [otherHost(people, app.me)?.id, heirs(people, app.me).map((person) => [person.id, person.name])];
}

function choices(app: HostApp): HTMLElement[] {
  const { text, model, me } = app;
  const other = otherHost(model.people, me);
  const alone = groups(model.people).inside.length <= 1;
  const end = app.can("end") && press(text("endNow"), "danger", () => app.control("end"));
  if (other) {
    return [
      el("p", {}, text("leaveOthers", { name: nameOf(other, text) })),
      el(
        "div",
        { class: "row" },
        press(text("leaveGoOn"), "primary", () => app.leave(null)),
        end,
      ),
    ];
  }
  if (alone)
    return [
      el(
        "div",
        { class: "row" },
        press(text("leaveGoOn"), "primary", () => app.leave(null)),
        end,
      ),
    ];
  const handsOver = handOver(app);
  return [
    el("p", {}, text(handsOver.length > 0 ? "leaveWarn" : "leaveWarnAll")),
    ...handsOver,
    el(
      "div",
      { class: "row" },
      press(text("leaveMinute"), "", () => app.leave(null)),
      end,
    ),
  ];
}

function handOver(app: HostApp): HTMLElement[] {
  const { text } = app;
  const found = app.can("make-host") ? heirs(app.model.people, app.me) : [];
  if (found.length === 0) return [];
  const select = el(
    "select",
    { id: "heir" },
    ...found.map((person) => el("option", { value: person.id }, nameOf(person, text))),
  );
  return [
    el("div", { class: "field" }, el("label", { for: "heir" }, text("handOverTo")), select),
    el(
      "div",
      { class: "row" },
      press(text("handOver"), "primary", () => app.leave(select.value)),
    ),
  ];
}

function stayButton(app: HostApp, stay: () => void): HTMLElement {
  return el("div", { class: "row" }, press(app.text("stay"), "", stay));
}

function press(words: string, look: string, act: () => void): HTMLButtonElement {
  return el("button", { type: "button", class: `button ${look}`.trim(), on: { click: act } }, words);
}
