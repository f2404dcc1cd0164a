/**
 * What runs of tags, entities and white space mean. Word writes the same ones by the thousand, so a run is understood
 * once; runs of one form differ only in what is quoted in them, so that is understood once as well.
 */
import { decoded, ENTITIES, type Unit, units } from "./codes";
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

/** The runs met so far. */
export class Meanings {
  private readonly known = new Map<string, Meaning | null>();
  private readonly forms = new Map<string, Form | null>();
  private readonly shown = new Map<string, boolean>();

  /** What a run means; null if it may mean more, or not end where it does. */
  of(run: string): Meaning | null {
    let known = this.known.get(run);
    if (known === undefined) {
      known = this.learn(run);
      this.known.set(run, known);
    }
    return known;
  }

  private learn(run: string): Meaning | null {
    const written = run.replace(SLOT, EMPTY);
    let form = this.forms.get(written);
    if (form === undefined) {
      form = understand(written);
      this.forms.set(written, form);
    }
    if (form === null) {
      return readEach(run);
    }
    return form.read ? this.fill(form, run) : form;
  }

  private fill(form: Form, run: string): Meaning | null {
    const values: Value[] = [];
    SLOT.lastIndex = 0;
    for (const name of form.names) {
      const found = SLOT.exec(run);
      const text = found?.[1] ?? found?.[2] ?? "";
      const part = HELD[name];
      if (part && text) {
        values.push({ part, text, start: SLOT.lastIndex - 1 - text.length });
      } else if (name && !part && !this.shows(name, text)) {
        return null;
      }
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
        values.push({ ...value, start: at + value.start });
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
        all.push({ ...unit, at: at + unit.at });
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
