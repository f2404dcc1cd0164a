/** What is found in the attributes of a body: all of one kind are read as one text, and each says where it stands. */
import { ENTITIES, ENTITIES_AND_PERCENT } from "./codes";
import type { Moments } from "./moments";
import { findNumbers, type Hit, NEXT } from "./numbers";
import { compiled, rules } from "./rules";
import type { Part } from "./shapes";
import { lastUpTo, type Place, plain, type Stream, sums } from "./stream";

const HINT = compiled(rules.link_hint, "g");

/** Something found in an attribute, and where in it. */
export interface InAttribute extends Place {
  readonly hit: Hit;
}

/** The attributes of one kind. */
export class Attributes {
  readonly part: Part;
  readonly codes: RegExp;
  private readonly sources: readonly string[];
  private readonly stream: Stream;
  private readonly text: string;

  constructor(part: Part, sources: readonly string[]) {
    this.part = part;
    this.codes = part === "href" ? ENTITIES_AND_PERCENT : ENTITIES;
    this.sources = sources;
    this.stream = plain(sources.join(NEXT), this.codes);
    this.text = this.stream.text();
  }

  /** The numbers, by the attribute they stand in. */
  numbers(days: Moments): Map<string, InAttribute[]> {
    const hits = findNumbers(this.text, days, this.part === "href");
    const starts = hits.length > 0 ? sums(this.sources.map((source) => source.length + 1)) : [];
    const found = new Map<string, InAttribute[]>();
    for (const hit of hits) {
      const { start, length } = this.stream.place(hit.start, hit.end);
      const which = lastUpTo(starts, start, this.sources.length);
      const source = this.sources[which] ?? "";
      const told = found.get(source) ?? [];
      told.push({ start: start - (starts[which] ?? 0), length, hit });
      found.set(source, told);
    }
    return found;
  }

  /** The links that may lead to a meeting. */
  mayLead(): readonly string[] {
    HINT.lastIndex = 0;
    if (this.part !== "href" || !HINT.test(this.text)) {
      return [];
    }
    const texts = this.text.split(NEXT);
    if (texts.length !== this.sources.length) {
      return this.sources;
    }
    const starts = sums(texts.map((text) => text.length + 1));
    const lead: string[] = [];
    HINT.lastIndex = 0;
    for (let found = HINT.exec(this.text); found; found = HINT.exec(this.text)) {
      const which = lastUpTo(starts, found.index, texts.length);
      lead.push(this.sources[which] ?? "");
      HINT.lastIndex = starts[which + 1] ?? this.text.length;
    }
    return lead;
  }
}
