import { compiled, expand, rules } from "./rules";

/** Edges in the text that is read (private use): of a row, which nothing crosses; of a line; of a cell. */
export const ROW = "\ue000";
export const LINE = "\ue001";
export const CELL = "\ue002";

/** A line's edge beside a cell's is the cell's own: Word writes a paragraph into every cell. */
const BESIDE_CELLS = /(?:\ue001[\ue000\ue001 \t\r\n\f\u00a0]*)?\ue002[\ue000-\ue002 \t\r\n\f\u00a0]*/g;
const IN_CELLS = /[\ue001\ue002]/g;

const INVISIBLE = compiled("[<invisible>]+", "g");
const ODD = new RegExp(expand("[<invisible>\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]"));
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g;

const NAMED: Readonly<Record<string, string>> = rules.entities;
const WINDOWS: Readonly<Record<string, string>> = rules.windows;
const ENTITY = "&(?:#[xX]([0-9A-Fa-f]{1,8})|#([0-9]{1,8})|([A-Za-z]{2,24}));?";
const ENTITIES = new RegExp(ENTITY, "g");
const ENTITIES_AND_PERCENT = new RegExp(
  `${ENTITY}|((?:%(?:25){0,3}[89A-Fa-f][0-9A-Fa-f])+)|%(?:25){0,3}([0-7][0-9A-Fa-f])`,
  "g",
);
const LAST_CODE_POINT = 0x10ffff;

/** Where something stands in the source, in the string's own units. */
export interface Place {
  readonly start: number;
  readonly length: number;
}

/** Text as it is read, in pieces, with the place in the source that each came from. */
export class Stream {
  texts: string[] = [];
  origins: number[] = [];
  /** Lengths in the source of pieces where that is not the length of the text: entities. */
  wide = new Map<number, number>();
  /** Pieces that are there but can't be seen against the page. */
  pale = new Set<number>();
  private starts: number[] | null = null;

  /** Adds a piece that reads as it stands in the source. */
  add(text: string, origin: number): void {
    this.texts.push(text);
    this.origins.push(origin);
  }

  /** Adds a piece with its entities decoded, and with its percent-encoding if it is a link. */
  decode(text: string, origin: number, percent = false): void {
    if (text === "&nbsp;") {
      // Empty lines are written so, over and over.
      this.wide.set(this.texts.length, text.length);
      this.add("\u00a0", origin);
      return;
    }
    let at = 0;
    const codes = percent ? ENTITIES_AND_PERCENT : ENTITIES;
    codes.lastIndex = 0;
    for (let found = codes.exec(text); found; found = codes.exec(text)) {
      const meant = meaning(found);
      if (meant !== null) {
        if (found.index > at) {
          this.add(text.slice(at, found.index), origin + at);
        }
        at = found.index + found[0].length;
        this.wide.set(this.texts.length, found[0].length);
        this.add(meant, origin + found.index);
      }
    }
    if (at < text.length) {
      this.add(at === 0 ? text : text.slice(at), origin + at);
    }
  }

  /** All as it reads: without what can't be seen, digits of other scripts as ours. */
  text(): string {
    let joined = this.texts.join("");
    if (ODD.test(joined)) {
      this.drop();
      joined = this.texts.join("");
    }
    return joined.indexOf(CELL) < 0 ? joined : joined.replace(BESIDE_CELLS, inCells);
  }

  /** Where the characters from start up to end stand in the source. */
  place(start: number, end: number): Place {
    const first = this.piece(start);
    const last = this.piece(end - 1);
    const begins = this.origin(first) + (this.wide.has(first) ? 0 : start - this.start(first));
    const ends = this.origin(last) + (this.wide.get(last) ?? end - this.start(last));
    return { start: begins, length: ends - begins };
  }

  /** Whether the character is written in the colour of the page. */
  unseen(at: number): boolean {
    return this.pale.size > 0 && this.pale.has(this.piece(at));
  }

  private origin(piece: number): number {
    return this.origins[piece] ?? 0;
  }

  private start(piece: number): number {
    return this.starts?.[piece] ?? 0;
  }

  private piece(at: number): number {
    if (this.starts === null) {
      let length = 0;
      this.starts = this.texts.map((text) => {
        length += text.length;
        return length - text.length;
      });
    }
    let low = 0;
    let high = this.texts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= at) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private drop(): void {
    const { texts, origins, wide, pale } = this;
    this.texts = [];
    this.origins = [];
    this.wide = new Map();
    this.pale = new Set();
    texts.forEach((text, index) => {
      const first = this.texts.length;
      this.keep(text, origins[index] ?? 0, wide.get(index));
      if (pale.has(index)) {
        for (let piece = first; piece < this.texts.length; piece += 1) {
          this.pale.add(piece);
        }
      }
    });
  }

  private keep(text: string, origin: number, width: number | undefined): void {
    if (width !== undefined || !ODD.test(text)) {
      this.put(text.replace(INVISIBLE, ""), origin, width);
      return;
    }
    let at = 0;
    INVISIBLE.lastIndex = 0;
    for (let found = INVISIBLE.exec(text); found; found = INVISIBLE.exec(text)) {
      this.put(text.slice(at, found.index), origin + at, width);
      at = found.index + found[0].length;
    }
    this.put(text.slice(at), origin + at, width);
  }

  private put(text: string, origin: number, width: number | undefined): void {
    if (text) {
      if (width !== undefined) {
        this.wide.set(this.texts.length, width);
      }
      this.add(text.replace(OTHER_DIGITS, ourDigit), origin);
    }
  }
}

/** The stream of one text; `encoded` decodes entities, `percent` reads it as a link. */
export function plain(text: string, encoded = false, percent = false): Stream {
  const stream = new Stream();
  if (encoded && (text.includes("&") || (percent && text.includes("%")))) {
    stream.decode(text, 0, percent);
  } else if (text) {
    stream.add(text, 0);
  }
  return stream;
}

function inCells(edges: string): string {
  return edges.replace(IN_CELLS, "\t");
}

function ourDigit(sign: string): string {
  const code = sign.charCodeAt(0);
  return String((code & 0xff00) === 0x0600 ? code & 0x0f : code - 0xff10);
}

/** What an entity or a percent-encoding stands for; null leaves it as it is. */
function meaning(found: RegExpExecArray): string | null {
  const [, hex, decimal, name, high, low] = found;
  if (name) {
    return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? null) : null;
  }
  if (hex) {
    return character(Number.parseInt(hex, 16));
  }
  return decimal ? character(Number.parseInt(decimal, 10)) : bytes(high, low ?? "");
}

function character(code: number): string {
  const known = WINDOWS[String(code)];
  if (known) {
    return known;
  }
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return surrogate || code > LAST_CODE_POINT ? "\ufffd" : String.fromCodePoint(code);
}

function bytes(high: string | undefined, low: string): string {
  if (!high) {
    return String.fromCharCode(Number.parseInt(low, 16));
  }
  try {
    return decodeURIComponent(high.replace(/%(?:25){1,3}(?=[0-9A-Fa-f]{2})/g, "%"));
  } catch {
    return "\ufffd";
  }
}
