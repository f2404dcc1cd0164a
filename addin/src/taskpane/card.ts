/** The meeting's own card: what, when, by which service, and how far it has come. */
import { spanText } from "../shared/dates";
import { type Child, el } from "../shared/dom";
import { icon } from "../shared/icons";
import type { Meeting, MeetingState } from "../shared/meetings";
import { type Context, say, typeOf } from "./context";
import type { TEXTS } from "./texts";

interface Look {
  readonly words: keyof typeof TEXTS;
  readonly sign: string;
  readonly tone: "good" | "warn" | "bad" | "info";
}

const LOOKS: Readonly<Record<MeetingState, Look>> = {
  creating: { words: "stateCreating", sign: "clock", tone: "info" },
  ready: { words: "stateReady", sign: "check", tone: "good" },
  live: { words: "stateLive", sign: "play", tone: "good" },
  ended: { words: "stateEnded", sign: "check", tone: "info" },
  removed: { words: "stateRemoved", sign: "trash", tone: "warn" },
  failed: { words: "stateFailed", sign: "warning", tone: "bad" },
};

/** The meeting is gone for everybody, but its video service still has its part of it. */
export function isLeftAtService({ state, state_reason }: Meeting): boolean {
  return state === "removed" && /^(service|internal)-/.test(state_reason);
}

/** States whose reason people should read: they say what is kept and what to do. */
function tells(meeting: Meeting): boolean {
  const waits = meeting.state === "creating" || meeting.state === "ready";
  return meeting.state === "failed" || (waits && meeting.state_reason !== "") || isLeftAtService(meeting);
}

export function meetingCard(context: Context, meeting: Meeting, now: Date = new Date()): HTMLElement {
  const { text, language } = context;
  const look = LOOKS[meeting.state];
  const limit = meeting.participant_limit;
  const facts: Child[] = [
    el("span", {}, say(context, meeting.service_label)),
    limit === null ? null : el("span", {}, text("limit", { count: limit })),
  ];
  const own = meeting.organiser.user === context.me.user;
  return el(
    "section",
    { class: "meeting", "aria-label": text("yourMeeting") },
    el(
      "div",
      { class: "meeting-head" },
      icon(typeOf(context, meeting)?.icon ?? "info"),
      el("h2", { tabindex: "-1" }, say(context, meeting.type_label)),
    ),
    el(
      "p",
      { class: "meeting-time" },
      unbroken(spanText(new Date(meeting.start), new Date(meeting.end), language, now)),
    ),
    el("p", { class: "card-facts" }, ...facts),
    own ? null : el("p", { class: "quiet" }, text("organisedBy", { name: meeting.organiser.name })),
    el(
      "p",
      { class: `state state-${look.tone}`, role: "status" },
      icon(look.sign),
      el("span", {}, text(look.words)),
    ),
    tells(meeting) ? el("p", { class: "state-reason" }, say(context, meeting.state_text)) : null,
  );
}

/** Keeps "08.00–09.00" on one line (U+2060, word joiner). */
function unbroken(span: string): string {
  return span.replace(/(\d)–(\d)/, "$1\u2060–\u2060$2");
}
