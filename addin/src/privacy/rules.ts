/** The one rules file of the detector; the backend reads the same (backend/privacy/rules.py). */
import {
  as_of,
  classes,
  entities,
  html,
  link_hint,
  links,
  most_findings,
  numbers,
  words as phrases,
  private_domains,
  severity,
  texts,
  where,
  windows,
} from "../../../backend/privacy/rules.json";

/** What the client needs of it: the bundle leaves out the rest, such as the sources. */
export const rules = {
  as_of,
  classes,
  entities,
  html,
  link_hint,
  links,
  most_findings,
  numbers,
  private_domains,
  severity,
  texts,
  where,
  windows,
  words: phrases,
};

const CLASSES: Readonly<Record<string, string>> = classes;

/** The pattern with `<name>` replaced by the class of that name. */
export function expand(pattern: string): string {
  return pattern.replace(/<([a-z]+)>/g, (_, name: string) => CLASSES[name] ?? "");
}

/** A pattern of the rules file; the flags only say how it is walked, never what it means. */
export function compiled(pattern: string, walk: "" | "g" | "y" = ""): RegExp {
  return new RegExp(expand(pattern), walk);
}

/** A pattern for what stands directly before a place, on lower-case text that ends there. */
export function before(pattern: string): RegExp {
  return new RegExp(`(?:^|[^${classes.wordchar}])(?:${expand(pattern)})$`);
}

/** A table by name, without what every object has: the engine of classic Outlook lacks `Object.hasOwn`. */
export function table<Row>(rows: Readonly<Record<string, Row>>): Readonly<Record<string, Row>> {
  return Object.assign(Object.create(null), rows);
}

export function words(listed: string): ReadonlySet<string> {
  return new Set(listed.split(" "));
}

/** The text in lower case, as long as before: a letter that would grow is left alone. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-ZÅÄÖÉÜ]/g, (sign) => sign.toLowerCase());
}
