/** What a tag means, by its source alone: the edge it is, what it hides, the attributes a reader may meet. */
import { compiled, fold, rules, table, words } from "./rules";
import type { Part } from "./shapes";
import { CELL, LINE, ROW } from "./stream";

const NAME = /^<\/?([A-Za-z][^ \t\r\n\f/>]{0,40})/;
export const TAG_START = /^\/?[A-Za-z]/;
const ATTRIBUTE =
  /([^ \t\r\n\f=/>"'<]{1,40})(?:[ \t\r\n\f]{0,20}=[ \t\r\n\f]{0,20}(?:"([^"]*)"|'([^']*)'|([^ \t\r\n\f>"']{1,4000})))?/g;
const QUOTED = /=[ \t\r\n\f]*(?:"[^"]*"|'[^']*')/g;
const UNCLOSED = /=[ \t\r\n\f]*["']/;
/** What stands for an attribute's value in quotes in a form of tags. */
export const EMPTY = '=""';
const SPACES = /[ \t\r\n\f]+/g;

const BLOCK = words(rules.html.block);
const CELLS = words(rules.html.cell);
const ROWS = words(rules.html.row);
const VOID = words(rules.html.void);
const HIDDEN = words(rules.html.hidden);
/** The attributes that a reader may meet. */
export const HELD: Readonly<Record<string, Part>> = table(Object.assign(parts("alt"), parts("href")));
export const STYLES = words("style color");
const HIDING = compiled(rules.html.hiding);
const PALE = compiled(rules.html.pale);
const BACKED = compiled(rules.html.backed);

/** An attribute that a reader may meet: its text, and where it begins in its tag. */
export interface Value {
  readonly part: Part;
  readonly text: string;
  readonly start: number;
}

/** What a tag means, by its source alone. */
export interface Tag {
  readonly separator: string;
  readonly name: string;
  readonly opens: boolean;
  readonly keeps: boolean;
  readonly whole: boolean;
  hides: boolean;
  pales: boolean;
  readonly values: Value[];
}

/** Whether a tag's source ends where it does whatever follows: all its quotes close. */
export function endsItself(source: string): boolean {
  return !(UNCLOSED.test(source) && UNCLOSED.test(source.replace(QUOTED, "")));
}

/** What a tag means, signs and all. */
export function learn(token: string): Tag {
  const named = NAME.exec(token);
  const name = fold(named?.[1] ?? "");
  const opens = token.charAt(1) !== "/";
  const keeps = opens && !VOID.has(name) && !token.endsWith("/>");
  const tag: Tag = {
    separator: separatorOf(name),
    name,
    opens,
    keeps,
    whole: token.endsWith(">") && token.indexOf("<", 1) < 0,
    hides: keeps && HIDDEN.has(name),
    pales: false,
    values: [],
  };
  if (opens) {
    eachAttribute(token, (found) => {
      const [whole, written = "", double, single, bare] = found;
      const value = double ?? single ?? bare ?? "";
      const end = found.index + whole.length - (bare === undefined ? 1 : 0);
      attribute(tag, fold(written), value, end - value.length);
    });
  }
  return tag;
}

function separatorOf(name: string): string {
  if (ROWS.has(name)) {
    return ROW;
  }
  const line = BLOCK.has(name) ? LINE : "";
  return CELLS.has(name) ? CELL : line;
}

function eachAttribute(token: string, tell: (found: RegExpExecArray) => void): void {
  ATTRIBUTE.lastIndex = NAME.exec(token)?.[0].length ?? 1;
  for (let found = ATTRIBUTE.exec(token); found; found = ATTRIBUTE.exec(token)) {
    tell(found);
  }
}

function attribute(tag: Tag, name: string, value: string, start: number): void {
  const part = HELD[name];
  if (value && part) {
    tag.values.push({ part, text: value, start });
  } else if (tag.keeps && (value || name === "hidden")) {
    style(tag, name, value);
  }
}

function style(tag: Pick<Tag, "hides" | "pales">, name: string, value: string): void {
  if (name === "hidden") {
    tag.hides = true;
  } else if (name === "style") {
    const folded = fold(value).replace(SPACES, "");
    tag.hides = tag.hides || HIDING.test(folded);
    tag.pales = PALE.test(folded) && !BACKED.test(folded);
  } else if (name === "color") {
    tag.pales = tag.pales || PALE.test(`color:${fold(value)}`);
  }
}

/** Whether a style lets what stands in its element be seen. */
export function shows(name: string, value: string): boolean {
  const tag = { hides: false, pales: false };
  style(tag, name, value);
  return !(tag.hides || tag.pales);
}

/** The attributes of a tag with nothing in its quotes, of those in quotes; null if it may be read in another way. */
export function quoted(token: string): string[] | null {
  const found: string[] = [];
  eachAttribute(token, ([, name = "", value]) => value === undefined || found.push(fold(name)));
  return found.length === token.split(EMPTY).length - 1 ? found : null;
}

function parts(part: "href" | "alt"): Record<string, Part> {
  const listed: Record<string, Part> = {};
  for (const name of words(rules.html[part])) {
    listed[name] = part;
  }
  return listed;
}
