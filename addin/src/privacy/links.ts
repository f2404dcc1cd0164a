/** Links to meetings: which meeting a link leads to. */
import { ENTITIES_AND_PERCENT } from "./codes";
import { compiled, rules } from "./rules";
import { plain } from "./stream";

const ADDRESS = compiled(
  "https?(?:://|%3a%2f%2f)[^<invisible> \\t\\r\\n\\f\\u00a0\\ue000-\\ue002\"'<>]{4,2000}",
  "g",
);
const HINT = compiled(rules.link_hint);
const SERVICES = rules.links.map((row) => ({
  service: row.service,
  form: `${row.service} ${("form" in row && row.form) || ""}`,
  pattern: compiled(row.pattern),
}));

/** A link to a meeting, from start up to end; two links to one meeting have the same `meeting`, if they have the same `form`. */
export interface MeetingLink {
  readonly start: number;
  readonly end: number;
  readonly service: string;
  readonly form: string;
  readonly meeting: string;
}

/** The links to meetings in a text or a link. */
export function findLinks(text: string): MeetingLink[] {
  const links: MeetingLink[] = [];
  if (text.indexOf("http") < 0) {
    return links;
  }
  ADDRESS.lastIndex = 0;
  for (let found = ADDRESS.exec(text); found; found = ADDRESS.exec(text)) {
    const link = toMeeting(found[0], found.index);
    if (link) {
      links.push(link);
    }
  }
  return links;
}

function toMeeting(address: string, start: number): MeetingLink | null {
  if (!HINT.test(address)) {
    return null;
  }
  for (const { service, form, pattern } of SERVICES) {
    const target = pattern.exec(address);
    if (target) {
      const code = plain(target[1] ?? "", ENTITIES_AND_PERCENT)
        .text()
        .replace(/[.,;:!)\]'"/]+$/, "");
      return { start, end: start + address.length, service, form, meeting: `${service} ${code}` };
    }
  }
  return null;
}
