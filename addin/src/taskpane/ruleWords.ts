/** A recurrence rule in words, for the kinds that Outlook makes. */
import type { Translator } from "../shared/i18n";
import type { TEXTS } from "./seriesTexts";

export type SeriesText = Translator<typeof TEXTS>;

const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const WORKING = "MO,TU,WE,TH,FR";
const PLACES = { "1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last" } as const;
/** A Monday, to name days by. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** "Varje onsdag och fredag"; "" for a rule nobody makes in Outlook, and the dates alone tell. */
export function ruleWords(rule: string, text: SeriesText): string {
  const parts = new Map(rule.split(";").map((part) => part.split("=") as [string, string]));
  const every = Number(parts.get("INTERVAL") ?? 1);
  const makers: Readonly<Record<string, () => string>> = {
    DAILY: () => [text("everyDay"), text("otherDay")][every - 1] ?? text("everyDays", { every }),
    WEEKLY: () => weekly(parts.get("BYDAY") ?? "", every, text),
    MONTHLY: () =>
      within(inMonth(parts, text), (day) => text(every > 1 ? "inMonths" : "inMonth", { day, every })),
    YEARLY: () => within(inMonth(parts, text), (day) => text("inYear", { day, month: month(parts, text) })),
  };
  return makers[parts.get("FREQ") ?? ""]?.() ?? "";
}

function weekly(days: string, every: number, text: SeriesText): string {
  if (!days) {
    return "";
  }
  if (every === 1 && days === WORKING) {
    return text("everyWorkday");
  }
  const day = listed(
    days.split(",").map((code) => dayName(code, text)),
    text,
  );
  return every === 1
    ? text("every", { day })
    : text(every === 2 ? "otherWeek" : "everyWeeks", { every, day });
}

function inMonth(parts: ReadonlyMap<string, string>, text: SeriesText): string {
  const dates = parts.get("BYMONTHDAY");
  if (dates) {
    const date = dates.split(",").at(-1) ?? "";
    return date === "-1" ? text("lastDate") : text("date", { date });
  }
  const [, place = "", code = ""] = /^(-?\d)?([A-Z,]+)$/.exec(parts.get("BYDAY") ?? "") ?? [];
  const word = PLACES[(place || parts.get("BYSETPOS")) as keyof typeof PLACES];
  return word ? text("place", { place: text(word), day: kind(code, text) }) : "";
}

function kind(code: string, text: SeriesText): string {
  if (code.includes(",")) {
    return text(code === WORKING ? "workday" : "weekendDay");
  }
  const name = dayName(code, text);
  return text.language === "sv" ? `${name}en` : name;
}

function within(day: string, words: (day: string) => string): string {
  return day && words(day);
}

function dayName(code: string, { language }: SeriesText): string {
  const format = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  return format.format(MONDAY + DAYS.indexOf(code) * DAY);
}

function month(parts: ReadonlyMap<string, string>, { language }: SeriesText): string {
  const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
  return format.format(Date.UTC(2024, Number(parts.get("BYMONTH") ?? 1) - 1, 1));
}

function listed(words: readonly string[], text: SeriesText): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(text("and"));
}
