/**
 * Text as it is read, with the place in the source that each character came from. Text is put together and searched at
 * once, far faster than piece by piece; places are worked out for what was found.
 */
import { decoded, type Unit, units } from "./codes";
import { compiled, expand } from "./rules";

/** Edges in the text that is read (private use): of a row, which nothing crosses; of a line; of a cell. */
export const ROW = "\ue000";
export const LINE = "\ue001";
export const CELL = "\ue002";

const EDGES = `${ROW}${LINE} \t\r\n\f\u00a0`;
const EDGE_RUN = new RegExp(`[${EDGES}${CELL}]*`, "y");
const LINES = /\ue001/g;
const CELLS = /\ue002/g;
const BESIDE = /\ue001[\ue000 \t\r\n\f\u00a0]*\ue002|\ue002[\ue000 \t\r\n\f\u00a0]*\ue001/g;
const INVISIBLE = compiled("[<invisible>]+", "g");
const ODD = new RegExp(expand("[<invisible>\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]"));
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g;

/** Where something stands in the source, in the string's own units. */
export interface Place {
  readonly start: number;
  readonly length: number;
}

/** Text that stands together in the source; `pale` can't be seen against the page. */
export interface Run {
  readonly text: string;
  readonly pale: boolean;
  /** Where in the source the character at a place in the text stands. */
  place(at: number): Place;
}

/** One text that begins at `origin`, its entities decoded by `codes`. */
export class Raw implements Run {
  readonly text: string;
  readonly pale: boolean;
  private readonly source: string;
  private readonly origin: number;
  private readonly codes: RegExp | null;
  private placeOf: ((at: number) => Place) | null = null;

  constructor(source: string, origin: number, codes: RegExp | null = null, pale = false) {
    this.text = codes ? decoded(source, codes) : source;
    this.source = source;
    this.origin = origin;
    this.codes = codes;
    this.pale = pale;
  }

  place(at: number): Place {
    this.placeOf = this.placeOf ?? placer(units(this.source, this.codes), this.origin);
    return this.placeOf(at);
  }
}

/** Text in the order it is read. */
export class Stream {
  private readonly runs: Run[] = [];
  private joined = "";
  private pale = false;
  private starts: number[] | null = null;
  /** Where what is left begins, in the text with what can't be seen and without; none where all can. */
  private odd = false;
  private left: { readonly before: number[]; readonly after: number[] } | null = null;

  get size(): number {
    return this.runs.length;
  }

  add(run: Run): void {
    this.runs.push(run);
    this.pale = this.pale || run.pale;
  }

  /** All as it reads: without what can't be seen, digits of other scripts as ours. */
  text(): string {
    this.joined = this.runs.map((run) => run.text).join("");
    this.odd = ODD.test(this.joined);
    const seen = this.odd ? this.joined.replace(INVISIBLE, "").replace(OTHER_DIGITS, ourDigit) : this.joined;
    return besideCells(seen).replace(CELLS, "\t");
  }

  /** Where the characters from start up to end stand in the source. */
  place(start: number, end: number): Place {
    const [run, at] = this.find(start);
    const [lastRun, lastAt] = this.find(end - 1);
    const first = run?.place(at).start ?? 0;
    const last = lastRun?.place(lastAt) ?? { start: first, length: 0 };
    return { start: first, length: last.start + last.length - first };
  }

  /** Whether the character is written in the colour of the page. */
  unseen(at: number): boolean {
    return this.pale && this.find(at)[0]?.pale === true;
  }

  /** The run that a character stands in, and where in it. */
  private find(at: number): [Run | undefined, number] {
    this.starts = this.starts ?? sums(this.runs.map((run) => run.text.length));
    const whole = this.odd ? this.uncleaned(at) : at;
    const which = lastUpTo(this.starts, whole, this.runs.length);
    return [this.runs[which], whole - (this.starts[which] ?? 0)];
  }

  private uncleaned(at: number): number {
    if (this.left === null) {
      const before = [0];
      const after = [0];
      let gone = 0;
      INVISIBLE.lastIndex = 0;
      for (let found = INVISIBLE.exec(this.joined); found; found = INVISIBLE.exec(this.joined)) {
        gone += found[0].length;
        before.push(INVISIBLE.lastIndex);
        after.push(INVISIBLE.lastIndex - gone);
      }
      this.left = { before, after };
    }
    const { before, after } = this.left;
    const which = lastUpTo(after, at, after.length);
    return (before[which] ?? 0) + at - (after[which] ?? 0);
  }
}

/** The stream of one text, its entities decoded by `codes`. */
export function plain(text: string, codes: RegExp | null = null): Stream {
  const stream = new Stream();
  stream.add(new Raw(text, 0, codes));
  return stream;
}

/** Where each begins, of what has these lengths, and where the last ends. */
export function sums(lengths: readonly number[]): number[] {
  let sum = 0;
  return [0].concat(
    lengths.map((length) => {
      sum += length;
      return sum;
    }),
  );
}

/** Tells where in a source, of which the stretches begin at `origin`, each character of them stands. */
export function placer(stretches: readonly Unit[], origin: number): (at: number) => Place {
  const starts = sums(stretches.map(({ text }) => text.length));
  return (at) => {
    const which = lastUpTo(starts, at, stretches.length);
    const unit = stretches[which];
    const start = origin + (unit?.at ?? 0);
    return unit?.wide
      ? { start, length: unit.wide }
      : { start: start + at - (starts[which] ?? 0), length: 1 };
  };
}

/** The last of the first `count` numbers, in order, that is not over `most`. */
export function lastUpTo(ordered: readonly number[], most: number, count: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ordered[middle] ?? 0) <= most) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

function ourDigit(sign: string): string {
  const code = sign.charCodeAt(0);
  return String((code & 0xff00) === 0x0600 ? code & 0x0f : code - 0xff10);
}

/**
 * A text with tabs for the edges of lines that have nothing but space up to a cell's: a line's edge beside a cell's is
 * the cell's own, for Word writes a paragraph into every cell.
 */
export function besideCells(text: string): string {
  let read = "";
  let done = 0;
  BESIDE.lastIndex = 0;
  for (let found = BESIDE.exec(text); found; found = BESIDE.exec(text)) {
    let begins = found.index;
    while (begins > done && EDGES.includes(text.charAt(begins - 1))) {
      begins -= 1;
    }
    EDGE_RUN.lastIndex = begins;
    read += text.slice(done, begins) + (EDGE_RUN.exec(text)?.[0] ?? "").replace(LINES, "\t");
    done = BESIDE.lastIndex = EDGE_RUN.lastIndex;
  }
  return read + text.slice(done);
}
