/**
 * Person identifiers in text: where digits stand as one may be written, and which of those are one.
 * Every candidate begins with a run of digits of a certain length, so text is searched for runs first.
 */
import { luhn, nationalReserve, VGR_LETTERS } from "./checksums";
import type { Moments } from "./moments";
import { before, compiled, expand, fold, rules } from "./rules";

export const MOST = rules.most_findings;

const RUN = /[0-9]{4,}/g;
const TAIL = compiled(rules.numbers.tail, "y");
const SPLIT = new RegExp(`(?:^|[^0-9])${expand(rules.numbers.split)}$`);
const BETWEEN = compiled("<space>|<sign>");
const ONLY_SPACE = compiled("^<space>$");
const LABEL = before(rules.numbers.label);
const TIME = before(rules.numbers.time);
const ID = before(rules.numbers.id);
const FORMATS = rules.numbers.formats.map((row) => ({ ...row, whole: new RegExp(`^(?:${row.pattern})$`) }));
const NEXT_DATE = /-[0-9]/y;
const LETTER = /[A-Za-z]/;
const REACH = 40;
const SPLIT_REACH = 64;
const FIRST_YEAR = 1800;

/** Something found from start up to end in a text. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  readonly masked: string;
}

/** Digits, perhaps with letters last, that may be a number; `text` is all that surrounds it. */
interface Candidate {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly date: string;
  readonly sign: string;
  readonly tail: string;
  readonly split: boolean;
  readonly link: boolean;
}

/**
 * The numbers in a text in order: all up to `MOST`, and on to the first sure one. A `link` is read more carefully: it
 * may hold random tokens.
 */
export function findNumbers(text: string, days: Moments, link = false): Hit[] {
  const hits: Hit[] = [];
  const sure = false;
  RUN.lastIndex = 0;
  for (let run = RUN.exec(text); run && !(sure && hits.length >= MOST); run = RUN.exec(text)) {
    const candidate = candidateAt(text, run[0], run.index, link);
    const rule = candidate && judge(candidate, days);
    if (candidate && rule) {
      hits.push({
        start: candidate.start,
        end: candidate.end,
        rule,
        masked: `…·${candidate.tail.slice(-2)}`,
      });
    }
  }
  return hits;
}

/** What may be a number where a run of digits stands. */
function candidateAt(text: string, run: string, start: number, link: boolean): Candidate | null {
  switch (run.length) {
    case 10:
    case 12:
      return whole(text, run, start, link);
    case 6:
    case 8:
      return dated(text, run, start, link);
    case 4:
      return afterDigit(text, start) ? splitAt(text, run, start, link) : null;
    default:
      return null;
  }
}

function whole(text: string, run: string, start: number, link: boolean): Candidate {
  const [date, tail] = [run.slice(0, -4), run.slice(-4)];
  return { text, start, end: start + run.length, date, sign: "", tail, split: false, link };
}

function dated(text: string, date: string, start: number, link: boolean): Candidate | null {
  TAIL.lastIndex = start + date.length;
  const found = TAIL.exec(text);
  if (!found) {
    return null;
  }
  const [, sign = "", digits, letters = ""] = found;
  return { text, start, end: TAIL.lastIndex, date, sign, tail: digits ?? letters, split: false, link };
}

/** Whether the last before a sign or space is a digit; it is asked at every year and room number. */
function afterDigit(text: string, start: number): boolean {
  let at = start - 1;
  while (start - at < SPLIT_REACH && BETWEEN.test(text.charAt(at))) {
    at -= 1;
  }
  const sign = text.charAt(at);
  return at < start - 1 && sign >= "0" && sign <= "9";
}

/** The four last of a number with its date apart: 1990-01-01-2384, 90 01 01 2384. */
function splitAt(text: string, tail: string, start: number, link: boolean): Candidate | null {
  const head = SPLIT.exec(text.slice(Math.max(0, start - SPLIT_REACH), start));
  if (!head) {
    return null;
  }
  const [whole, long, short, month = "", day = "", sign = ""] = head;
  const year = long ?? short ?? "";
  const begins = start - (whole.length - whole.search(/[0-9]/));
  return {
    text,
    start: begins,
    end: start + tail.length,
    date: year + month + day,
    sign,
    tail,
    split: true,
    link,
  };
}

function judge(candidate: Candidate, days: Moments): string | null {
  const { text, start, end, date, sign, tail } = candidate;
  if (candidate.link && letterAt(text, start - 1) && letterAt(text, end)) {
    return null; // the middle of a random token
  }
  if (!/^[0-9]{4}$/.test(tail)) {
    return lettered(candidate, days);
  }
  const rule = numeric(date, date + tail, days);
  const lead = rule && leadTo(text, start);
  if (lead === null || LABEL.test(lead)) {
    return rule;
  }
  if (!/[+＋]/.test(sign) && readsAsTime(candidate, days)) {
    return isTime(candidate, lead, days) ? null : "possible-number";
  }
  return isWeak(candidate, lead) ? "possible-number" : rule;
}

