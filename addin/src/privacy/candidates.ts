/** Where digits stand as a person identifier may be written: in one, with a sign, apart, or in pairs. */
import { compiled, rules } from "./rules";

const RUN = /[0-9]+/y;
/**
 * One pass over all text, so written for speed: where digits begin, what may follow, in one (the last six after a
 * month, or Stockholm's 99), as a date and its tail, or as a date in parts. It takes what it finds: an engine that
 * knows how long that is skips text without digits.
 */
const FIRST = compiled(
  "(?:^|[^0-9])(?:((?:[0-9]{2})?[0-9]{2}(?:0[0-9]|1[0-2])[0-9]{6}(?![0-9])|99[0-9]{10}(?![0-9]))" +
    `|([0-9]{6}(?:[0-9]{2})?(?![0-9])(?:${rules.numbers.tail}))` +
    "|(?:[0-9]{2})?[0-9]{2}[-/. ][0-9]{2}[-/. ]?[0-9]{2}(?:<space>|<sign>|[(:,\ue001])[^0-9]{0,52}[0-9]{4}(?![0-9]))",
  "g",
);
const TAIL = compiled(rules.numbers.tail, "y");
const PAIRS = compiled(rules.numbers.pairs, "g");
/** In all that is written in pairs, and quicker to look for. */
const FIVE_PAIRS = compiled("[0-9]{2}(?:<gap>[0-9]{2}){4}");
const STOCKHOLM = compiled(rules.numbers.stockholm, "g");
const SPLIT = compiled(`${rules.numbers.split}([0-9]{4})`, "y");

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

function candidate(
  text: string,
  start: number,
  end: number,
  date: string,
  tail: string,
  sign = "",
  split = false,
  pairs = false,
): Candidate {
  return { text, start, end, date, sign, tail, split, pairs };
}

/** What begins with a run of digits of a certain length: nearly every way to write a number. */
export function eachRun(text: string, tell: (candidate: Candidate) => void): void {
  FIRST.lastIndex = 0;
  for (let found = FIRST.exec(text); found; found = FIRST.exec(text)) {
    const start = digitAt(text, found.index) ? found.index : found.index + 1;
    const one = candidateAt(text, found, start);
    if (one) {
      tell(one);
    }
    FIRST.lastIndex = start + 1;
  }
}

/** What may be a number where digits begin. */
function candidateAt(text: string, found: RegExpExecArray, start: number): Candidate | null {
  const [, one, withTail] = found;
  if (one !== undefined) {
    return candidate(text, start, start + one.length, one.slice(0, -4), one.slice(-4));
  }
  if (withTail === undefined) {
    return inParts(text, start);
  }
  RUN.lastIndex = start;
  return dated(text, RUN.exec(text)?.[0] ?? "", start);
}

function dated(text: string, date: string, start: number): Candidate | null {
  TAIL.lastIndex = start + date.length;
  const found = TAIL.exec(text);
  if (!found) {
    return null;
  }
  const [, sign = "", digits, letters = ""] = found;
  const tail = digits === undefined ? letters : onlyDigits(digits);
  return candidate(text, start, TAIL.lastIndex, date, tail, sign);
}

/** A number with its date apart: 1990-01-01-2384, 90 01 01 2384. */
function inParts(text: string, start: number): Candidate | null {
  SPLIT.lastIndex = start;
  const found = SPLIT.exec(text);
  if (!found?.[6]) {
    return null;
  }
  const [, longYear, longMonth, shortYear, shortMonth, day = "", sign, tail = ""] = found;
  const date = (longYear ?? shortYear ?? "") + (longMonth ?? shortMonth ?? "") + day;
  return candidate(text, start, SPLIT.lastIndex, date, tail, sign, true);
}

/** What is written in pairs: at every pair the readings with and without century, that one first. */
export function eachApart(text: string, tell: (readings: readonly Candidate[]) => void): void {
  if (!FIVE_PAIRS.test(text)) {
    return;
  }
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
  const end = place(pair + size - 1) + 2;
  return candidate(
    text,
    place(pair),
    end,
    digits.slice(2 * pair, last),
    digits.slice(last, last + 4),
    " ",
    true,
    true,
  );
}

/** What may be a Stockholm reserve number with signs in it: 99 1981 000010. */
export function eachStockholm(text: string, tell: (candidate: Candidate) => void): void {
  STOCKHOLM.lastIndex = 0;
  for (let found = STOCKHOLM.exec(text); found; found = STOCKHOLM.exec(text)) {
    const start = found.index;
    const end = start + found[0].length;
    const digits = onlyDigits(found[0]);
    if (end - start > digits.length && !digitAt(text, start - 1)) {
      tell(candidate(text, start, end, digits.slice(0, 8), digits.slice(8), "", true));
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
