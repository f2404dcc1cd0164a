/** Collects what is found in every field, and the links to meetings. */
import { Attributes } from "./attributes";
import { findLinks } from "./links";
import type { Moments } from "./moments";
import { findNumbers, type Hit } from "./numbers";
import { findPhrases } from "./phrases";
import { Reading } from "./reading";
import { rules } from "./rules";
import type { Field, Part } from "./shapes";
import { plain, type Stream } from "./stream";

const SHORT = 255;
const FEWEST = rules.words.record.digits;

/** Something found, before it is told; `index` is -1 where a field is one text. */
export interface Found {
  readonly field: Field;
  readonly part: Part;
  readonly index: number;
  readonly start: number;
  readonly length: number;
  readonly rule: string;
  readonly masked: string;
}

/** A link to a meeting; `found` is what is told if it is one too many. */
export interface Join {
  readonly found: Found;
  readonly form: string;
  readonly meeting: string;
}

export interface Collected {
  found: Found[];
  joins: Join[];
}

/** Reads a field that is not HTML. */
export function collectPlain(
  into: Collected,
  field: Field,
  index: number,
  part: Part,
  text: string,
  days: Moments,
): void {
  if (saysNothing(text)) {
    return;
  }
  const stream = plain(text);
  const read = stream.text();
  into.found = into.found.concat(placed(findNumbers(read, days), stream, field, part, index));
  if (field !== "attendee") {
    into.found = into.found.concat(placed(findPhrases(read), stream, field, part, index));
  }
  if (field === "subject" || field === "location") {
    into.joins = into.joins.concat(joins(read, stream, field, part));
  }
}

/**
 * Whether a short text, of signs that read as they are, has too few digits for any number and no capital after a space
 * to begin a name. Most are so, and no search has to be made ready for them.
 */
function saysNothing(text: string): boolean {
  let digits = 0;
  let apart = false;
  let says = text.length > SHORT || text.indexOf("http") >= 0;
  for (let at = 0; at < text.length && !says; at += 1) {
    const sign = text.charCodeAt(at);
    apart = apart || sign === 0x20;
    digits += Number(sign >= 0x30 && sign <= 0x39);
    says = (apart && isCapital(sign)) || digits >= FEWEST || !isPlain(sign);
  }
  return !says;
}

function isPlain(sign: number): boolean {
  return (sign >= 0x20 && sign < 0x7f) || (sign > 0xa0 && sign <= 0xff && sign !== 0xad);
}

/** Of a plain sign; some that are none count as well. */
function isCapital(sign: number): boolean {
  return (sign >= 0x41 && sign <= 0x5a) || (sign >= 0xc0 && sign < 0xdf);
}

/** Reads the body. */
export function collectBody(into: Collected, html: string, days: Moments): void {
  const reading = new Reading(html);
  const { seen, unseen } = reading;
  const text = seen.text();
  for (const hits of [findNumbers(text, days), findPhrases(text)]) {
    into.found = into.found.concat(placed(hits, seen, "body", "text", -1));
  }
  into.joins = into.joins.concat(joins(text, seen, "body", "text"));
  into.found = into.found.concat(placed(findNumbers(unseen.text(), days), unseen, "body", "hidden", -1));
  for (const part of ["href", "alt"] as const) {
    collectAttributes(into, reading, new Attributes(part, reading.attributes(part)), days);
  }
}

/** Reads the attributes of one kind. Each is told wherever it stands; where a link leads, where it stands first. */
function collectAttributes(into: Collected, reading: Reading, some: Attributes, days: Moments): void {
  const { part } = some;
  const numbers = some.numbers(days);
  const leads = new Map(some.mayLead().map((source): [string, number] => [source, -1]));
  for (const { text, start } of reading.places(part, new Set([...numbers.keys(), ...leads.keys()]))) {
    for (const { hit, start: at, length } of numbers.get(text) ?? []) {
      const { rule, masked } = hit;
      into.found.push({ field: "body", part, index: -1, start: start + at, length, rule, masked });
    }
    const first = leads.get(text) ?? start;
    if (leads.has(text)) {
      leads.set(text, first < 0 ? start : Math.min(first, start));
    }
  }
  leads.forEach((start, source) => {
    const stream = plain(source, some.codes);
    for (const join of start < 0 ? [] : joins(stream.text(), stream, "body", part)) {
      const { found, form, meeting } = join;
      into.joins.push({ found: Object.assign(found, { start: start + found.start }), form, meeting });
    }
  });
}

export function placed(
  hits: readonly Hit[],
  stream: Stream,
  field: Field,
  part: Part,
  index: number,
): Found[] {
  return hits.map(({ start, end, rule, masked }) => {
    const shown = part === "text" && stream.unseen(start) ? "hidden" : part;
    const { start: at, length } = stream.place(start, end);
    return { field, part: shown, index, start: at, length, rule, masked };
  });
}

function joins(text: string, stream: Stream, field: Field, part: Part): Join[] {
  return findLinks(text).map(({ start, end, service, form, meeting }) => {
    const { start: at, length } = stream.place(start, end);
    const found = { field, part, index: -1, start: at, length, rule: "two-links", masked: service };
    return { found, form, meeting };
  });
}
