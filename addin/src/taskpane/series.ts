/** What the pane shows and asks of a series. Fetched when one is met. */
import { AppointmentFault, type FaultKind, type Recurrence } from "../appointment/appointment";
import type { MeetingStanding } from "../shared/booking";
import { Action, button, field, notice, select } from "../shared/controls";
import { dayText, spanText } from "../shared/dates";
import { type Child, el } from "../shared/dom";
import { translator } from "../shared/i18n";
import type { LeftAlone, Meeting, MeetingSummary, Occurrence, Scope } from "../shared/meetings";
import { dayBeforeIt, lastDay, standingIn } from "../shared/series";
import { type Context, explainer } from "./context";
import type { MeetingDeeds } from "./meetingView";
import { watchRemoval } from "./removal";
import { ruleWords, type SeriesText } from "./ruleWords";
import { TEXTS } from "./seriesTexts";

const DAY = 86_400_000;
const MADE_BEFORE = 14 * DAY;
/** A part that goes on after a split does so within a quarter of a year, bar what is held once a year. */
const FOLLOWS_WITHIN = 100 * DAY;
const SCOPES = ["this", "following", "all"] as const;

/** Before anything is made: what will be. */
export function coming(context: Context, recurrence: Recurrence): HTMLElement {
  const text = translator(TEXTS, context.language);
  return notice("info", text(recurrence.master ? "comingOne" : "coming"));
}

/** The series of the meeting shown: what it is, which meeting is shown, and what does not fit the appointment. */
export function seriesSection(
  context: Context,
  standing: MeetingStanding,
  deeds: MeetingDeeds,
  writable: boolean,
): HTMLElement {
  const text = translator(TEXTS, context.language);
  const { meeting, whole, unlike } = standing;
  const question = writable && unlike ? ask(context, text, standing, deeds) : null;
  if (!meeting.series) {
    return el("div", {}, question);
  }
  return el(
    "section",
    { class: "part", "aria-labelledby": "series-title" },
    el("h2", { id: "series-title" }, text("title")),
    question,
    ...facts(text, meeting),
    whole ? chooseOccurrence(context, text, standing, deeds) : null,
    meeting.audience === "patient" ? el("p", { class: "quiet" }, text("ownLink")) : null,
  );
}

function facts(text: SeriesText, meeting: Meeting): Child[] {
  const { series } = meeting;
  const all = standingIn(meeting);
  const next = all.find(({ id }) => id === series?.next);
  const last = series?.last ? day(series.last, text) : "";
  const rule = series ? ruleWords(series.rule, text) : "";
  const count = text(all.length === 1 ? "countOne" : "count", { count: all.length, last });
  return [
    el("p", {}, [rule && `${rule}.`, series?.capped ? "" : count].filter(Boolean).join(" ")),
    series?.capped ? notice("info", text("capped", { last })) : null,
    el("p", {}, next ? text("next", { time: span(next, text) }) : text("over")),
  ];
}

function chooseOccurrence(
  context: Context,
  text: SeriesText,
  standing: MeetingStanding,
  deeds: MeetingDeeds,
): Child {
  const all = standingIn(standing.meeting);
  if (all.length < 2) {
    return null;
  }
  const control = select(options(all, text), standing.meeting.id);
  const action: Action = new Action(() => [field(text("show"), control)], explainer(context));
  control.addEventListener("change", () => {
    action.run(text("opening"), () => deeds.showOccurrence(standing, control.value));
  });
  return action.node;
}

function options(all: readonly Occurrence[], text: SeriesText): (readonly [string, string])[] {
  return all.map((one) => {
    const time = span(one, text);
    if (one.state === "ended") {
      return [one.id, text("has", { time })];
    }
    return [one.id, one.is_exception ? text("moved", { time }) : time];
  });
}

