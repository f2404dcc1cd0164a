import type { Language } from "./dates";

export type { Language } from "./dates";

/** A human text as the server sends it: both languages, always. */
export interface Text {
  readonly sv: string;
  readonly en: string;
}

type Table = Readonly<Record<string, Text>>;

/** Words put into a text: `{name}` in the table is replaced by `words.name`. */
export type Words = Readonly<Record<string, string | number>>;

/** "sv" for Swedish and for everything unknown; "en" only when English is asked for ("en-GB", "EN"). */
export function languageOf(tag: string | null | undefined): Language {
  return /^en\b/i.test(tag ?? "") ? "en" : "sv";
}

/** The one text of a pair. */
export function pick(text: Text, language: Language): string {
  return text[language];
}

export interface Translator<T extends Table> {
  (key: keyof T & string, words?: Words): string;
  readonly language: Language;
}

/**
 * One page's texts in one language. `text("key", {name: "Anna"})` fills `{name}`.
 * Keys are checked when compiling, so a missing text cannot be shipped.
 */
export function translator<T extends Table>(table: T, language: Language): Translator<T> {
  const text = (key: keyof T & string, words: Words = {}): string => {
    const entry = table[key];
    if (!entry) {
      throw new Error(`No text for ${key}`);
    }
    return fillWords(entry[language], words);
  };
  return Object.assign(text, { language });
}

/** Puts words in the place of `{name}`; a word that is not given stays visible as `{name}`. */
export function fillWords(template: string, words: Words): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(words[name] ?? whole));
}
