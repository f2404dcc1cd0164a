/**
 * What a tag means, by its source alone: the edge it is, what it hides, the attributes a reader may meet. Tags of one
 * form differ only in what is quoted in them, so the form is understood once.
 */
import { compiled, fold, rules, words } from "./rules";
import type { Part } from "./shapes";
import { CELL, LINE, ROW } from "./stream";

const NAME = /^<\/?([A-Za-z][^ \t\r\n\f/>]{0,40})/;
const TAG_START = /^\/?[A-Za-z]/;
const ATTRIBUTE =
  /([^ \t\r\n\f=/>"'<]{1,40})(?:[ \t\r\n\f]{0,20}=[ \t\r\n\f]{0,20}(?:"([^"]*)"|'([^']*)'|([^ \t\r\n\f>"']{1,4000})))?/g;
const QUOTED = /=[ \t\r\n\f]*(?:"[^"]*"|'[^']*')/g;
const UNCLOSED = /=[ \t\r\n\f]*["']/;
/** What may stand in a form of tags: an attribute's value in quotes. */
const SLOT = /=[ \t\r\n\f]{0,20}(?:"([^"]*)"|'([^']*)')/g;
const EMPTY = '=""';
const SPACES = /[ \t\r\n\f]+/g;

const BLOCK = words(rules.html.block);
const CELLS = words(rules.html.cell);
const ROWS = words(rules.html.row);
const VOID = words(rules.html.void);
const HIDDEN = words(rules.html.hidden);
const LINKS = words(rules.html.href);
const CAPTIONS = words(rules.html.alt);
const STYLES = words("style color");
const HIDING = compiled(rules.html.hiding);
const PALE = compiled(rules.html.pale);
const BACKED = compiled(rules.html.backed);

/** An attribute that a reader may meet: its text, where it begins in its tag, and where such tags stand. */
export interface Value {
  readonly part: Part;
  readonly text: string;
  readonly start: number;
  readonly tags: number[];
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

/** A form: its tag with nothing in the slots, and the attribute that each slot is the value of. */
interface Form {
  readonly tag: Tag;
  readonly names: readonly string[];
  readonly read: boolean;
}

/** The forms of tags met so far. */
export class Forms {
  private readonly forms = new Map<string, Form | null>();

  /** What a tag means whose source, the text between its signs, says where it ends; null if it does not. */
  learn(source: string): Tag | null {
    const written = source.replace(SLOT, EMPTY);
    let form = this.forms.get(written);
    if (form === undefined) {
      form = understand(written);
      this.forms.set(written, form);
    }
    if (form !== null) {
      return form.read ? filled(form, source) : form.tag;
    }
    return TAG_START.test(source) && endsItself(source) ? learn(`<${source}>`) : null;
  }
}

/** A form; null if its tags are to be read each by itself. */
function understand(written: string): Form | null {
  const token = `<${written}>`;
  const pieces = written.split(EMPTY);
  if (!TAG_START.test(written) || pieces.some((piece) => /["']/.test(piece))) {
    return null;
  }
  const tag = learn(token);
  const names: string[] = [];
  eachAttribute(token, ([, name = "", value]) => value === undefined || names.push(fold(name)));
  if (tag.pales || tag.values.length > 0 || names.length !== pieces.length - 1) {
    return null;
  }
  const read = tag.opens && names.some((name) => LINKS.has(name) || CAPTIONS.has(name) || STYLES.has(name));
  return { tag, names, read };
}

function filled(form: Form, source: string): Tag {
  const tag: Tag = { ...form.tag, values: [] };
  SLOT.lastIndex = 0;
  for (const name of form.names) {
    const found = SLOT.exec(source);
    if (found) {
      const value = found[1] ?? found[2] ?? "";
      attribute(tag, name, value, SLOT.lastIndex - value.length);
    }
  }
  return tag;
}

/** Whether a tag's source ends where it does whatever follows: all its quotes close. */
function endsItself(source: string): boolean {
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
  if (value && (LINKS.has(name) || CAPTIONS.has(name))) {
    tag.values.push({ part: LINKS.has(name) ? "href" : "alt", text: value, start, tags: [] });
  } else if (tag.keeps) {
    style(tag, name, value);
  }
}

function style(tag: Tag, name: string, value: string): void {
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
