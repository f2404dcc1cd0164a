import { type Block, countInvites, findInvites, readingElsewhere, readingOf } from "./find";
import { scan, type Token } from "./scan";

/** Part of our block stands in the body as loose text: which lines are ours can only a person tell. */
export class LooseInvite extends Error {
  override readonly name = "LooseInvite";
}

/**
 * Puts exactly one block into a body: in the place of the first one there is, else after what the user wrote, else first.
 * Further blocks are taken away. What the user wrote is not touched: not one character of it is written anew.
 * Gives the very same string when the block stands there already. Throws {@link LooseInvite}.
 */
export function putInvite(html: string, invite: string): string {
  const { blocks, loose } = findInvites(html);
  if (loose.length > 0) {
    throw new LooseInvite();
  }
  const [first, ...others] = blocks;
  if (!first) {
    const at = placeFor(html);
    return html.slice(0, at) + invite + html.slice(at);
  }
  if (others.length === 0 && reads(html, first, invite)) {
    return html;
  }
  const rest = without(html, others);
  return rest.slice(0, first.start) + invite + rest.slice(first.end);
}

/** Takes all our blocks away; the same string when there is none. Throws {@link LooseInvite}. */
export function removeInvites(html: string): string {
  const { blocks, loose } = findInvites(html);
  if (loose.length > 0) {
    throw new LooseInvite();
  }
  return without(html, blocks);
}

/** Whether the body a host gives back is what we meant: one block that reads as ours, and the user's text as before. */
export function isInPlace(before: string, after: string, invite: string): boolean {
  const { blocks, loose } = findInvites(after);
  const [block, ...others] = blocks;
  return (
    block !== undefined &&
    others.length === 0 &&
    loose.length === 0 &&
    reads(after, block, invite) &&
    readingElsewhere(after, blocks) === readingElsewhere(before)
  );
}

/** Whether our blocks are gone from the body a host gives back, and the user's text is as before. */
export function isGone(before: string, after: string): boolean {
  return countInvites(after) === 0 && readingElsewhere(after) === readingElsewhere(before);
}

/** Hosts rewrite markup; a block that reads the same and leads to the same door is the same. */
function reads(html: string, block: Block, invite: string): boolean {
  const present = html.slice(block.start, block.end);
  return readingOf(present) === readingOf(invite) && linkIn(present) === linkIn(invite);
}

/** The door's code in the first link to it; links may be rewritten around it, so only the code counts. */
function linkIn(html: string): string {
  return /(?:\/|%2f)m(?:\/|%2f)([A-Za-z0-9_-]{16,})/i.exec(html)?.[1] ?? "";
}

function without(html: string, blocks: readonly Block[]): string {
  let left = html;
  for (const block of [...blocks].reverse()) {
    left = left.slice(0, block.start) + left.slice(block.end);
  }
  return left;
}

/** Things one sees though they are no text. */
const SEEN: ReadonlySet<string> = new Set([
  "img",
  "table",
  "hr",
  "v:shape",
  "v:imagedata",
  "object",
  "video",
  "svg",
]);

/** Where a new block goes: inside body (and Word's section), after all else; first when the body is blank. */
function placeFor(html: string): number {
  const tokens = scan(html);
  const frame = frameOf(html, tokens);
  const inside = tokens.filter((token) => token.start >= frame.start && token.end <= frame.end);
  const blank =
    readingOf(html.slice(frame.start, frame.end)) === "" && !inside.some((token) => SEEN.has(token.name));
  return blank ? frame.start : frame.end;
}

function frameOf(html: string, tokens: readonly Token[]): { start: number; end: number } {
  const opened = tokens.find((token) => token.kind === "open" && token.name === "body");
  const closed = tokens.findLast((token) => token.kind === "close" && token.name === "body");
  const ended = tokens.findLast((token) => token.kind === "close" && token.name === "html");
  const start = opened?.end ?? 0;
  const end = closed?.start ?? ended?.start ?? html.length;
  return wordSection(html, tokens, start, end) ?? { start, end };
}

/** Word wraps the whole body in one section; what stands after it becomes a section of its own. */
function wordSection(
  html: string,
  tokens: readonly Token[],
  start: number,
  end: number,
): { start: number; end: number } | null {
  const inside = tokens.filter((token) => token.start >= start && token.end <= end && !isWhite(html, token));
  const first = inside[0];
  const last = inside.at(-1);
  const wraps =
    first?.kind === "open" &&
    first.name === "div" &&
    /WordSection/.test(html.slice(first.start, first.end)) &&
    last?.kind === "close" &&
    last.name === "div";
  return wraps ? { start: first.end, end: last.start } : null;
}

function isWhite(html: string, token: Token): boolean {
  return token.kind === "text" && html.slice(token.start, token.end).trim() === "";
}