/** What stands before a place, in lower case: at most forty characters, whatever units they take. */
function leadTo(text: string, start: number): string {
  const near = text.slice(Math.max(0, start - 2 * REACH), start);
  return fold(/[\ud800-\udfff]/.test(near) ? Array.from(near).slice(-REACH).join("") : near.slice(-REACH));
}

/** The rule that digits alone fall under. */
function numeric(date: string, whole: string, days: Moments): string | null {
  const year = Number(whole.slice(2, 6));
  const stockholm = whole.startsWith("99") && whole.length === 12;
  if (stockholm && year >= FIRST_YEAR && year <= Math.floor(days.latest / 10000) && luhn(whole.slice(4))) {
    return "reserve-number";
  }
  if (!(luhn(whole.slice(-10)) && possibleDay(date, days))) {
    return null;
  }
  const day = Number(date.slice(-2));
  if (day >= 1 && day <= 31) {
    return "personal-number";
  }
  if (day >= 60 && day <= 91) {
    return "coordination-number";
  }
  const inera = date.length === 8 && date.slice(4, 6) !== "00" && day >= 32 && day < 60;
  return inera ? "reserve-number" : null;
}

/** Whether somebody may be born that day: month 00 to 12, the right century, not in the future. */
function possibleDay(date: string, days: Moments): boolean {
  const written = Number(date.slice(-2));
  if (Number(date.slice(-4, -2)) > 12) {
    return false;
  }
  if (date.length === 6) {
    return true;
  }
  // A coordination number adds 60 to the day; Inera's days and unknown ones say nothing about when.
  const ordinary = written <= 31 ? written : 0;
  const day = written > 60 ? written - 60 : ordinary;
  return /^(?:18|19|20)/.test(date) && Number(date.slice(0, 6)) * 100 + day <= days.latest;
}

/** Whether it may be the date and clock time of a meeting. */
function readsAsTime({ date, tail, split }: Candidate, days: Moments): boolean {
  const clock = Number(tail.slice(0, 2)) <= 23 && Number(tail.slice(2)) <= 59;
  if (!clock || date.slice(-4, -2) === "00" || Number(date.slice(-2)) > 31) {
    return false;
  }
  const day = Number(date.length === 6 ? `20${date}` : date);
  // A date with its parts apart may have its day first.
  return (split && date.length === 6) || (day >= days.firstMeeting && day <= days.lastMeeting);
}

function isTime({ date, tail }: Candidate, lead: string, days: Moments): boolean {
  const whole = (date.length === 6 ? "20" : "") + date + tail;
  return days.ownStart.indexOf(whole) >= 0 || TIME.test(lead);
}

/** Whether the digits are as likely something else: a phone number, an id, part of a longer token. */
function isWeak({ text, start, end, date, tail, split }: Candidate, lead: string): boolean {
  NEXT_DATE.lastIndex = end;
  if ((split && NEXT_DATE.test(text)) || ID.test(lead)) {
    return true; // the second of two dates, or an id by its name
  }
  const whole = date + tail;
  if (end - start !== whole.length) {
    return false;
  }
  const inWord = letterAt(text, start - 1);
  const short = whole.length === 10 && (whole.startsWith("0") || inWord);
  return short || text.charAt(end) === "#" || (inWord && letterAt(text, end));
}

function letterAt(text: string, at: number): boolean {
  return LETTER.test(text.charAt(at));
}

const CHECKS: Readonly<Record<string, (whole: string) => boolean>> = {
  national: nationalReserve,
  // Numbers are about that were made with all twelve, before the rule was put right (Inera).
  vgr: (whole) => luhn(whole.slice(2), VGR_LETTERS) || luhn(whole, VGR_LETTERS),
  t: (whole) => luhn(whole.slice(-10)),
};

/** The rule that digits with letters last fall under: reserve numbers and T-numbers. */
function lettered({ date, sign, tail, split }: Candidate, days: Moments): string | null {
  const written = date + tail;
  const whole = date + tail.toUpperCase();
  const row = FORMATS.filter(
    (format) =>
      format.whole.test(format.exact ? written : whole) &&
      (!format.born || possibleDay(date, days)) &&
      (CHECKS[format.check]?.(whole) ?? true),
  )[0];
  if (!row || split) {
    return null;
  }
  // A word after a date is no number: only a single sign may stand between.
  return sign.length <= 1 && !ONLY_SPACE.test(sign) ? row.rule : "possible-number";
}
