import { attribute, decode, scan, type Token } from "./scan";

/** One of our blocks: the table's place in the source, and the id it shows (or carries, if the line is gone). */
export interface Block {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

export interface Found {
  readonly blocks: readonly Block[];
  /** Ids on lines that stand in no table: the edges of that block are lost, only a person can tell them. */
  readonly loose: readonly string[];
}

/** Stands for the edge of a line or cell in visible text, so that two lines never run together (private use). */
const EDGE = "\ue000";

/** The visible line that marks our block. Teams writes "Mötes-ID" with capitals: that is not ours. */
const LINE = /Mötes-id:\s*([A-Za-z0-9_-]{1,64})/g;

const COMBINING = /[\u0300-\u036f]/;

const INLINE: ReadonlySet<string> = new Set(
  "a abbr b big bdi bdo cite code del em font i ins label mark o:p s samp small span strike strong sub sup tt u wbr".split(
    " ",
  ),
);

interface Table extends Block {
  readonly depth: number;
}

/** Visible text with the place in the source that each part came from. */
interface Visible {
  readonly text: string;
  /** Where in the source the character at this index of `text` came from, roughly: the start of its piece. */
  origin(index: number): number;
}

/** All our blocks in a body, in order, by the visible line and by `data-vardmote`. */
export function findInvites(html: string): Found {
  const tokens = scan(html);
  const tables = tablesOf(html, tokens);
  const seen = visible(html, tokens);
  const found = new Map<Table, string>();
  const loose: string[] = [];
  for (const match of seen.text.matchAll(LINE)) {
    const id = match[1] ?? "";
    const table = tableAround(tables, seen.origin(match.index));
    if (table) {
      found.set(table, found.get(table) ?? id);
    } else {
      loose.push(id);
    }
  }
  for (const table of tables) {
    if (table.id && !found.has(table) && ![...found.keys()].some((other) => holds(table, other))) {
      found.set(table, table.id);
    }
  }
  const blocks = [...found].map(([{ start, end }, id]) => ({ id, start, end }));
  return { blocks: blocks.sort((one, other) => one.start - other.start), loose };
}

/** How many of our blocks a body has, as the contract counts: by the visible line. */
export function countInvites(html: string): number {
  return [...visible(html, scan(html)).text.matchAll(LINE)].length;
}

/** What a reader sees, white space folded: two pieces of HTML compare equal if they read equal. */
export function readingOf(html: string): string {
  return fold(visible(html, scan(html)).text);
}

/** The reading of all that is not ours: before, between and after the blocks. */
export function readingElsewhere(html: string, blocks = findInvites(html).blocks): string {
  const parts: string[] = [];
  let at = 0;
  for (const block of blocks) {
    parts.push(readingOf(html.slice(at, block.start)));
    at = block.end;
  }
  parts.push(readingOf(html.slice(at)));
  return parts.filter(Boolean).join(" ");
}

function fold(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\u00ad\u200b-\u200d\ufeff]/g, "")
    .replace(/[\s\ue000]+/g, " ")
    .trim();
}

function visible(html: string, tokens: readonly Token[]): Visible {
  const starts: number[] = [];
  const origins: number[] = [];
  const pieces: string[] = [];
  let length = 0;
  for (const token of tokens) {
    const piece = pieceOf(html, token);
    if (piece) {
      starts.push(length);
      origins.push(token.start);
      pieces.push(piece);
      length += piece.length;
    }
  }
  return {
    text: pieces.join(""),
    origin: (index) => origins[starts.findLastIndex((from) => from <= index)] ?? 0,
  };
}

function pieceOf(html: string, token: Token): string {
  if (token.kind !== "text") {
    return INLINE.has(token.name) ? "" : EDGE;
  }
  const text = decode(html.slice(token.start, token.end));
  // Composing is slow and seldom needed: only where a combining mark stands.
  return COMBINING.test(text) ? text.normalize("NFC") : text;
}

function tablesOf(html: string, tokens: readonly Token[]): Table[] {
  const open: Token[] = [];
  const tables: Table[] = [];
  const close = (from: Token | undefined, end: number): void => {
    if (from) {
      const id = attribute(html.slice(from.start, from.end), "data-vardmote") ?? "";
      tables.push({ id, start: from.start, end, depth: open.length });
    }
  };
  for (const token of tokens) {
    if (token.name === "table") {
      if (token.kind === "open") {
        open.push(token);
      } else {
        close(open.pop(), token.end);
      }
    }
  }
  return tables;
}

/** The table a line belongs to: the one that carries our attribute, else the innermost. */
function tableAround(tables: readonly Table[], at: number): Table | undefined {
  const around = tables
    .filter((table) => table.start <= at && at < table.end)
    .sort((one, other) => other.depth - one.depth);
  return around.find((table) => table.id !== "") ?? around[0];
}

function holds(outer: Block, inner: Block): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
