/** Before a meeting that is held in another system: which one, and the button that leads there. */
import { el, setAttribute } from "../shared/dom";
import { pick } from "../shared/i18n";
import type { App } from "./app";
import { emergency, heading, nothing, notice, openingText, type Page, problemLine, support } from "./parts";
import { mayJoin } from "./view";

export function onwardPage(app: App): Page {
  const { text, data, language } = app;
  const system = data.leads_to ? pick(data.leads_to.system, language) : "";
  const allowed = data.leads_to?.allowed ?? false;
  const door = el("p", { class: "notice info", role: "status" });
  const sent = el("p", { class: "notice good", role: "status", hidden: true }, text("wentOn", { system }));
  const problem = problemLine();
  const join = el("button", {
    type: "button",
    class: "button primary big",
    on: { click: () => app.goOn() },
  });
  return {
    root: el(
      "div",
      { class: "page" },
      heading(app),
      allowed && el("p", { class: "held-in" }, text("heldIn", { system })),
      door,
      allowed
        ? el("div", { class: "join" }, join, el("p", { class: "hint" }, text("goOnWhy", { system })), sent)
        : notice("bad", "warning", text("leadsNowhereTitle"), text("leadsNowhereText")),
      problem.root,
      emergency(app),
      support(app),
    ),
    title: text("title", { unit: pick(data.unit, language) }),
    update: (now) => {
      const open = mayJoin(app.model);
      door.hidden = open;
      door.textContent = open ? "" : openingText(app, now);
      setAttribute(join, "aria-disabled", app.visit.busy || !open);
      join.disabled = !open;
      join.textContent = text(app.visit.busy ? "goingOn" : "join");
      sent.hidden = !app.wentOn;
      problem.update(app);
    },
    stop: nothing,
  };
}
