/** Entities of HTML and the percent-encoding of links: what they stand for. */
import { rules, table } from "./rules";

const ENTITY = "&(?:#[xX][0-9A-Fa-f]{1,8}|#[0-9]{1,8}|[A-Za-z]{2,24});?";
export const ENTITIES = new RegExp(ENTITY, "g");
export const ENTITIES_AND_PERCENT = new RegExp(
  `${ENTITY}|(?:%(?:25){0,3}[89A-Fa-f][0-9A-Fa-f])+|%(?:25){0,3}[0-7][0-9A-Fa-f]`,
  "g",
);
const TWENTY_FIVE = /%(?:25){1,3}(?=[0-9A-Fa-f]{2})/g;
const NAMED = table(rules.entities);
const WINDOWS = table(rules.windows);
const LAST_CODE_POINT = 0x10ffff;
/** A stretch of text, where it begins in its source, and its length there if it is one sign of it: an entity. */
export interface Unit {
  readonly text: string;
  readonly at: number;
  readonly wide: number;
}

/** A text in stretches that read as they stand in it, and what its codes stand for. */
export function units(text: string, codes: RegExp | null): Unit[] {
  const all: Unit[] = [];
  let at = 0;
  const upTo = (end: number): void => {
    if (end > at) {
      all.push({ text: text.slice(at, end), at, wide: 0 });
    }
  };
  if (codes) {
    codes.lastIndex = 0;
    for (let found = codes.exec(text); found; found = codes.exec(text)) {
      const meant = meaning(found[0]);
      if (meant !== null) {
        upTo(found.index);
        at = found.index + found[0].length;
        all.push({ text: meant, at: found.index, wide: found[0].length });
      }
    }
  }
  upTo(text.length);
  return all;
}

/** The text with its codes as what they stand for. */
export function decoded(text: string, codes: RegExp): string {
  if (text.indexOf("&") < 0 && text.indexOf("%") < 0) {
    return text;
  }
  const known = new Map<string, string>();
  return text.replace(codes, (code: string) => {
    let meant = known.get(code);
    if (meant === undefined) {
      meant = meaning(code) ?? code;
      known.set(code, meant);
    }
    return meant;
  });
}

/** What an entity or a percent-encoding stands for; null leaves it as it is. */
function meaning(code: string): string | null {
  if (code.charAt(0) === "%") {
    return bytes(code.replace(TWENTY_FIVE, "%"));
  }
  const name = code.replace(/[&;]/g, "");
  if (name.charAt(0) !== "#") {
    return NAMED[name] ?? null;
  }
  const hex = /^#[xX]/.test(name);
  return character(Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10));
}

function character(code: number): string {
  const known = WINDOWS[String(code)];
  if (known) {
    return known;
  }
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return surrogate || code > LAST_CODE_POINT ? "\ufffd" : String.fromCodePoint(code);
}

function bytes(code: string): string {
  try {
    return decodeURIComponent(code);
  } catch {
    return "\ufffd";
  }
}
