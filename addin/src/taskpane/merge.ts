/** Two people changed one meeting: says what differs, and lets a person choose. Nothing is overwritten unseen. Fetched then. */
import type { Outdated } from "../shared/booking";
import { Action, button, notice } from "../shared/controls";
import { spanText } from "../shared/dates";
import { type Child, el } from "../shared/dom";
import { translator } from "../shared/i18n";
import type { Meeting } from "../shared/meetings";
import { type Context, explainer, say } from "./context";

const TEXTS = {
  title: { sv: "Någon annan har ändrat mötet", en: "Somebody else has changed the meeting" },
  removed: {
    sv: "Mötet har tagits bort under tiden. Din ändring är inte sparad.",
    en: "The meeting has been removed meanwhile. Your change is not saved.",
  },
  differs: { sv: "Det här är ändrat", en: "What has changed" },
  now: { sv: "{what}: {now} (förut {before})", en: "{what}: {now} (before: {before})" },
  other: {
    sv: "Något annat i mötet än det som syns här är ändrat.",
    en: "Something else than what is shown here has changed.",
  },
  both: {
    sv: "Din ändring rör något annat. Behåller du den gäller båda.",
    en: "Your change is about something else. If you keep it, both hold.",
  },
  over: {
    sv: "Din ändring rör samma sak. Behåller du den ersätter den den andras.",
    en: "Your change is about the same thing. If you keep it, it replaces theirs.",
  },
  moveBack: {
    sv: "Vill du ha den andras tid? Flytta i så fall bokningen till {time}.",
    en: "Do you want their time? Then move the appointment to {time}.",
  },
  keep: { sv: "Behåll min ändring", en: "Keep my change" },
  remove: { sv: "Ta bort ändå", en: "Remove all the same" },
  take: { sv: "Ta den andras", en: "Take theirs" },
  open: { sv: "Visa mötet", en: "Show the meeting" },
  saving: { sv: "Sparar …", en: "Saving …" },
  opening: { sv: "Öppnar …", en: "Opening …" },
  time: { sv: "Tid", en: "Time" },
  type: { sv: "Mötestyp", en: "Type" },
  service: { sv: "Videotjänst", en: "Video service" },
  link: { sv: "Länk", en: "Link" },
  cohosts: { sv: "Medvärdar", en: "Co-hosts" },
  recurrence: { sv: "Möten i serien", en: "Meetings of the series" },
  nobody: { sv: "inga", en: "none" },
} as const;

type Field = "time" | "type" | "service" | "link" | "cohosts" | "recurrence";

/** Each field as people read it. */
function fields(context: Context, meeting: Meeting, nobody: string): Readonly<Record<Field, string>> {
  const { start, end, type_label, service_label, link, cohosts, series, occurrences } = meeting;
  const count = occurrences?.filter(({ state }) => state !== "removed").length;
  return {
    time: spanText(new Date(start), new Date(end), context.language),
    type: say(context, type_label),
    service: say(context, service_label),
    link: link ?? nobody,
    cohosts: cohosts.join(", ") || nobody,
    recurrence: series ? `${count}` : nobody,
  };
}

/** Which of them a change is about. */
const ABOUT: Readonly<Record<string, Field>> = {
  start: "time",
  end: "time",
  type: "type",
  service: "service",
  link: "link",
  cohosts: "cohosts",
};

export interface MergeDeeds {
  /** Does it all the same, to the meeting as it is now. */
  keep(): Promise<void>;
  /** Leaves what we wanted, and shows the meeting as it is now. */
  take(): Promise<void>;
}

export function mergeView(
  context: Context,
  { fault, before, fresh, change }: Outdated,
  deeds: MergeDeeds,
): HTMLElement {
  const text = translator(TEXTS, context.language);
  const [was, is] = [fields(context, before, text("nobody")), fields(context, fresh, text("nobody"))];
  const differing = (Object.keys(is) as Field[]).filter((name) => is[name] !== was[name]);
  const mine = Object.keys(change ?? {}).map((name) => ABOUT[name]);
  const isSame = differing.some((name) => mine.includes(name));
  const isGone = fresh.state === "removed";
  // The appointment has the time of whoever sits here: only moving it there takes the other's.
  const follows = mine.includes("time");
  const keepWords = change ? text("keep") : text("remove");
  const action: Action = new Action(
    () => [
      isGone ? null : button(keepWords, "outline", () => action.run(text("saving"), () => deeds.keep())),
      follows && !isGone
        ? null
        : button(text(isGone ? "open" : "take"), "outline", () =>
            action.run(text("opening"), () => deeds.take()),
          ),
    ],
    explainer(context),
  );
  const rows: Child[] = differing.map((name) =>
    el("li", {}, text("now", { what: text(name), now: is[name], before: was[name] })),
  );
  return el(
    "section",
    { class: "question view", "aria-labelledby": "merge-title" },
    el("h2", { id: "merge-title", tabindex: "-1" }, text("title")),
    notice("warn", isGone ? text("removed") : fault.text(context.language)),
    el("h3", {}, text("differs")),
    rows.length > 0 ? el("ul", { class: "did" }, ...rows) : el("p", {}, text("other")),
    change && !isGone ? el("p", {}, text(isSame ? "over" : "both")) : null,
    follows && differing.includes("time") && !isGone
      ? el("p", {}, text("moveBack", { time: is.time }))
      : null,
    action.node,
  );
}
