/** The host's page while the meeting is held in a tab of its own: the way there, who waits, who is in, and how it ends. */
import { spanText } from "../shared/dates";
import { el, setAttribute } from "../shared/dom";
import { pick } from "../shared/i18n";
import { wayTo } from "../shared/leave";
import { setText } from "../shared/words";
import type { HostApp } from "./app";
import { endingBanner, title } from "./heading";
import { leaving } from "./leaving";
import { nobodyCamePart } from "./nobodyCame";
import type { Page } from "./pages";
import { participantPanel } from "./panel";
import { ADMITTING } from "./press";
import type { HostTextKey } from "./texts";
import { groups } from "./view";

export function heldPage(app: HostApp): Page {
  const { text, entered, language, system } = app;
  const panel = participantPanel(app);
  const leave = leaving(app);
  const banner = endingBanner(app);
  const nobody = nobodyCamePart(app);
  const where = el("p", { class: "notice info", role: "status" });
  const alone = el("p", { class: "notice info", hidden: true }, text("aloneWaiting"));
  const first = el(
    "p",
    { class: "notice info", id: ADMITTING, tabindex: "-1", hidden: true },
    text(firstWords(app)),
  );
  const way = wayIn(app);
  const meeting = entered?.meeting;
  return {
    root: el(
      "div",
      { class: "host-meeting held" },
      el(
        "div",
        { class: "host-stage" },
        el(
          "div",
          { class: "meeting-top" },
          el("h1", { tabindex: "-1" }, meeting ? pick(meeting.type_label, language) : text("titleMeeting")),
          meeting &&
            el("p", { class: "hint" }, spanText(new Date(meeting.start), new Date(meeting.end), language)),
        ),
        panel.summary,
        banner.root,
        nobody.root,
        where,
        alone,
        first,
        way.root,
        leave.root,
        app.can("remove")
          ? el("div", { class: "row" }, leave.button)
          : el("p", { class: "hint" }, text("leaveThere", { system })),
      ),
      panel.root,
    ),
    title: () => title(app),
    update: (now) => {
      const found = groups(app.model.people);
      const isIn = found.inside.some((person) => person.id === app.me);
      banner.update(now);
      nobody.update(now);
      setText(where, text(isIn ? "inThere" : "notInYet", { system }));
      setAttribute(where, "data-in", isIn);
      // There is no tab to go on in.
      where.hidden = !isIn && Boolean(app.way?.url);
      alone.hidden = !(isIn && found.inside.length === 1 && found.waiting.length > 0 && app.can("admit"));
      first.hidden = app.admits || !(app.can("admit") || app.can("note"));
      way.update(isIn);
      leave.update();
      // Last: it sees what all above it has moved.
      panel.update(now);
    },
    stop: () => undefined,
  };
}

/** What can be done once a host is in. */
function firstWords(app: HostApp): HostTextKey {
  if (!app.can("note")) return "admitFirst";
  return app.can("admit") ? "admitAndWriteFirst" : "writeFirst";
}

/** The press that opens the tab again; a link where the browser opened none, and what is asked for there. */
function wayIn(app: HostApp): { root: HTMLElement; update(isIn: boolean): void } {
  const { text, system } = app;
  const again = el(
    "button",
    { type: "button", class: "button", on: { click: () => app.goIn() } },
    text("goInAgain", { system }),
  );
  const pin = el("p", { class: "notice info", hidden: true });
  const blocked = el("div", { class: "notice warn", role: "alert", hidden: true });
  let shown: string | null = null;
  // It is good for one visit and for a few minutes: from here on there is the press that asks for another.
  const used = (): void => {
    setTimeout(() => app.followed());
  };
  return {
    root: el("div", { class: "join" }, blocked, pin, again),
    update: (isIn) => {
      const url = isIn ? null : (app.way?.url ?? null);
      if (url !== shown) {
        shown = url;
        blocked.replaceChildren(
          ...(url === null
            ? []
            : [
                el("p", {}, text("tabBlocked")),
                el(
                  "a",
                  { ...wayTo(url), target: "_blank", class: "button primary", on: { click: used } },
                  text("tabLink", { system }),
                ),
              ]),
        );
      }
      blocked.hidden = url === null;
      pin.hidden = isIn || !app.way?.pin;
      setText(pin, pin.hidden ? "" : text("pinThere", { system, pin: app.way?.pin ?? "" }));
      again.hidden = isIn || url !== null;
      setAttribute(again, "aria-disabled", app.visit.busy);
    },
  };
}
