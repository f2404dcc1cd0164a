/** The host's page for a meeting held in another system: what it is, and the button that leads there. */
import { spanText } from "../shared/dates";
import { el, setAttribute } from "../shared/dom";
import { pick } from "../shared/i18n";
import type { HostApp } from "./app";
import { isStraight, lobbyWords } from "./lobby";
import type { Page } from "./pages";
import type { HostTextKey } from "./texts";
import { groups } from "./view";

export function elsewherePage(app: HostApp): Page {
  const { text, entered, visit, language } = app;
  const meeting = entered?.meeting;
  const place = meeting?.leads_to;
  const system = place ? pick(place.system, language) : "";
  const press: HostTextKey = app.reports ? "goIn" : "join";
  const join = el("button", {
    type: "button",
    class: "button primary big",
    on: { click: () => (app.reports ? app.goIn() : app.goOn()) },
  });
  const sent = el("p", { class: "notice good", role: "status", hidden: true }, text("wentOn", { system }));
  const straight = isStraight(app);
  // A press that lets all in who wait says so before it, not after.
  const why = el("p", { class: straight ? "notice info" : "hint" }, text(whyWords(app), { system }));
  const waiting = el("p", { class: "notice info", role: "status", hidden: true });
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
      waiting,
      place?.allowed
        ? el(
            "div",
            { class: "join" },
            el("p", {}, text("heldIn", { system })),
            straight && why,
            join,
            !straight && why,
            sent,
          )
        : el("p", { class: "notice bad" }, text("leadsNowhere")),
      problem,
    ),
    title: () => text("title"),
    update: () => {
      setAttribute(join, "aria-disabled", visit.busy);
      join.textContent = text(visit.busy ? "goingOn" : press);
      const count = groups(app.model.people).waiting.length;
      const words = text(lobbyWords(app, "waitingNow"), { count, system });
      waiting.hidden = count === 0;
      if (waiting.textContent !== words) waiting.textContent = words;
      sent.hidden = !app.wentOn;
      problem.hidden = visit.problem === null;
      problem.textContent = visit.problem?.text(language) ?? "";
    },
    stop: () => undefined,
  };
}

function whyWords(app: HostApp): HostTextKey {
  if (!app.reports) return "goOnWhy";
  return lobbyWords(app, app.can("admit") ? "goInWhy" : "goInWhyThere");
}
