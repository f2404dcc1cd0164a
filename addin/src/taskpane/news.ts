/** What the pane tells of what has just been done, and where it can be seen in the appointment. */
import type { Placed } from "../invite/place";
import type { Booked } from "../shared/booking";
import { notice } from "../shared/controls";
import { spanText } from "../shared/dates";
import { el } from "../shared/dom";
import type { Meeting } from "../shared/meetings";
import type { Context } from "./context";

export function createdNews(context: Context, { meeting, placed }: Booked): HTMLElement {
  return notice("good", context.text("created"), did(context, meeting, placed));
}

export function changedNews(context: Context, { meeting, placed }: Booked, before: Meeting): HTMLElement {
  const { text } = context;
  const link = text(meeting.join_url === before.join_url ? "sameLink" : "newLink");
  return notice(
    "good",
    text("changed"),
    el("p", {}, link),
    did(context, meeting, placed),
    el("p", {}, text("changedSaved")),
  );
}

export function movedNews({ text, language }: Context, meeting: Meeting): HTMLElement {
  const time = spanText(new Date(meeting.start), new Date(meeting.end), language);
  return notice("good", text("followed", { time }), el("p", {}, text("changedSaved")));
}

function did({ text }: Context, meeting: Meeting, placed: Placed): HTMLElement {
  return el(
    "ul",
    { class: "did" },
    el("li", {}, text("didLocation", { name: meeting.location })),
    el("li", {}, text("didText")),
    placed.subject ? el("li", {}, text("didSubject", { name: meeting.subject_proposal })) : null,
  );
}
