/** The very text that a finding stands for, and a print of it that tells it from another without being it. */
import type { Finding, Invite } from "../privacy/check";
import { sourceOf } from "../privacy/source";

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** The text a finding covers, as it stands in the invitation. Empty where there is none. */
export function foundText(finding: Finding, invite: Invite): string {
  const { start, length } = finding;
  const text = sourceOf(finding, invite);
  const from = unitsTo(text, start);
  return text.slice(from, from + unitsTo(text.slice(from), length));
}

/** How many units of a text its first `points` code points take. */
export function unitsTo(text: string, points: number): number {
  let at = 0;
  for (let left = points; left > 0 && at < text.length; left -= 1) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}

/**
 * FNV-1a (32 bits) of a salt and a text: short and the same in every engine, not secret. A number can be guessed from it, so
 * it is kept only where the invitation itself stands.
 */
export function printOf(salt: string, text: string): string {
  const all = `${salt}\n${text}`;
  let hash = OFFSET;
  for (let at = 0; at < all.length; at += 1) {
    hash = Math.imul(hash ^ all.charCodeAt(at), PRIME);
  }
  return (hash >>> 0).toString(36);
}
