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

/** The visible line that marks our block (spec/contract.md). Teams writes "Mötes-ID" with capitals: that is not ours. */
const LINE = /Mötes-id:\s*([A-Za-z0-9_-]{1,64})/g;

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
  const seen = visible(html, tokens, 0, html.length);
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
  return [...visible(html, scan(html), 0, html.length).text.matchAll(LINE)].length;
}

/** What a reader sees between two places of the source, white space folded: two texts compare equal if they read equal. */
export function readingOf(html: string, start = 0, end = html.length): string {
  return fold(visible(html, scan(html), start, end).text);
}

/** The readings of all that is not ours: before, between and after the blocks. */
export function readingElsewhere(html: string): string {
  const tokens = scan(html);
  const parts: string[] = [];
  let at = 0;
  for (const block of findInvites(html).blocks) {
    parts.push(visible(html, tokens, at, block.start).text);
    at = block.end;
  }
  parts.push(visible(html, tokens, at, html.length).text);
  return fold(parts.join(EDGE));
}

function fold(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\u00ad\u200b-\u200d\ufeff]/g, "")
    .replace(/[\s\ue000]+/g, " ")
    .trim();
}

function visible(html: string, tokens: readonly Token[], start: number, end: number): Visible {
  const starts: number[] = [];
  const origins: number[] = [];
  let text = "";
  for (const token of tokens) {
    if (token.start >= start && token.end <= end) {
      const piece = pieceOf(html, token);
      if (piece) {
        starts.push(text.length);
        origins.push(token.start);
        text += piece;
      }
    }
  }
  return {
    text,
    origin: (index) => origins[starts.findLastIndex((from) => from <= index)] ?? start,
  };
}

function pieceOf(html: string, token: Token): string {
  if (token.kind === "text") {
    return decode(html.slice(token.start, token.end)).normalize("NFC").replace(/[\s]/g, " ");
  }
  return INLINE.has(token.name) ? "" : EDGE;
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
