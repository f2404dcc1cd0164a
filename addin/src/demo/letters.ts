/** What a patient is sent: the text, and the door links in it. */
import type { Letter } from "./state";
import type { Words } from "./words";

const LINK = /https?:\/\/[^\s<>"]+/g;
const TRAILING = /[.,;:!?)]+$/;

/** A run of words, or a link; only links to our own doors can be followed. */
export interface Run {
  readonly text: string;
  readonly door: string | null;
}

/** The path of a door of this server, or null for any other address. */
export function doorOf(address: string, origin: string = location.origin): string | null {
  const path = address.startsWith(`${origin}/`) ? address.slice(origin.length) : "";
  return /^\/m\/[A-Za-z0-9_-]+$/.test(path) ? path : null;
}

/** Cuts a text at its links. */
export function runs(text: string, origin: string = location.origin): Run[] {
  const found: Run[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TRAILING, "");
    found.push({ text: text.slice(at, match.index), door: null });
    found.push({ text: address, door: doorOf(address, origin) });
    at = match.index + address.length;
  }
  found.push({ text: text.slice(at), door: null });
  return found.filter((run) => run.text !== "");
}

export function hasDoor(text: string, origin: string = location.origin): boolean {
  return runs(text, origin).some(({ door }) => door !== null);
}

/** The message as the central template sends it: a bare link gets the template's words around it. */
export function letter(caseType: string, pasted: string, words: Words, now: Date): Letter {
  const text = pasted.trim();
  const bare = !/\s/.test(text);
  return {
    id: crypto.randomUUID(),
    caseType,
    text: bare ? `${words("letterIntro")}\n\n${words("letterLink")}\n${text}` : text,
    at: now.toISOString(),
    read: false,
  };
}
