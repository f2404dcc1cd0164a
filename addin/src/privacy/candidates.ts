/** Where digits stand as a person identifier may be written: in one, with a sign, apart, or in pairs. */
import { compiled, expand, rules } from "./rules";

const RUN = /[0-9]{4,}/g;
const TAIL = compiled(rules.numbers.tail, "y");
const PAIRS = compiled(rules.numbers.pairs, "g");
const STOCKHOLM = compiled(rules.numbers.stockholm, "g");
const SPLIT = new RegExp(`(?:^|[^0-9])${expand(rules.numbers.split)}$`);
const BETWEEN = compiled("<space>|<sign>|[(:,\ue001]");
const SPLIT_REACH = 64;

/**
 * Digits, perhaps with letters last, that may be a number; `text` is all that surrounds it. `split`: the parts of the
 * date stand apart. `pairs`: nearly all digits do.
 */
export interface Candidate {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly date: string;
  readonly sign: string;
  readonly tail: string;
  readonly split: boolean;
  readonly pairs: boolean;
}

const PLAIN = { sign: "", split: false, pairs: false };

/** What begins, or ends, with a run of digits of a certain length: nearly every way to write a number. */
export function eachRun(text: string, tell: (candidate: Candidate) => void): void {
  RUN.lastIndex = 0;
  for (let run = RUN.exec(text); run; run = RUN.exec(text)) {
    const candidate = candidateAt(text, run[0], run.index);
    if (candidate) {
      tell(candidate);
    }
  }
}

/** What may be a number where a run of digits stands. */
function candidateAt(text: string, run: string, start: number): Candidate | null {
  switch (run.length) {
    case 10:
    case 12:
      return whole(text, run, start);
    case 6:
    case 8:
      return dated(text, run, start);
    case 4:
      return afterDigit(text, start) ? splitAt(text, run, start) : null;
    default:
      return null;
  }
}

function whole(text: string, run: string, start: number): Candidate {
  return { ...PLAIN, text, start, end: start + run.length, date: run.slice(0, -4), tail: run.slice(-4) };
}

function dated(text: string, date: string, start: number): Candidate | null {
  TAIL.lastIndex = start + date.length;
  const found = TAIL.exec(text);
  if (!found) {
    return null;
  }
  const [, sign = "", digits, letters = ""] = found;
  const tail = digits === undefined ? letters : onlyDigits(digits);
  return { ...PLAIN, text, start, end: TAIL.lastIndex, date, sign, tail };
}

/** Whether the last before a sign or space is a digit; it is asked at every year and room number. */
function afterDigit(text: string, start: number): boolean {
  let at = start - 1;
  while (start - at < SPLIT_REACH && BETWEEN.test(text.charAt(at))) {
    at -= 1;
  }
  return at < start - 1 && digitAt(text, at);
}

/** The four last of a number with its date apart: 1990-01-01-2384, 90 01 01 2384. */
function splitAt(text: string, tail: string, start: number): Candidate | null {
  const head = SPLIT.exec(text.slice(Math.max(0, start - SPLIT_REACH), start));
  if (!head) {
    return null;
  }
  const [all, longYear, longMonth, shortYear, shortMonth, day = "", sign = ""] = head;
  const date = (longYear ?? shortYear ?? "") + (longMonth ?? shortMonth ?? "") + day;
  const begins = start - (all.length - all.search(/[0-9]/));
  return { ...PLAIN, text, start: begins, end: start + tail.length, date, sign, tail, split: true };
}

/** What is written in pairs: at every pair the readings with and without century, that one first. */
export function eachApart(text: string, tell: (readings: readonly Candidate[]) => void): void {
  PAIRS.lastIndex = 0;
  for (let found = PAIRS.exec(text); found; found = PAIRS.exec(text)) {
    const wholeYear = digitAt(text, found.index + 2);
    const inside = digitAt(text, found.index - 1);
    const digits = onlyDigits(found[0]);
    const first = inside ? 1 : 0;
    for (let pair = first; pair < digits.length / 2; pair += 1) {
      tell(readingsAt(text, found.index, digits, pair, wholeYear));
    }
  }
}

function readingsAt(
  text: string,
  from: number,
  digits: string,
  pair: number,
  wholeYear: boolean,
): Candidate[] {
  if (pair === 1 && wholeYear) {
    return [];
  }
  return (pair === 0 && wholeYear ? [6] : [6, 5])
    .filter((size) => {
      const end = 2 * (pair + size);
      return end <= digits.length && digits.slice(end - 8, end - 6) <= "12";
    })
    .map((size) => inPairs(text, from, digits, pair, size, wholeYear));
}

function inPairs(
  text: string,
  from: number,
  digits: string,
  pair: number,
  size: number,
  wholeYear: boolean,
): Candidate {
  const place = (at: number): number => from + 3 * at - (wholeYear && at > 0 ? 1 : 0);
  const last = 2 * (pair + size) - 4;
  return {
    text,
    start: place(pair),
    end: place(pair + size - 1) + 2,
    date: digits.slice(2 * pair, last),
    sign: " ",
    tail: digits.slice(last, last + 4),
    split: true,
    pairs: true,
  };
}

/** What may be a Stockholm reserve number with signs in it: 99 1981 000010. */
export function eachStockholm(text: string, tell: (candidate: Candidate) => void): void {
  STOCKHOLM.lastIndex = 0;
  for (let found = STOCKHOLM.exec(text); found; found = STOCKHOLM.exec(text)) {
    const start = found.index;
    const end = start + found[0].length;
    const digits = onlyDigits(found[0]);
    if (end - start > digits.length && !digitAt(text, start - 1)) {
      tell({ ...PLAIN, text, start, end, date: digits.slice(0, 8), tail: digits.slice(8), split: true });
    }
  }
}

function onlyDigits(text: string): string {
  return text.replace(/[^0-9]+/g, "");
}

function digitAt(text: string, at: number): boolean {
  const sign = text.charAt(at);
  return sign >= "0" && sign <= "9";
}
