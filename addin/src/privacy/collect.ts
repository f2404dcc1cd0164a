/** Collects what is found in every field, and the links to meetings. */
import { findLinks } from "./links";
import type { Moments } from "./moments";
import { findNumbers, type Hit } from "./numbers";
import { findPhrases } from "./phrases";
import { Reading } from "./reading";
import { rules } from "./rules";
import type { Field, Part } from "./shapes";
import { plain, type Stream } from "./stream";
import type { Value } from "./tags";

/** Most attributes hold no number, nor lead to a meeting. */
const MAY_HOLD = new RegExp(`${rules.may_hold}|${rules.link_hint}`);

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

/** Reads the body. */
export function collectBody(into: Collected, html: string, days: Moments): void {
  const { seen, unseen, values } = new Reading(html);
  const text = seen.text();
  for (const hits of [findNumbers(text, days), findPhrases(text)]) {
    into.found = into.found.concat(placed(hits, seen, "body", "text", -1));
  }
  into.joins = into.joins.concat(joins(text, seen, "body", "text"));
  into.found = into.found.concat(placed(findNumbers(unseen.text(), days), unseen, "body", "hidden", -1));
  for (const value of values) {
    collectValue(into, value, days);
  }
}

function collectValue(into: Collected, value: Value, days: Moments): void {
  const link = value.part === "href";
  if (!MAY_HOLD.test(value.text)) {
    return;
  }
  const stream = plain(value.text, true, link);
  const text = stream.text();
  const found = placed(findNumbers(text, days, link ? "link" : "text"), stream, "body", value.part, -1);
  const leads = link ? joins(text, stream, "body", value.part) : [];
  if (found.length > 0 || leads.length > 0) {
    for (const tag of value.tags) {
      const at = tag + value.start;
      for (const one of found) {
        into.found.push(moved(one, at));
      }
      for (const lead of leads) {
        into.joins.push({ ...lead, found: moved(lead.found, at) });
      }
    }
  }
}

function moved(found: Found, by: number): Found {
  return { ...found, start: found.start + by };
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
    return { field, part: shown, index, ...stream.place(start, end), rule, masked };
  });
}

function joins(text: string, stream: Stream, field: Field, part: Part): Join[] {
  return findLinks(text).map(({ start, end, service, form, meeting }) => ({
    found: { field, part, index: -1, ...stream.place(start, end), rule: "two-links", masked: service },
    form,
    meeting,
  }));
}
