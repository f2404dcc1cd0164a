/**
 * What two browsers say to each other while they connect, and which of it still counts.
 *
 * Any message may be lost, late, doubled or out of order, and either page may be loaded again at any moment. So every
 * connection has a name, `page.count`: of one page's connections the one with the higher count is the newer, and of
 * two pages' the living one is whoever has heard our present name; while connected, whoever has heard the name that it
 * alone was asked by. One of the two opens; the other asks it to by `hello` and answers. Whoever is not connected says again what it has said.
 */

/** One message between two connections; `session` names the connection it came from. */
export interface Signal {
  readonly session: string;
  /** The connection it is meant for, or null when the sender has not heard from one yet. */
  readonly for: string | null;
  readonly hello?: true;
  readonly description?: RTCSessionDescriptionInit;
  readonly candidate?: RTCIceCandidateInit;
}

/** What goes over the wire in one `signal` event: several messages keep their order in one post. */
export interface Envelope {
  readonly signals: readonly Signal[];
}

/** A connection as its own end knows it. */
export interface End {
  readonly opener: boolean;
  readonly session: string;
  /** The one it connects with: for the opener whom it offers to, for the other whose offer it has taken. */
  readonly theirs: string | null;
  /** True while picture and sound go between them. */
  readonly connected: boolean;
}

/**
 * What to do with a message: nothing; hand it to the connection; connect with its sender; say hello to its sender;
 * or first make this end anew, because the other end has been.
 */
export type Verdict = "drop" | "take" | "bind" | "greet" | "renew";

type Age = "none" | "same" | "newer" | "older" | "unknown";

/** Judge a message by what this end is connected with. A message from a page that is gone never moves a living one. */
export function judge(end: End, signal: Signal): Verdict {
  const mine = signal.for === end.session;
  const rules: Readonly<Record<Age, Verdict>> = {
    none: end.opener ? ofOpener(signal) : ofAnswerer(signal, mine),
    same: "take",
    older: "drop",
    // An answer for us comes from a connection that was made anew for our offer.
    newer: end.opener && mine && !signal.hello ? "take" : "renew",
    // What a page that is gone said before we met another may come late: it has not heard what we ask by now.
    unknown: signal.for === askedBy(end, signal.session) || (mine && !end.connected) ? "renew" : "greet",
  };
  return rules[age(end.theirs, signal.session)];
}

/** True for an offer made to that end. */
export function offers(signal: Signal, to: End): boolean {
  const isForIt = signal.for === to.session || signal.for === askedBy(to, signal.session);
  return isForIt && signal.description?.type === "offer";
}

/** The name by which an end asks one it does not know whether it is alive. */
export function askedBy(end: End, who: string): string {
  return `${end.session}+${who}`;
}

function ofOpener(signal: Signal): Verdict {
  return signal.hello ? "bind" : "greet";
}

function ofAnswerer(signal: Signal, mine: boolean): Verdict {
  if (mine && signal.description) return "bind";
  return mine && signal.candidate ? "take" : "greet";
}

/** The name of a page's connection number so and so. */
export function nameOf(page: string, count: number): string {
  return `${page}.${count}`;
}

function age(known: string | null, said: string): Age {
  if (known === null) return "none";
  if (known === said) return "same";
  if (!isOfSamePage(known, said)) return "unknown";
  const [before, now] = [parts(known).count, parts(said).count];
  if (now === before) return "same";
  return now > before ? "newer" : "older";
}

/** True for two connections of one page. */
export function isOfSamePage(known: string | null, said: string): boolean {
  return known !== null && parts(known).page === parts(said).page;
}

function parts(name: string): { page: string; count: number } {
  const [own = ""] = name.split("+");
  const dot = own.lastIndexOf(".");
  return { page: own.slice(0, dot), count: Number(own.slice(dot + 1)) };
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
