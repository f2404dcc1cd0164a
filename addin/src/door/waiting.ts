/** The waiting room: they know you are here, how long you have waited, and what to do if nobody comes. */
import { waitedText } from "../shared/dates";
import { el } from "../shared/dom";
import { pick } from "../shared/i18n";
import { selfView } from "../video/check";
import { controls, pressButton } from "../video/controls";
import { icon } from "../video/icons";
import type { App } from "./app";
import { emergency, heading, type Page, problemLine, support } from "./parts";

/** After this long the advice about nobody coming is raised above the rest. */
const LONG_WAIT_MS = 10 * 60_000;

export function waitingPage(app: App): Page {
  const { text, data, language } = app;
  const waited = el("strong", { class: "number" });
  const note = el("div", { class: "notice note", hidden: true });
  const full = el("p", { class: "notice warn", hidden: true });
  const lost = el("p", { class: "notice warn", hidden: true }, text("lost"));
  const returned = el("p", { class: "notice info", hidden: true }, text("returned"));
  const self = selfView(text);
  const problem = problemLine();
  const leave = pressButton(() => {
    app.leave();
  }, "leave");
  leave.show("leave", text("stopWaiting"));
  const bar = controls({
    media: app.visit.media,
    text,
    between: [],
    last: leave.root,
    label: text("yourControls"),
  });
  const nobody = el(
    "section",
    { class: "advice" },
    el("h2", {}, text("nobody")),
    el("p", {}, pick(data.nobody_comes, language)),
    support(app),
  );
  const forget = app.visit.media.onChange(() => self.update(app.visit.media));
  app.visit.media.open();
  return {
    root: el(
      "div",
      { class: "page wide" },
      heading(app, text("waitingTitle")),
      el("p", { class: "hint" }, `${pick(data.unit, language)}. ${text("waitingStay")}`),
      el("p", { class: "waited-line" }, el("span", { class: "number-label" }, text("waited")), " ", waited),
      lost,
      returned,
      note,
      full,
      el(
        "div",
        { class: "split" },
        el("div", {}, self.root, bar.root, problem.root),
        el(
          "div",
          {},
          nobody,
          emergency(app),

          el(
            "section",
            { class: "advice" },
            el("h2", {}, text("networks")),
            el("p", {}, pick(data.networks, language)),
          ),
        ),
      ),
    ),
    title: text("titleWaiting", { unit: pick(data.unit, language) }),
    update: (now) => {
      const { presence, stream } = app.model;
      if (!presence) return;
      waited.textContent = waitedText(new Date(presence.since), now);
      showNote(note, app, presence.note);
      full.hidden = !presence.limit_reached;
      full.textContent = text("limitReached", { limit: presence.participant_limit ?? "" });
      lost.hidden = stream !== "lost";
      returned.hidden = !app.returned;
      const long = now.getTime() - Date.parse(presence.since) > LONG_WAIT_MS;
      nobody.classList.toggle("raised", long);
      const title = nobody.querySelector("h2");
      if (title) title.textContent = text(long ? "nobodyLong" : "nobody");
      self.update(app.visit.media);
      bar.update();
      problem.update(app);
    },
    stop: forget,
  };
}

function showNote(root: HTMLElement, app: App, note: string): void {
  root.hidden = !note;
  if (!note || root.dataset["note"] === note) return;
  root.dataset["note"] = note;
  root.replaceChildren(
    icon("note"),
    el("div", {}, el("strong", {}, app.text("noteFrom")), el("p", {}, note)),
  );
}