function ask(
  context: Context,
  text: SeriesText,
  standing: MeetingStanding,
  deeds: MeetingDeeds,
): HTMLElement {
  const { meeting, unlike } = standing;
  if (unlike === "unknown") {
    return askWhich(context, text, meeting, deeds);
  }
  const rule = meeting.series ? facts(text, meeting)[0] : null;
  const words = { rule: rule instanceof Node ? (rule.textContent ?? "") : "", time: span(meeting, text) };
  const asked = {
    rule: ["unlikeRule", "asRule", "doRule"],
    longer: ["unlikeLonger", "asLonger", "doLonger"],
    single: ["unlikeSingle", "asSingle", "doSingle"],
    recurs: ["unlikeRecurs", "asSeries", "doSeries"],
  } as const;
  const [what, then, yes] = asked[unlike ?? "rule"];
  const ends = unlike === "longer" ? lastDay(meeting) : null;
  const end = { day: ends ? dayText(noonAfter(ends), text.language) : "" };
  const shortenTo = async (last: string): Promise<void> => {
    // Who has made more meetings since the question was drawn does not lose them by its answer.
    if (lastDay(await context.meetings.read(meeting.id)) !== last) {
      await deeds.open(notice("info", text("meanwhile")));
      return;
    }
    await shortened(context, last);
    await deeds.open(notice("good", text("shortened", end)));
  };
  const bringInLine = async (): Promise<void> => {
    const later = ends ? await laterPart(context, meeting, ends) : null;
    if (later) {
      throw new Hindered("divided", null, { day: day(later.start, text) });
    }
    await deeds.bringInLine(meeting);
  };
  const action: Action = new Action(
    () => [
      ends
        ? button(text("doShorten"), "outline", () => action.run(text("shortening"), () => shortenTo(ends)))
        : null,
      button(text(yes), "outline", () => action.run(text("changing"), bringInLine)),
    ],
    (fault) => (fault instanceof Hindered ? text(fault.words, fault.on ?? end) : explainer(context)(fault)),
  );
  return el(
    "div",
    { class: "question" },
    notice("warn", text(what, words), el("p", {}, text(then))),
    action.node,
  );
}

const HINDERED: Readonly<Partial<Record<FaultKind, keyof typeof TEXTS>>> = {
  unsupported: "notShortened",
  "host-refused": "notShortened",
};

/** Why what was pressed is not done, in `words` of ours; `on` is the day they name, where it is not the usual one. */
class Hindered extends Error {
  override readonly name = "Hindered";
  readonly words: keyof typeof TEXTS;
  readonly on: { readonly day: string } | null;

  constructor(words: keyof typeof TEXTS, cause: unknown, on: { readonly day: string } | null = null) {
    super(words, { cause });
    this.words = words;
    this.on = on;
  }
}

/** The first meeting of what a split made a series of its own, behind the same link and after this one's last day. */
async function laterPart(
  { meetings }: Context,
  { series }: Meeting,
  last: string,
): Promise<MeetingSummary | undefined> {
  const link = series?.join_url;
  const from = noonAfter(last).getTime() - DAY;
  const later = link ? await meetings.between(new Date(from), new Date(from + FOLLOWS_WITHIN)) : [];
  return later.find((one) => one.series?.join_url === link && one.series?.id !== series?.id);
}

async function shortened({ appointment }: Context, last: string): Promise<void> {
  try {
    await appointment.endRecurrence(last);
  } catch (fault) {
    throw fault instanceof AppointmentFault
      ? new Hindered(HINDERED[fault.kind] ?? "shortenUnseen", fault)
      : fault;
  }
}

/** The day after, at a time that is that day everywhere in Europe. */
function noonAfter(day: string): Date {
  return new Date(Date.parse(`${day}T12:00:00Z`) + DAY);
}

function askWhich(context: Context, text: SeriesText, meeting: Meeting, deeds: MeetingDeeds): HTMLElement {
  const open = standingIn(meeting).filter(({ state }) => state !== "ended" && state !== "live");
  const control = select(options(open, text), meeting.id);
  const action: Action = new Action(
    () => [
      field(text("whichMoved"), control),
      button(text("moveHere"), "outline", () =>
        action.run(text("moving"), () => deeds.moveHere(control.value)),
      ),
    ],
    explainer(context),
  );
  return el("div", { class: "question" }, notice("warn", text("unknown")), action.node);
}

