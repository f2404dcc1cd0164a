/** The codes and numbers of an entry in words, where we know them; as they stand where we do not. */
import { pick } from "../../shared/i18n";
import { dayWords, momentWords } from "../../staff/days";
import type { Context } from "../context";
import { roleName } from "../unit/roles";
import type { WordKey } from "../words";
import type { Entry } from "./client";

type Value = string | number | boolean;

const NAMES: Readonly<Record<string, WordKey>> = {
  person: "detailPerson",
  role: "role",
  key: "detailKey",
  valid_to: "validTo",
  responsible: "responsible",
  completed_on: "completedOn",
  sample: "detailSample",
  entries: "entries",
  extract: "extractTitle",
  result: "detailResult",
  from: "from",
  to: "to",
  type: "detailType",
  service: "detailService",
  kind: "detailKind",
  reason: "detailReason",
  rule: "detailRule",
  answer: "detailAnswer",
};
/** Of use to the machine alone. */
const HIDDEN = new Set(["record"]);
const ANSWERS: Readonly<Record<string, WordKey>> = { lost: "answerLost", "not-hung-up": "answerNotHungUp" };
const RESULTS: Readonly<Record<string, WordKey>> = { ok: "resultOk", follow_up: "resultFollowUp" };

export function detailWords(context: Context, detail: Entry["detail"]): string {
  return Object.entries(detail)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== "" && value !== 0)
    .map(([name, value]) => `${named(context, name)}: ${said(context, name, value)}`)
    .join(", ");
}

function named({ text }: Context, name: string): string {
  return NAMES[name] ? text(NAMES[name]).toLowerCase() : name;
}

function said({ text, language, now, data }: Context, name: string, value: Value): string {
  const words = String(value);
  if (typeof value === "boolean") {
    return text(value ? "yes" : "no").toLowerCase();
  }
  const label = data.labels[words];
  if (label) {
    return pick(label, language);
  }
  if (name === "role") {
    return roleName(text, words);
  }
  if (name === "result" && RESULTS[words]) {
    return text(RESULTS[words]);
  }
  if (name === "answer" && ANSWERS[words]) {
    return text(ANSWERS[words]);
  }
  if (/^\d{4}-\d\d-\d\d$/.test(words)) {
    return dayWords(words, language, now());
  }
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(words)) {
    return momentWords(words, language, now());
  }
  return words.replaceAll("+", ", ");
}
