/** Person identifiers in text: which of the digits that may be one are, and how sure that is. */
import { type Candidate, eachApart, eachRun, eachStockholm } from "./candidates";
import { luhn, nationalReserve, VGR_LETTERS } from "./checksums";
import type { Moments } from "./moments";
import { before, compiled, fold, rules } from "./rules";

export const MOST = rules.most_findings;

/** No number has fewer digits. */
const ENOUGH = /^(?:[^0-9]*[0-9]){9}/;
const ONLY_SPACE = compiled("^<space>$");
const LABEL = before(rules.numbers.label);
const TIME = before(rules.numbers.time);
const ID = before(rules.numbers.id);
const FORMATS = rules.numbers.formats.map((row) =>
  Object.assign({ whole: new RegExp(`^(?:${row.pattern})$`) }, row),
);
const NEXT_DATE = /-[0-9]/y;
const LOOSE = compiled("^(?:<space>|[.,:(])+$");
const DIGIT_GAP = compiled("^[0-9]<gap>$");
const GAP_DIGIT = compiled("<gap>[0-9]", "y");
const MEETING_LINK = compiled(rules.link_hint);
const LETTER = /[A-Za-z]/;
const REACH = 40;
const FIRST_YEAR = 1800;

/** Something found from start up to end in a text. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  readonly masked: string;
}

/** Between two links in a text of links: private use, and part of no number. */
export const NEXT = "\ue003";

/** The numbers in a text, each way of writing in order. Links are read more carefully: they may hold random tokens. */
export function findNumbers(text: string, days: Moments, links = false): Hit[] {
  const hits: Hit[] = [];
  if (!ENOUGH.test(text)) {
    return hits;
  }
  const add = ({ start, end, tail }: Candidate, rule: string | null): boolean => {
    if (rule !== null) {
      hits.push({ start, end, rule, masked: `…·${tail.slice(-2)}` });
    }
    return rule !== null;
  };
  eachRun(text, (one) => add(one, judge(one, days, links)));
  // What has been found is not read once more from its middle.
  let done = 0;
  eachApart(text, (readings) => {
    readings.some((one) => {
      const told = one.start >= done && add(one, judge(one, days, false));
      done = told ? one.end : done;
      return told;
    });
  });
  eachStockholm(text, (one) => add(one, numeric(one.date, one.date + one.tail, days)));
  return hits;
}

function judge(candidate: Candidate, days: Moments, links: boolean): string | null {
  const { text, start, end, date, sign, tail } = candidate;
  if (links && letterAt(text, start - 1) && letterAt(text, end)) {
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
  if (!/[+＋]/.test(sign)) {
    if (readsAsTime(candidate, days)) {
      return isTime(candidate, lead, days) ? null : "possible-number";
    }
    if (isDated(candidate, days)) {
      return "possible-number";
    }
  }
  return isWeak(candidate, lead, links) ? "possible-number" : rule;
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

/**
 * Whether it is said to be a time: it is the meeting's own, or a word says so and the day is near. Children have birth
 * dates near enough to be booked on, so the word alone says too little.
 */
function isTime(candidate: Candidate, lead: string, days: Moments): boolean {
  const meant = daysOf(candidate);
  const { starts, firstNear, lastNear } = days.own();
  if (meant.some((day) => starts.indexOf(String(day) + candidate.tail) >= 0)) {
    return true;
  }
  return meant.some((day) => day >= firstNear && day <= lastNear) && TIME.test(lead);
}

/** Whether it may be a date, written as by itself, with some other number after it. */
function isDated(candidate: Candidate, days: Moments): boolean {
  return (
    (candidate.split || LOOSE.test(candidate.sign)) &&
    daysOf(candidate).some((day) => day >= days.firstMeeting && day <= days.lastMeeting)
  );
}

/** The days YYYYMMDD that a date may mean: with its parts apart it may have its day first. */
function daysOf({ date, split }: Candidate): number[] {
  if (date.length === 8) {
    return [Number(date)];
  }
  const day = Number(`20${date}`);
  return split ? [day, Number(`20${date.slice(4)}${date.slice(2, 4)}${date.slice(0, 2)}`)] : [day];
}

/** Whether the digits are as likely something else: a phone number, an id, part of a longer token. */
function isWeak(candidate: Candidate, lead: string, links: boolean): boolean {
  const { text, start, end, date, tail, split, pairs } = candidate;
  NEXT_DATE.lastIndex = end;
  if ((split && NEXT_DATE.test(text)) || ID.test(lead)) {
    return true; // the second of two dates, or an id by its name
  }
  const whole = date + tail;
  const phone = whole.length === 10 && whole.startsWith("0");
  if (pairs) {
    return phone || inMore(text, start, end);
  }
  if (end - start !== whole.length) {
    return false;
  }
  const inWord = letterAt(text, start - 1);
  // Ten digits in one in a link to a meeting are likely its id.
  const ten = whole.length === 10 && (inWord || (links && MEETING_LINK.test(linkAt(text, start))));
  const short = phone || ten;
  return short || text.charAt(end) === "#" || (inWord && letterAt(text, end));
}

/** The link that stands at a place. */
function linkAt(text: string, at: number): string {
  const end = text.indexOf(NEXT, at);
  return text.slice(text.lastIndexOf(NEXT, at) + 1, end < 0 ? text.length : end);
}

/** Whether digits go on beside it, a gap away. */
function inMore(text: string, start: number, end: number): boolean {
  GAP_DIGIT.lastIndex = end;
  return (
    text.charAt(start - 1) === "+" ||
    DIGIT_GAP.test(text.slice(Math.max(0, start - 2), start)) ||
    GAP_DIGIT.test(text)
  );
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
function lettered(candidate: Candidate, days: Moments): string | null {
  const { date, tail } = candidate;
  const written = date + tail;
  const whole = date + tail.toUpperCase();
  const row = FORMATS.filter(
    (format) =>
      format.whole.test(format.exact ? written : whole) &&
      (!format.born || possibleDay(date, days)) &&
      (CHECKS[format.check]?.(whole) ?? true),
  )[0];
  if (!row) {
    return null;
  }
  return belongs(candidate, days, row.capitals) ? row.rule : "possible-number";
}

/**
 * Whether letters belong to the date before them: a word after a date is no number. A single sign joins them; so does
 * a space before capitals with a checksum, unless the day may be one of a meeting.
 */
function belongs(candidate: Candidate, days: Moments, capitals: boolean): boolean {
  const { sign, tail } = candidate;
  if (sign.length <= 1 && !ONLY_SPACE.test(sign)) {
    return true;
  }
  return capitals && tail === tail.toUpperCase() && !isDated(candidate, days);
}