/** How much is to be removed, in the place of the button; the least is chosen from the start. */
export function askScope(
  context: Context,
  meeting: Meeting,
  deeds: MeetingDeeds,
  action: Action,
): HTMLElement {
  const text = translator(TEXTS, context.language);
  let scope: Scope = "this";
  return el(
    "fieldset",
    { class: "question templates" },
    el("legend", { tabindex: "-1" }, text("removeAsk")),
    ...SCOPES.map((value) =>
      el(
        "label",
        { class: "choice" },
        el("input", {
          type: "radio",
          name: "scope",
          value,
          checked: value === scope,
          on: {
            change: () => {
              scope = value;
            },
          },
        }),
        el("span", {}, text(value, { day: day(meeting.start, text) })),
      ),
    ),
    el("p", { class: "quiet" }, text("removeHelp")),
    el(
      "div",
      { class: "buttons" },
      button(text("removeYes"), "primary", () =>
        action.run(text("removing"), () => deeds.remove(meeting, scope)),
      ),
      button(text("removeNo"), "outline", () => action.reset()),
    ),
  );
}

/** What is gone, what is not, and what is left to do in the calendar; a recurrence that can be shortened here, is. */
export async function removedNews(
  context: Context,
  meeting: Meeting,
  scope: Scope,
  left: readonly LeftAlone[],
): Promise<HTMLElement> {
  const text = translator(TEXTS, context.language);
  const words = { day: day(meeting.start, text) };
  const next = scope === "following" ? await shorten(context, meeting) : (`next${scope}` as const);
  const news = notice(
    "good",
    text(`removed${scope}`, words),
    ...leftNews(text, left),
    el("p", {}, text(next, words)),
  );
  const place = el("div", { class: "said" });
  watchRemoval(context, removedSoon(meeting, scope), place);
  return el("div", { class: "question" }, news, place);
}

/** Of what `scope` removed, the meetings that the video service may know of: each is made there two weeks before. */
function removedSoon(meeting: Meeting, scope: Scope): readonly string[] {
  const all = standingIn(meeting);
  const from = all.find(({ id }) => id === meeting.id)?.original_start ?? meeting.start;
  const [now, soon] = [Date.now(), Date.now() + MADE_BEFORE];
  const isGone = (one: Occurrence): boolean =>
    scope === "all" || (scope === "following" && Date.parse(one.original_start) >= Date.parse(from));
  const others = all.filter(
    (one) => isGone(one) && Date.parse(one.end) > now && Date.parse(one.start) < soon,
  );
  return [...new Set([meeting.id, ...others.map(({ id }) => id)])];
}

/** Lets the calendar's recurrence end before the removed meeting. Gives the words for what is then left to do. */
async function shorten(context: Context, meeting: Meeting): Promise<keyof typeof TEXTS> {
  const { appointment, booking, meetings } = context;
  try {
    if (!(await booking.isWhole())) {
      return "shortenWhole";
    }
    if (!meeting.series || standingIn(await meetings.read(meeting.marker)).length === 0) {
      await booking.clear(meeting);
      return "nextall";
    }
    await appointment.endRecurrence(dayBeforeIt(meeting, meeting.series));
    return "shortened";
  } catch {
    // The meetings are gone; whatever hindered the rest, a person can do it.
    return "nextfollowing";
  }
}

/** The meetings are as the appointment now. */
export function inLineNews(context: Context, meeting: Meeting): HTMLElement {
  const text = translator(TEXTS, context.language);
  return notice("good", text("changed"), ...leftNews(text, meeting.series?.left_alone ?? []));
}

function leftNews(text: SeriesText, left: readonly LeftAlone[]): Child[] {
  return left.map(({ start, reason }) => el("p", {}, text(`left${reason}`, { day: day(start, text) })));
}

function day(moment: string, text: SeriesText): string {
  return dayText(new Date(moment), text.language);
}

function span({ start, end }: { readonly start: string; readonly end: string }, text: SeriesText): string {
  return spanText(new Date(start), new Date(end), text.language);
}
