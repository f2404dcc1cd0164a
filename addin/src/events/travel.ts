/**
 * What the check must know and may not ask for: it has no network, so it travels with the appointment and the mailbox.
 * Everything is read as hostile input; what is missing or odd gives the careful answer.
 */
import type { Finding, Invite } from "../privacy/check";
import { foundText, printOf } from "./found";

/** Custom properties: which type of meeting, for whom, and how many may take part. Existing appointments hold it. */
export const RULES_KEY = "vardmote-check";
/** Session data: the findings the booker has stated a reason for, for as long as the form is open. */
export const OVERRIDE_KEY = "vardmote-override";
/** Roaming settings: what the region's profile said when the pane last asked. */
export const REGION_KEY = "vardmote-region";

export interface Rules {
  readonly type: string | null;
  readonly audience: NonNullable<Invite["audience"]> | null;
  readonly limit: number | null;
}

export function packRules({ type, audience, limit }: Rules): string {
  return JSON.stringify([type, audience, limit]);
}

export function rulesIn(text: unknown): Rules {
  const [type, audience, limit] = list(text);
  return {
    type: typeof type === "string" ? type : null,
    audience: audience === "patient" || audience === "staff" ? audience : null,
    limit: Number.isInteger(limit) && Number(limit) > 0 ? Number(limit) : null,
  };
}

/** What the check goes by: an appointment of ours that does not say for whom it is, is for a patient. */
export function rulesFor(text: unknown, ours: boolean): Rules {
  const rules = rulesIn(text);
  return ours && rules.audience === null ? Object.assign({}, rules, { audience: "patient" as const }) : rules;
}

export interface Region {
  /** The booker may send with a stated reason. */
  readonly override: boolean;
  /** Appointments without our text are looked at too when they read as care, and only warned about. */
  readonly looksLikeCare: boolean;
}

export function packRegion({ override, looksLikeCare }: Region): string {
  return JSON.stringify([override, looksLikeCare]);
}

export function regionIn(text: unknown): Region {
  const [override, looksLikeCare] = list(text);
  return { override: override === true, looksLikeCare: looksLikeCare === true };
}

/** What a reason was stated for: the findings as {@link keyOf} names them with this salt. */
export interface Override {
  readonly salt: string;
  readonly keys: readonly string[];
}

/**
 * A finding as an override names it: what is shown, how long the found text is and a print of it, so that another number with
 * the same end, or another name with the same initial, is another finding. Never the text itself.
 */
export function keyOf(finding: Finding, invite: Invite, salt: string): string {
  const { rule, field, masked, length } = finding;
  return [rule, field, masked, length, printOf(salt, foundText(finding, invite))].join(":");
}

export function packOverride({ salt, keys }: Override): string {
  return JSON.stringify([salt, keys]);
}

export function overrideIn(text: unknown): Override {
  const [salt, keys] = list(text);
  return typeof salt === "string" && Array.isArray(keys)
    ? { salt, keys: keys.filter((key): key is string => typeof key === "string") }
    : { salt: "", keys: [] };
}

/** The findings no reason was stated for. Two alike need to have been stated twice: the second one is news. */
export function uncovered(findings: readonly Finding[], invite: Invite, override: Override): Finding[] {
  const left = override.keys.slice();
  return findings.filter((finding) => {
    const at = left.indexOf(keyOf(finding, invite, override.salt));
    if (at >= 0) {
      left.splice(at, 1);
    }
    return at < 0;
  });
}

function list(text: unknown): readonly unknown[] {
  try {
    const value: unknown = typeof text === "string" ? JSON.parse(text) : null;
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
