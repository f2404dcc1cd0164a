/**
 * HTML as a reader sees it, and what is there without being seen. Never fails, whatever it is given.
 * Tags that end a line or a cell separate; all others do not, so digits that tags split stand together.
 */
import { ROW, Stream } from "./stream";
import { Forms, learn, type Tag, type Value } from "./tags";

const TAG = /^<\/?[A-Za-z]/;
const TAG_SIGN = /[>=]/g;
const WHITE = /[ \t\r\n\f]*/y;

/** Reads a body: what is seen, what is not, and the attributes. */
export class Reading {
  readonly seen = new Stream();
  readonly unseen = new Stream();
  readonly values: Value[] = [];
  private readonly forms = new Forms();
  private readonly tags = new Map<string, Tag>();
  /** Of tags that mean nothing more than an edge, or not even that: the text that stands for them. */
  private readonly quick = new Map<string, string>();
  private insideComment = false;
  private special = false;
  /** The element that hides, or pales, what stands in it, and how many of its name are open. */
  private hiding = "";
  private hides = 0;
  private paling = "";
  private pales = 0;
  private seenAtHiding = -1;

  constructor(html: string) {
    this.walk(html, 0, false);
  }

  private walk(html: string, base: number, insideComment: boolean): void {
    this.insideComment = insideComment;
    this.special = this.isSpecial();
    let at = orEnd(html, html.indexOf("<"));
    this.say(html.slice(0, at), base);
    const quick = this.quick;
    let close = 0;
    while (at < html.length) {
      // Looked for once, not once for every "<".
      if (close >= 0 && close <= at) {
        close = html.indexOf(">", at + 1);
      }
      const next = orEnd(html, html.indexOf("<", at + 1));
      const source = close >= 0 && close < next ? html.slice(at + 1, close) : null;
      const separator = source === null || this.special ? undefined : quick.get(source);
      if (separator === undefined) {
        at = this.meet(html, base, at, source);
      } else {
        this.pass(separator, html, base, at, close + 1, next);
        at = next;
      }
    }
  }

  private isSpecial(): boolean {
    return this.insideComment || this.hides > 0 || this.pales > 0;
  }

  private pass(separator: string, html: string, base: number, at: number, from: number, to: number): void {
    if (separator) {
      this.seen.add(separator, base + at);
    }
    if (to > from) {
      const text = html.slice(from, to);
      if (text.indexOf("&") < 0) {
        this.seen.add(text, base + from);
      } else {
        this.seen.decode(text, base + from);
      }
    }
  }

  /** Reads what stands at a "<", and the text after it; gives where in the HTML to go on. */
  private meet(html: string, base: number, at: number, source: string | null): number {
    let tag = source === null ? undefined : this.tags.get(source);
    let end = at + (source?.length ?? 0) + 2;
    if (!tag) {
      tag = source === null ? undefined : this.learnTag(this.forms.learn(source), source);
      end = tag ? end : tokenEnd(html, at);
      const token = html.slice(at, end);
      if (!tag && TAG.test(token)) {
        tag = this.learnTag(learn(token), null);
      } else if (!tag && token) {
        this.other(token, base + at);
      }
    }
    if (tag) {
      this.apply(tag, html.slice(at, end), base + at);
    }
    this.special = this.isSpecial();
    const following = orEnd(html, html.indexOf("<", Math.max(end, at + 1)));
    this.say(html.slice(end, following), base + end);
    return following;
  }

  /** Learns a tag. It is known by its source from now on, if that is given: if it says where the tag ends. */
  private learnTag(tag: Tag | null, source: string | null): Tag | undefined {
    if (tag === null) {
      return undefined;
    }
    for (const value of tag.values) {
      this.values.push(value);
    }
    if (source !== null) {
      this.tags.set(source, tag);
      if (!(tag.hides || tag.pales) && tag.values.length === 0) {
        this.quick.set(source, tag.separator);
      }
    }
    return tag;
  }

