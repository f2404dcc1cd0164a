/**
 * What the check must know and may not ask for: it has no network, so it travels with the appointment and the mailbox.
 * Everything is read as hostile input; what is missing or odd gives the careful answer.
 */
import type { Finding, Invite } from "../privacy/check";

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
    limit: typeof limit === "number" && limit > 0 ? limit : null,
  };
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

/** A finding as an override names it: never more of a number than what is shown. */
export function keyOf({ rule, field, masked }: Finding): string {
  return `${rule}:${field}:${masked}`;
}

export function packOverride(findings: readonly Finding[]): string {
  return JSON.stringify(findings.map(keyOf));
}

export function overrideIn(text: unknown): readonly string[] {
  return list(text).filter((key): key is string => typeof key === "string");
}

/** The findings no reason was stated for. Two alike need to have been stated twice: the second one is news. */
export function uncovered(findings: readonly Finding[], override: readonly string[]): Finding[] {
  const left = override.slice();
  return findings.filter((finding) => {
    const at = left.indexOf(keyOf(finding));
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
