/**
 * HTML as a reader sees it, and what is there without being seen. Never fails, whatever it is given.
 * Tags that end a line or a cell separate; all others do not, so digits that tags split stand together. A body is cut
 * into texts and what stands between them. What means only edges is taken as it is; the rest is read tag by tag, on to
 * where nothing that it began is open.
 */
import { ENTITIES } from "./codes";
import { Cut, type Held, Passed } from "./cut";
import { CONDITION, isSure, Meanings } from "./meanings";
import type { Part } from "./shapes";
import { Raw, ROW, Stream } from "./stream";
import { learn, TAG_START, type Tag } from "./tags";

/** A sign that begins no tag is text. */
const TEXT = /^[^<]*(?:<(?![A-Za-z!?/])[^<]*){0,1000}/;
const SIMPLE = /<[^<>]*>/y;
const TAG_SIGN = /[>=]/g;
const WHITE = /[ \t\r\n\f]*/y;

/** An attribute, and where in the source it begins. */
export interface Attribute {
  readonly text: string;
  readonly start: number;
}

/** Reads a body: what is seen, what is not, and the attributes. */
export class Reading {
  readonly seen = new Stream();
  readonly unseen = new Stream();
  private readonly cut: Cut;
  /** Where attributes stand, and how many of the runs that hold any have been looked at. */
  private readonly held: Held[] = [];
  private taken = 0;
  /** Tags that were read by themselves, by their source. */
  private readonly tags = new Map<string, Tag>();
  private insideComment = false;
  /** The element that hides, or pales, what stands in it, and how many of its name are open. */
  private hiding = "";
  private hides = 0;
  private paling = "";
  private pales = 0;
  private seenAtHiding = -1;

  constructor(html: string) {
    this.cut = new Cut(html, new Meanings());
    const { starts, stops } = this.cut;
    const last = starts.length - 1;
    this.say(html.slice(0, starts[0]), 0);
    let which = 0;
    for (const stop of stops.concat([last])) {
      if (stop >= which) {
        this.pass(which, stop);
        which = stop < last ? this.readFrom(stop) : last;
      }
    }
  }

  /** The attributes of one kind, each text once. */
  attributes(part: Part): string[] {
    const texts = new Set<string>();
    for (const { values } of this.held) {
      for (const value of values) {
        if (value.part === part) {
          texts.add(value.text);
        }
      }
    }
    return Array.from(texts);
  }

  /** Where in the source the wanted attributes of one kind stand. */
  places(part: Part, wanted: ReadonlySet<string>): Attribute[] {
    const found: Attribute[] = [];
    for (const { at, values } of wanted.size > 0 ? this.held : []) {
      for (const value of values) {
        if (value.part === part && wanted.has(value.text)) {
          found.push({ text: value.text, start: at + value.start });
        }
      }
    }
    return found;
  }

  /** Takes runs that mean nothing more as they are. */
  private pass(from: number, to: number): void {
    const { reads, starts, holding } = this.cut;
    const begins = starts[from] ?? 0;
    const ends = starts[to] ?? 0;
    const passed = new Passed(this.cut, reads[from] ?? 0, reads[to] ?? 0);
    if (passed.text) {
      this.seen.add(passed);
    }
    for (; this.taken < holding.length; this.taken += 1) {
      const held = holding[this.taken];
      if (!held || held.at >= ends) {
        break;
      }
      if (held.at >= begins) {
        this.held.push(held);
      }
    }
  }

  /** Reads what may mean more tag by tag, on to where nothing is open; gives the run that follows. */
  private readFrom(stop: number): number {
    const { html, starts } = this.cut;
    const last = starts.length - 1;
    let which = stop;
    let at = starts[which] ?? 0;
    do {
      at = this.step(html, 0, at, starts[which + 1] ?? html.length);
      while (which < last && at >= (starts[which + 1] ?? 0)) {
        which += 1;
      }
    } while (which < last && (at > (starts[which] ?? 0) || this.hides > 0 || this.pales > 0));
    return which;
  }

  /** Reads a tag, or text up to one or to `stop`; gives where it ends. */
  private step(html: string, base: number, at: number, stop: number): number {
    const text = TEXT.exec(html.slice(at, stop))?.[0] ?? "";
    this.say(text, base + at);
    return text ? at + text.length : this.meet(html, base, at);
  }

  /** Reads what begins with a "<"; gives where it ends. */
  private meet(html: string, base: number, at: number): number {
    SIMPLE.lastIndex = at;
    const simple = SIMPLE.exec(html)?.[0] ?? "";
    let tag = this.tags.get(simple);
    if (!tag && isSure(simple)) {
      tag = learn(simple);
      this.tags.set(simple, tag);
    }
    const end = tag ? at + simple.length : tokenEnd(html, at);
    const token = tag ? simple : html.slice(at, end);
    if (tag || TAG_START.test(token.slice(1))) {
      this.apply(tag ?? learn(token), token, base + at);
    } else {
      this.other(token, base + at);
    }
    return end;
  }

  /** Reads a comment, as the HTML it may hold, or a declaration. */
  private other(token: string, at: number): void {
    if (CONDITION.test(token)) {
      return;
    }
    this.beginUnseen();
    if (token.startsWith("<!--") && !this.insideComment) {
      this.insideComment = true;
      const html = token.endsWith("-->") ? token.slice(4, -3) : token.slice(4);
      for (let from = 0; from < html.length; ) {
        from = this.step(html, at + 4, from, html.length);
      }
      this.insideComment = false;
    } else {
      this.unsee(token.slice(2), at + 2);
    }
    this.endUnseen();
  }

  private say(text: string, at: number): void {
    if (this.insideComment || this.hides > 0) {
      this.unsee(text, at);
    } else if (text) {
      this.seen.add(new Raw(text, at, ENTITIES, this.pales > 0));
    }
  }

  private unsee(text: string, at: number): void {
    if (text) {
      this.unseen.add(new Raw(text, at, ENTITIES));
    }
  }

  private apply(tag: Tag, token: string, at: number): void {
    if (tag.values.length > 0) {
      this.held.push({ at, values: tag.values });
    }
    if (tag.opens && !this.insideComment) {
      this.open(tag);
    }
    if (tag.separator) {
      (this.insideComment || this.hides > 0 ? this.unseen : this.seen).add(new Raw(tag.separator, at));
    }
    if (!(tag.opens || this.insideComment)) {
      this.close(tag);
    }
    if (!tag.whole) {
      this.beginUnseen();
      this.unsee(token, at);
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
    if (this.seenAtHiding !== this.seen.size) {
      this.unseen.add(new Raw(ROW, 0));
    }
  }

  private endUnseen(): void {
    this.seenAtHiding = this.seen.size;
  }
}

/** Where what begins with "<" ends. */
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
  return after(html, ">", at + 2);
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
