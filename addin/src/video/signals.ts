/** What two browsers say to each other while they connect, and which of it still counts. */

/** One message between two connections; `session` names the connection it came from. */
export interface Signal {
  readonly session: string;
  /** The connection it is meant for, or null when the sender has not heard from it yet. */
  readonly for: string | null;
  readonly hello?: true;
  readonly description?: RTCSessionDescriptionInit;
  readonly candidate?: RTCIceCandidateInit;
}

/** What goes over the wire in one `signal` event: several messages keep their order in one post. */
export interface Envelope {
  readonly signals: readonly Signal[];
}

export type Verdict = "drop" | "take" | "rebuild";

/**
 * Judge a message against a connection.
 *
 * A page that is loaded again has a new connection while the other end still holds the old one. So every connection
 * has a name: words meant for a dead one are dropped, and words from a new one make this end start anew.
 */
export function judge(mine: string, theirs: string | null, signal: Signal): Verdict {
  if (signal.for !== null && signal.for !== mine) return "drop";
  return theirs === null || theirs === signal.session ? "take" : "rebuild";
}

/** Exactly one of two opens the connection, whoever looks at it. */
export function opens(me: string, other: string): boolean {
  return me < other;
}

/** Read an envelope that came from another browser; anything that is not one gives no signals. */
export function unwrap(data: unknown): Signal[] {
  if (typeof data !== "object" || data === null) return [];
  const signals = (data as { signals?: unknown }).signals;
  return Array.isArray(signals) ? signals.filter(isSignal) : [];
}

function isSignal(value: unknown): value is Signal {
  if (typeof value !== "object" || value === null) return false;
  const signal = value as { session?: unknown; for?: unknown };
  return typeof signal.session === "string" && (signal.for === null || typeof signal.for === "string");
}
