/** Times as staff write them. All clock times are Swedish: the meetings are. */

export type Language = "sv" | "en";

const ZONE = "Europe/Stockholm";
const LOCALE: Readonly<Record<Language, string>> = { sv: "sv-SE", en: "en-GB" };

type Part = "weekday" | "day" | "month" | "year" | "hour" | "minute";

const formats = new Map<Language, Intl.DateTimeFormat>();

function parts(moment: Date, language: Language): Record<Part, string> {
  let format = formats.get(language);
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE[language], {
      timeZone: ZONE,
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(language, format);
  }
  const found: Record<Part, string> = { weekday: "", day: "", month: "", year: "", hour: "", minute: "" };
  for (const { type, value } of format.formatToParts(moment)) {
    if (type in found) {
      found[type as Part] = value;
    }
  }
  return found;
}

/** "08.00" in Swedish, "08:00" in English. */
export function clockTime(moment: Date, language: Language): string {
  const { hour, minute } = parts(moment, language);
  return `${hour}${language === "sv" ? "." : ":"}${minute}`;
}

/** "onsdag 10 juni" or "Wednesday 10 June"; the year is added when it is not the year of `now`. */
export function dayText(moment: Date, language: Language, now: Date = new Date()): string {
  const { weekday, day, month, year } = parts(moment, language);
  const base = `${weekday} ${day} ${month}`;
  return parts(now, language).year === year ? base : `${base} ${year}`;
}

/** "onsdag 10 juni kl. 08.00–09.00" or "Wednesday 10 June, 08:00–09:00"; both days when the end is another day. */
export function spanText(start: Date, end: Date, language: Language, now: Date = new Date()): string {
  const from = dayText(start, language, now);
  const to = dayText(end, language, now);
  const join = language === "sv" ? " kl. " : ", ";
  const first = `${from}${join}${clockTime(start, language)}`;
  return from === to
    ? `${first}–${clockTime(end, language)}`
    : `${first} – ${to}${join}${clockTime(end, language)}`;
}

/** The same calendar day in Sweden. */
export function sameDay(one: Date, other: Date): boolean {
  const a = parts(one, "sv");
  const b = parts(other, "sv");
  return a.day === b.day && a.month === b.month && a.year === b.year;
}

/** Whole minutes and seconds waited, as "4 min" or "40 s"; never negative. */
export function waitedText(since: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}
