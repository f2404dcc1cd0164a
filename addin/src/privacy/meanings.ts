/**
 * What runs of tags, entities and white space mean. Word writes the same ones by the thousand, so a run is understood
 * once; runs of one form differ only in what is quoted in them, so that is understood once as well.
 */
import { decoded, ENTITIES, type Unit, units } from "./codes";
import { rules } from "./rules";
import { besideCells } from "./stream";
import { EMPTY, endsItself, HELD, learn, quoted, STYLES, shows, TAG_START, type Value } from "./tags";

/**
 * What stands between two texts. It holds every "<", so texts hold none, and every entity. Its length is bounded, for
 * the engine remembers each of its parts while it goes on.
 */
export const RUN = /(?:(?:<[^<>]*>?|&[#0-9A-Za-z]+;?)[ \t\r\n\f\u00a0]*){1,64}/g;
const PARTS = /(<[^<>]*>?)/;
/** What may stand in a form: an attribute's value in quotes. */
const SLOT = /=[ \t\r\n\f]{0,20}(?:"([^"<>]*)"|'([^'<>]*)')/g;
/** Word's lists stand in such comments; they say nothing. */
const CONDITION_SIGN = "\\[(?:if [A-Za-z!()&| ]{1,40}|endif)\\]";
export const CONDITION = new RegExp(`^<!(?:${CONDITION_SIGN}|--${CONDITION_SIGN}--)>$`);

/** What a run reads as, and the attributes in it. */
export interface Meaning {
  readonly text: string;
  readonly values: readonly Value[];
}

/** A form: what it reads as, and the attribute that each slot is the value of, none where nobody reads it. */
interface Form extends Meaning {
  readonly names: readonly string[];
  readonly read: boolean;
}

const NONE: readonly Value[] = [];
/** Signs that mean something in a pattern. */
const SPECIAL = /[\\^$.*+?()[\]{}|]/g;
/** A value that ends where it does whatever it holds. */
const VALUE = "([^\"'<>]*)";
/** The patterns that a new run is held against. */
const MOST_ALIKE = 8;
const LONG = 4000;
const HIDING_TAG = new RegExp(`<(?:${rules.html.hidden.split(" ").join("|")})[ \\t\\r\\n\\f/>]`, "i");

/** Runs of a form that differ only in their values. */
interface Alike {
  readonly pattern: RegExp;
  readonly around: readonly string[];
  readonly form: Form;
}

/** A run that was met, and the one that followed it last: a table's rows are alike, so that one is likely next. */
interface Met {
  readonly run: string;
  readonly meaning: Meaning | null;
  next: Met | null;
}

/** The runs met so far. */
export class Meanings {
  private readonly known = new Map<string, Met>();
  private last: Met = { run: "", meaning: null, next: null };
  private readonly forms = new Map<string, Form | null>();
  private readonly alike: Alike[] = [];
  private readonly shown = new Map<string, boolean>();

  /** What a run means; null if it may mean more, or not end where it does. */
  of(run: string): Meaning | null {
    let met = this.last.next;
    if (met?.run !== run) {
      for (const { pattern, around, form } of this.alike) {
        const found = pattern.exec(run);
        if (found) {
          return this.fill(form, around, found);
        }
      }
      met = this.known.get(run) ?? this.learn(run);
      this.last.next = met;
    }
    this.last = met;
    return met.meaning;
  }

  private learn(run: string): Met {
    const met = { run, meaning: HIDING_TAG.test(run) ? null : this.learnForm(run), next: null };
    this.known.set(run, met);
    return met;
  }

  private learnForm(run: string): Meaning | null {
    const around: string[] = [];
    const values = [run];
    let at = 0;
    const written = run.replace(SLOT, (slot: string, double: string, single: string, start: number) => {
      const value = double ?? single;
      const end = start + slot.length - 1;
      around.push(run.slice(at, end - value.length));
      values.push(value);
      at = end;
      return EMPTY;
    });
    around.push(run.slice(at));
    let form = this.forms.get(written);
    if (form === undefined) {
      form = understand(written);
      this.forms.set(written, form);
    }
    if (form === null) {
      return readEach(run);
    }
    const meaning = this.fill(form, around, values);
    if (meaning?.values.length && written.length < LONG) {
      const pattern = new RegExp(`^${around.map((part) => part.replace(SPECIAL, "\\$&")).join(VALUE)}$`);
      if (pattern.test(run)) {
        this.alike.unshift({ pattern, around, form });
        this.alike.length = Math.min(this.alike.length, MOST_ALIKE);
      }
    }
    return meaning;
  }

  /** What a run of a form means: `found` is the run and its values, `around` what stands around them. */
  private fill(form: Form, around: readonly string[], found: readonly string[]): Meaning | null {
    if (!form.read) {
      return form;
    }
    const values: Value[] = [];
    let start = 0;
    for (let slot = 0; slot < form.names.length; slot += 1) {
      const name = form.names[slot] ?? "";
      const text = found[slot + 1] ?? "";
      const part = HELD[name];
      start += around[slot]?.length ?? 0;
      if (part && text) {
        values.push({ part, text, start });
      } else if (name && !part && !this.shows(name, text)) {
        return null;
      }
      start += text.length;
    }
    return { text: form.text, values };
  }

  private shows(name: string, value: string): boolean {
    const style = `${name}:${value}`;
    let shown = this.shown.get(style);
    if (shown === undefined) {
      shown = shows(name, value);
      this.shown.set(style, shown);
    }
    return shown;
  }
}

/** What a run means, read tag by tag. */
function readEach(run: string): Meaning | null {
  const values: Value[] = [];
  let text = "";
  let at = 0;
  for (const part of run.split(PARTS)) {
    if (part.charAt(0) !== "<") {
      text += decoded(part, ENTITIES);
    } else if (!CONDITION.test(part)) {
      const tag = isSure(part) ? learn(part) : null;
      if (tag === null || tag.hides || tag.pales) {
        return null;
      }
      text += tag.separator;
      for (const value of tag.values) {
        values.push({ part: value.part, text: value.text, start: at + value.start });
      }
    }
    at += part.length;
  }
  return { text: besideCells(text), values };
}

/** Whether what stands between two signs is a tag that ends there whatever follows. */
export function isSure(token: string): boolean {
  const source = token.slice(1, -1);
  return token.endsWith(">") && TAG_START.test(source) && endsItself(source);
}

/** What a run reads as, in stretches: the edge that a tag is stands at its sign. */
export function stretches(run: string): Unit[] {
  const all: Unit[] = [];
  let at = 0;
  for (const part of run.split(PARTS)) {
    if (part.charAt(0) === "<") {
      all.push({ text: TAG_START.test(part.slice(1)) ? learn(part).separator : "", at, wide: 1 });
    } else {
      for (const unit of units(part, ENTITIES)) {
        all.push({ text: unit.text, at: at + unit.at, wide: unit.wide });
      }
    }
    at += part.length;
  }
  return all;
}

/** A form; null if its runs are to be read tag by tag. */
function understand(written: string): Form | null {
  const parts = written.split(PARTS).map(partOf);
  const names = parts.reduce((some: string[], part) => some.concat(part?.names ?? []), []);
  const text = besideCells(parts.map((part) => part?.text ?? "").join(""));
  return parts.indexOf(null) < 0 ? { text, values: NONE, names, read: names.some(Boolean) } : null;
}

/** The same of a tag, or of what stands between two. */
function partOf(part: string): Pick<Form, "text" | "names"> | null {
  if (part.charAt(0) !== "<" || CONDITION.test(part)) {
    return { text: part.charAt(0) === "<" ? "" : decoded(part, ENTITIES), names: [] };
  }
  const stray = /["']/.test(part.split(EMPTY).join(""));
  const names = isSure(part) && !stray ? quoted(part) : null;
  const tag = learn(part);
  if (names === null || tag.hides || tag.pales || tag.values.length > 0) {
    return null;
  }
  const reads = (name: string): boolean => (tag.opens && name in HELD) || (tag.keeps && STYLES.has(name));
  return { text: tag.separator, names: names.map((name) => (reads(name) ? name : "")) };
}
