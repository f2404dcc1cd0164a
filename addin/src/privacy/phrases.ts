/** What is only asked about: names and phone numbers of patients, record numbers, words that tell of care. */
import { type Hit, MOST } from "./numbers";
import { compiled, fold, rules, words } from "./rules";

const NAME_WORD = compiled(rules.words.name.trigger, "g");
const NAME = compiled(rules.words.name.pattern, "y");
const RECORD_WORD = compiled(rules.words.record.trigger, "g");
const RECORD = compiled(rules.words.record.pattern, "y");
const PHONE = compiled(rules.words.phone.pattern, "g");
const NEAR = compiled(rules.words.phone.near);
/** Numbers of units, never a patient's. */
const DESK = compiled(rules.words.phone.desk);
const PRODUCT = compiled(rules.words.diagnosis.product, "y");
const NO_NAMES = words(rules.words.name.not);
const PREFIXES = rules.words.diagnosis.prefix.split(" ");
const WHOLE = words(rules.words.diagnosis.whole);
const WORD = compiled(`[${rules.classes.wordchar}]+(?:-[${rules.classes.wordchar}]+)*`, "g");
const WORD_SIGN = new RegExp(`[${rules.classes.letter}0-9]`);

/** Names of patients, record numbers and phone numbers of patients: the first `MOST` of each. */
export function findPhrases(text: string): Hit[] {
  const folded = fold(text);
  return names(folded, text)
    .slice(0, MOST)
    .concat(records(folded).slice(0, MOST), phones(folded).slice(0, MOST));
}

/** Words that tell what care a meeting is about. */
export function findCare(subject: string): Hit[] {
  const folded = fold(subject);
  return all(WORD, folded)
    .filter(({ index }) => {
      PRODUCT.lastIndex = index;
      return !PRODUCT.test(folded);
    })
    .filter(({ 0: word }) => WHOLE.has(word) || PREFIXES.some((prefix) => word.startsWith(prefix)))
    .map((found) => hit(found.index, found[0], "diagnosis", found[0]));
}

function hit(start: number, text: string, rule: string, masked: string): Hit {
  return { start, end: start + text.length, rule, masked };
}

function all(pattern: RegExp, text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    found.push(match);
  }
  return found;
}

/** The places where one of the words stands, with what has to follow. */
function after(word: RegExp, pattern: RegExp, folded: string, text: string): RegExpExecArray[] {
  const hits: RegExpExecArray[] = [];
  let done = 0;
  for (const { index } of all(word, folded)) {
    pattern.lastIndex = index;
    const found = index >= done && !WORD_SIGN.test(folded.charAt(index - 1)) ? pattern.exec(text) : null;
    if (found) {
      done = pattern.lastIndex;
      hits.push(found);
    }
  }
  return hits;
}

function names(folded: string, text: string): Hit[] {
  const hits: Hit[] = [];
  for (const found of after(NAME_WORD, NAME, folded, text)) {
    const name = found[1] ?? "";
    const parts = name.split(" ");
    let kept = 0;
    while (kept < parts.length && !NO_NAMES.has(parts[kept] ?? "")) {
      kept += 1;
    }
    if (kept > 0) {
      const start = found.index + found[0].length - name.length;
      hits.push(hit(start, parts.slice(0, kept).join(" "), "patient-name", `${name.charAt(0)}…`));
    }
  }
  return hits;
}

function records(folded: string): Hit[] {
  const hits: Hit[] = [];
  for (const found of after(RECORD_WORD, RECORD, folded, folded)) {
    const number = found[1] ?? found[2] ?? "";
    const digits = digitsOf(number);
    if (digits.length >= rules.words.record.digits) {
      hits.push(hit(found.index + found[0].length - number.length, number, "record-number", masked(digits)));
    }
  }
  return hits;
}

function phones(folded: string): Hit[] {
  const hits: Hit[] = [];
  for (const found of NEAR.test(folded) ? all(PHONE, folded) : []) {
    const digits = digitsOf(found[0]);
    const count =
      digits.length >= 8 && digits.length <= 13 && !WORD_SIGN.test(folded.charAt(found.index - 1));
    if (
      count &&
      !DESK.test(digits) &&
      NEAR.test(around(folded, found.index, found.index + found[0].length))
    ) {
      hits.push(hit(found.index, found[0], "patient-phone", masked(digits)));
    }
  }
  return hits;
}

/** The text near a place: so many characters on each side, whatever units they take. */
function around(text: string, start: number, end: number): string {
  const reach = rules.words.phone.reach;
  const lead = text.slice(Math.max(0, start - 2 * reach), start);
  const rest = text.slice(end, end + 2 * reach);
  return (
    Array.from(lead).slice(-reach).join("") +
    text.slice(start, end) +
    Array.from(rest).slice(0, reach).join("")
  );
}

function digitsOf(text: string): string {
  return text.replace(/[^0-9]/g, "");
}

function masked(digits: string): string {
  return `…·${digits.slice(-2)}`;
}
