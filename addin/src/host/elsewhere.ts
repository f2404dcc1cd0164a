/** The host's page for a meeting held in another system: what it is, and the button that leads there. */
import { spanText } from "../shared/dates";
import { el, setAttribute } from "../shared/dom";
import { pick } from "../shared/i18n";
import type { HostApp } from "./app";
import type { Page } from "./pages";

export function elsewherePage(app: HostApp): Page {
  const { text, entered, visit, language } = app;
  const meeting = entered?.meeting;
  const place = meeting?.leads_to;
  const system = place ? pick(place.system, language) : "";
  const join = el("button", {
    type: "button",
    class: "button primary big",
    on: { click: () => app.goOn() },
  });
  const sent = el("p", { class: "notice good", role: "status", hidden: true }, text("wentOn", { system }));
  const problem = el("p", { class: "notice bad", role: "alert", hidden: true });
  return {
    root: el(
      "div",
      { class: "page" },
      el(
        "div",
        { class: "place" },
        el("h1", { tabindex: "-1" }, meeting ? pick(meeting.type_label, language) : text("title")),
        meeting &&
          el("p", { class: "when" }, spanText(new Date(meeting.start), new Date(meeting.end), language)),
      ),
      place?.allowed
        ? el(
            "div",
            { class: "join" },
            el("p", {}, text("heldIn", { system })),
            join,
            el("p", { class: "hint" }, text("goOnWhy", { system })),
            sent,
          )
        : el("p", { class: "notice bad" }, text("leadsNowhere")),
      problem,
    ),
    title: () => text("title"),
    update: () => {
      setAttribute(join, "aria-disabled", visit.busy);
      join.textContent = text(visit.busy ? "goingOn" : "join");
      sent.hidden = !app.wentOn;
      problem.hidden = visit.problem === null;
      problem.textContent = visit.problem?.text(language) ?? "";
    },
    stop: () => undefined,
  };
}