  /** Reads a comment, as the HTML it may hold, or a declaration. */
  private other(token: string, at: number): void {
    this.beginUnseen();
    if (token.startsWith("<!--") && !this.insideComment) {
      this.walk(token.endsWith("-->") ? token.slice(4, -3) : token.slice(4), at + 4, true);
      this.insideComment = false;
    } else {
      this.unseen.decode(token.slice(2), at + 2);
    }
    this.endUnseen();
  }

  private say(text: string, at: number): void {
    if (text) {
      const stream = this.stream();
      const first = stream.texts.length;
      stream.decode(text, at);
      if (this.pales > 0) {
        for (let piece = first; piece < stream.texts.length; piece += 1) {
          stream.pale.add(piece);
        }
      }
    }
  }

  private stream(): Stream {
    return this.insideComment || this.hides > 0 ? this.unseen : this.seen;
  }

  private apply(tag: Tag, token: string, at: number): void {
    for (const value of tag.values) {
      value.tags.push(at);
    }
    if (tag.opens && !this.insideComment) {
      this.open(tag);
    }
    if (tag.separator) {
      this.stream().add(tag.separator, at);
    }
    if (!(tag.opens || this.insideComment)) {
      this.close(tag);
    }
    if (!tag.whole) {
      this.beginUnseen();
      this.unseen.decode(token, at);
      this.endUnseen();
    }
  }

  private open(tag: Tag): void {
    if (this.hides > 0) {
      this.hides += tag.keeps && tag.name === this.hiding ? 1 : 0;
    } else if (tag.hides) {
      this.hiding = tag.name;
      this.hides = 1;
      this.beginUnseen();
    }
    if (this.pales > 0) {
      this.pales += tag.keeps && tag.name === this.paling ? 1 : 0;
    } else if (tag.pales) {
      this.paling = tag.name;
      this.pales = 1;
    }
  }

  private close(tag: Tag): void {
    if (this.hides > 0 && tag.name === this.hiding) {
      this.hides -= 1;
      if (this.hides === 0) {
        this.endUnseen();
      }
    }
    if (this.pales > 0 && tag.name === this.paling) {
      this.pales -= 1;
    }
  }

  /** Unseen texts run together only when nothing seen stands between them. */
  private beginUnseen(): void {
    if (this.seenAtHiding !== this.seen.texts.length) {
      this.unseen.add(ROW, 0);
    }
  }

  private endUnseen(): void {
    this.seenAtHiding = this.seen.texts.length;
  }
}

function orEnd(html: string, found: number): number {
  return found < 0 ? html.length : found;
}

/** Where what begins with "<" ends; its own place when it begins nothing. */
function tokenEnd(html: string, at: number): number {
  if (html.startsWith("<!--", at)) {
    const empty = /^-?>/.exec(html.slice(at + 4, at + 6));
    return empty ? at + 4 + empty[0].length : after(html, "-->", at + 4);
  }
  const sign = html.charAt(at + 1);
  const first = sign === "/" ? html.charAt(at + 2) : sign;
  if (/[A-Za-z]/.test(first)) {
    return tagEnd(html, at + 2);
  }
  return sign === "!" || sign === "?" || sign === "/" ? after(html, ">", at + 2) : at;
}

function after(html: string, sign: string, from: number): number {
  const found = html.indexOf(sign, from);
  return found < 0 ? html.length : found + sign.length;
}

/** The end of a tag: the first ">" outside quotes that close. */
function tagEnd(html: string, from: number): number {
  TAG_SIGN.lastIndex = from;
  for (let found = TAG_SIGN.exec(html); found; found = TAG_SIGN.exec(html)) {
    if (found[0] === ">") {
      return found.index + 1;
    }
    WHITE.lastIndex = found.index + 1;
    WHITE.exec(html);
    const quote = html.charAt(WHITE.lastIndex);
    const closing = quote === '"' || quote === "'" ? html.indexOf(quote, WHITE.lastIndex + 1) : -1;
    TAG_SIGN.lastIndex = closing < 0 ? WHITE.lastIndex : closing + 1;
  }
  return html.length;
}
