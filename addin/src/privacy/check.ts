/**
 * Checks an invitation for what should not be sent. No network, page, timers or clock: it runs wherever the send
 * check does, and the same invitation gives the same report. The twin in Python is backend/privacy/detector.py.
 */
import { type Collected, collectBody, collectPlain, type Found, type Join, placed } from "./collect";
import { moments } from "./moments";
import { MOST } from "./numbers";
import { findCare } from "./phrases";
import { fold, rules, words } from "./rules";
import type { Field, Finding, Invite, Report, Severity } from "./shapes";
import { plain } from "./stream";

export type { Attendee, Field, Finding, Invite, Part, Report, Severity, Verdict } from "./shapes";

import { sourceOf } from "./source";

const FIELDS: readonly Field[] = ["subject", "body", "location", "attendee", "attachment"];
const SEVERITY: Readonly<Record<string, string>> = rules.severity;
const TEXTS: Readonly<Record<string, { readonly sv: string; readonly en: string }>> = rules.texts;
const WHERE: Readonly<Record<string, { readonly sv: string; readonly en: string }>> = rules.where;
const PRIVATE = words(rules.private_domains);
const FIRST_OF_PAIR = /[\ud800-\udbff]/;
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Checks what is about to be sent. At most the first hundred findings are told; the verdict counts all. */
export function check(invite: Invite): Report {
  const all: Collected = { found: [], joins: [] };
  collect(invite, all);
  const found = all.found.concat(twoLinks(all.joins), people(invite));
  const ordered = distinct(found.sort(compare)).slice(0, MOST);
  const blocks = found.some((one) => severityOf(one.rule) === "block");
  const warns = found.length > 0 ? "warn" : "ok";
  return { verdict: blocks ? "block" : warns, findings: told(ordered, invite) };
}

function collect(invite: Invite, all: Collected): void {
  const days = moments(invite.today, invite.start);
  // The longest first: an engine makes its searches ready for the signs in it, and they serve the short ones.
  collectBody(all, invite.bodyHtml, days);
  collectPlain(all, "subject", -1, "text", invite.subject, days);
  collectPlain(all, "location", -1, "text", invite.location, days);
  invite.attendees.forEach(({ name, address }, index) => {
    collectPlain(all, "attendee", index, "text", name ?? "", days);
    collectPlain(all, "attendee", index, "href", address, days);
  });
  invite.attachmentNames.forEach((name, index) => {
    collectPlain(all, "attachment", index, "text", name, days);
  });
  if (invite.attendees.some(({ address }) => isOutside(address, invite))) {
    const stream = plain(invite.subject);
    all.found.push(...placed(findCare(stream.text()), stream, "subject", "text", -1));
  }
}

/** The first link that leads to another meeting than the first of all. */
function twoLinks(joins: readonly Join[]): Found[] {
  const ordered = joins.slice().sort((one, other) => compare(one.found, other.found));
  const service = ordered[0]?.found.masked;
  const first = new Map<string, string>();
  for (const { found, form, meeting } of ordered) {
    if (found.masked !== service || (first.get(form) ?? meeting) !== meeting) {
      return [Object.assign({}, found, { masked: `${service}, ${found.masked}` })];
    }
    first.set(form, meeting);
  }
  return [];
}

function people(invite: Invite): Found[] {
  const { attendees, limit } = invite;
  const found: Found[] = [];
  const add = (index: number, rule: string, masked: string): void => {
    const length = attendees[index]?.address.length ?? 0;
    found.push({ field: "attendee", part: "href", index, start: 0, length, rule, masked });
  };
  // JSON holds other things than counts.
  const most = Number.isInteger(limit) ? Math.max(Number(limit), 0) : attendees.length;
  if (attendees.length > most) {
    add(most, "too-many", String(attendees.length));
  }
  if (invite.audience === "patient") {
    attendees.forEach(({ address }, index) => {
      if (PRIVATE.has(domainOf(address)) && isOutside(address, invite)) {
        add(index, "private-address", `…@${domainOf(address)}`);
      }
    });
  }
  return found;
}

function isOutside(address: string, invite: Invite): boolean {
  const domain = domainOf(address);
  const own = invite.ownDomains.map(fold);
  return domain !== "" && !own.some((one) => domain === one || domain.endsWith(`.${one}`));
}

/** The mail domain; an address without one is a place in the organisation's own directory. */
function domainOf(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 0 ? "" : fold(address.slice(at + 1)).replace(/^[ >]+|[ >]+$/g, "");
}

function severityOf(rule: string): Severity {
  return SEVERITY[rule] === "block" ? "block" : "warn";
}

function compare(one: Found, other: Found): number {
  return (
    FIELDS.indexOf(one.field) - FIELDS.indexOf(other.field) ||
    one.index - other.index ||
    one.start - other.start ||
    one.length - other.length ||
    byText(one.part, other.part) ||
    byText(one.rule, other.rule)
  );
}

function byText(one: string, other: string): number {
  return Number(one > other) - Number(one < other);
}

function distinct(ordered: readonly Found[]): Found[] {
  return ordered.filter((one, at) => {
    const last = ordered[at - 1];
    return last === undefined || compare(one, last) !== 0;
  });
}

function told(ordered: readonly Found[], invite: Invite): Finding[] {
  let counted = "";
  let upTo = 0;
  let pairs = 0;
  return ordered.map((one) => {
    const place = one.field === "body" && one.part !== "text" ? one.part : one.field;
    const text = sourceOf(one, invite);
    const { start, length } = one;
    if (text !== counted || start < upTo) {
      counted = text;
      upTo = pairs = 0;
    }
    // They stand in order: a body is not counted again from its beginning for each of them.
    pairs += pairsIn(text.slice(upTo, start));
    upTo = start;
    const finding: Finding = {
      rule: one.rule,
      severity: severityOf(one.rule),
      field: one.field,
      part: one.part,
      start: start - pairs,
      length: length - pairsIn(text.slice(start, start + length)),
      masked: one.masked,
      sv: sentence(one, place, "sv"),
      en: sentence(one, place, "en"),
    };
    return one.index < 0 ? finding : Object.assign(finding, { index: one.index });
  });
}

function sentence(one: Found, place: string, language: "sv" | "en"): string {
  const where = WHERE[place]?.[language] ?? "";
  const text = TEXTS[one.rule]?.[language] ?? "";
  return text.replace("{where}", () => where).replace("{masked}", () => one.masked);
}

/** How many characters take two units. */
function pairsIn(text: string): number {
  return FIRST_OF_PAIR.test(text) ? (text.match(PAIR)?.length ?? 0) : 0;
}
