/** What the server tells of the statistics, and how a number is said: small ones never are, on the page or in a file. */
import { pick, type Text } from "../../shared/i18n";
import type { Context } from "../context";
import type { WordKey } from "../words";

/** A number: as it is; with `more`, what there is at least; null, too small, or with `more`, not shown for others' sake. */
export interface Shown {
  readonly count: number | null;
  readonly more: boolean;
}

export type Numbers = Readonly<Record<string, Shown>>;

export interface Row {
  readonly month: string;
  readonly unit: { readonly id: string; readonly name: Text };
  readonly type: string;
  readonly service: string;
  readonly numbers: Numbers;
}

export interface Statistics {
  readonly from: string;
  readonly to: string;
  readonly newest: string;
  readonly least: number;
  readonly rows: readonly Row[];
  readonly totals: Numbers;
}

export type Column = readonly [head: WordKey, name: string];

export interface Part {
  readonly id: string;
  readonly heading: WordKey;
  readonly why: WordKey;
  readonly columns: readonly Column[];
}

export const PARTS: readonly Part[] = [
  {
    id: "stat-meetings",
    heading: "statMeetings",
    why: "statMeetingsWhy",
    columns: [
      ["statAll", "meetings"],
      ["statHeld", "held"],
      ["statNobody", "nobody"],
      ["statMissed", "missed"],
      ["statUntold", "untold"],
      ["statLeft", "left-waiting"],
    ],
  },
  {
    id: "stat-sizes",
    heading: "statSizes",
    why: "statSizesWhy",
    columns: [
      ["statTo2", "held-2"],
      ["statTo5", "held-5"],
      ["statTo15", "held-15"],
      ["statMore", "held-more"],
    ],
  },
  {
    id: "stat-waits",
    heading: "statWaits",
    why: "statWaitsWhy",
    columns: [
      ["statWait1", "wait-1"],
      ["statWait5", "wait-5"],
      ["statWait15", "wait-15"],
      ["statWaitMore", "wait-more"],
      ["statRooms", "rooms"],
    ],
  },
];

/** The heads of what says which row it is. */
export const WHERE: readonly WordKey[] = ["statMonth", "statUnit", "statType", "statService"];

/** Unit, meeting type and video service, in words. */
export function whereWords({ data, language }: Context, row: Row): readonly string[] {
  const named = (code: string): string => {
    const label = data.labels[code];
    return label ? pick(label, language) : code;
  };
  return [pick(row.unit.name, language), named(row.type), named(row.service)];
}

/** A number in words. */
export function numberWords({ text }: Context, shown: Shown | undefined, least: number): string {
  const { count, more } = shown ?? { count: null, more: true };
  if (count === null) {
    return more ? text("statHidden") : text("statFew", { least });
  }
  return more ? text("statAtLeast", { count }) : String(count);
}

/** "maj 2026" of "2026-05". */
export function monthWords(month: string, { language }: Context): string {
  const locale = language === "sv" ? "sv-SE" : "en-GB";
  return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    Date.parse(`${month}-01T00:00Z`),
  );
}

/** So many months up to and with `newest`, newest first. */
export function monthsBefore(newest: string, many: number): readonly string[] {
  const [year = 0, month = 1] = newest.split("-").map(Number);
  return Array.from({ length: many }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  );
}
