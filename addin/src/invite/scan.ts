/**
 * Reads HTML as the host gave it, without changing a character: where its tags and its text stand in the source.
 * A DOM would have to be written out again, and then what the user wrote would no longer be what the user wrote.
 */

export interface Token {
  readonly kind: "open" | "close" | "text";
  /** Lower-case tag name; empty for text. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Their content is not markup and is not seen. */
const RAW: ReadonlySet<string> = new Set(["script", "style", "title", "textarea", "xml", "noscript"]);

const NAME = /[a-z][^\s/>]*/iy;

/** All tags and texts in order. Comments, declarations and the content of unseen elements are left out. */
export function scan(html: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < html.length) {
    const next = html.indexOf("<", at);
    const stop = next < 0 ? html.length : next;
    if (stop > at) {
      tokens.push({ kind: "text", name: "", start: at, end: stop });
    }
    if (next < 0) {
      break;
    }
    at = readTag(html, next, tokens);
  }
  return tokens;
}

/** Reads what begins with "<" and gives where it ends. A "<" that begins nothing is text. */
function readTag(html: string, start: number, tokens: Token[]): number {
  if (html.startsWith("<!--", start)) {
    return after(html, "-->", start + 4);
  }
  const sign = html[start + 1];
  if (sign === "!" || sign === "?") {
    return after(html, ">", start);
  }
  const closing = sign === "/";
  NAME.lastIndex = start + (closing ? 2 : 1);
  const name = NAME.exec(html)?.[0].toLowerCase();
  if (!name) {
    tokens.push({ kind: "text", name: "", start, end: start + 1 });
    return start + 1;
  }
  const end = tagEnd(html, NAME.lastIndex);
  tokens.push({ kind: closing ? "close" : "open", name, start, end });
  return !closing && RAW.has(name) && html[end - 2] !== "/" ? rawEnd(html, name, end) : end;
}

/** The end of a tag: ">" outside quotes. */
function tagEnd(html: string, from: number): number {
  let quote = "";
  for (let at = from; at < html.length; at += 1) {
    const sign = html[at] ?? "";
    if (quote) {
      quote = sign === quote ? "" : quote;
    } else if (sign === ">") {
      return at + 1;
    } else if ((sign === '"' || sign === "'") && /[=\s]/.test(html[at - 1] ?? "")) {
      quote = sign;
    }
  }
  return html.length;
}

function rawEnd(html: string, name: string, from: number): number {
  const found = new RegExp(`</${name}\\b`, "i").exec(html.slice(from));
  return found ? from + found.index : html.length;
}

function after(html: string, sign: string, from: number): number {
  const found = html.indexOf(sign, from);
  return found < 0 ? html.length : found + sign.length;
}

/** The value of one attribute in a tag's source, entities decoded, or null. */
export function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(tag);
  return found ? decode(found[1] ?? found[2] ?? found[3] ?? "") : null;
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  shy: "\u00ad",
  aring: "å",
  auml: "ä",
  ouml: "ö",
  Aring: "Å",
  Auml: "Ä",
  Ouml: "Ö",
  eacute: "é",
  ndash: "–",
  mdash: "—",
  raquo: "»",
  laquo: "«",
  rsquo: "’",
  lsquo: "‘",
  rdquo: "”",
  ldquo: "“",
  hellip: "…",
  zwnj: "\u200c",
};

/** Decodes the entities that editors write. One unknown is left as it stands: both sides of a comparison leave it. */
export function decode(text: string): string {
  if (!text.includes("&")) {
    return text;
  }
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi, (whole, hex, number, name) => {
    if (name) {
      return NAMED[name as string] ?? whole;
    }
    const code = hex ? Number.parseInt(hex as string, 16) : Number(number);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
