/** A service that asks as ours does, from a small tree; what it was asked is kept, and its answers can be held. */
import { vi } from "vitest";
import type { Answer, Answers, Option, Question, Reached } from "../../src/guide/questions";
import { Api } from "../../src/shared/api";
import { json } from "../shared/service";

const both = (words: string): { sv: string; en: string } => ({ sv: words, en: `en ${words}` });
const told = (code: string): Answer["reasons"][number] => ({ code, ...both(`${code}.`) });

const option = (value: Option["value"], remembered = false): Option => ({
  value,
  label: both(String(value)),
  remembered,
});

const QUESTIONS: Readonly<Record<string, Question>> = {
  initiator: {
    code: "initiator",
    text: both("Vem bjuder in?"),
    help: both("Välj den som skickar inbjudan."),
    many: false,
    options: [option("caregiver", true), option("other_organisation")],
  },
  content: {
    code: "content",
    text: both("Vad handlar mötet om?"),
    many: false,
    options: [option("sensitive"), option("administrative")],
  },
  others: {
    code: "others",
    text: both("Vilka fler är med?"),
    many: true,
    options: [option("relative"), option("interpreter"), option("crowd")],
  },
};

const AGE: Question = {
  code: "age",
  text: both("Hur gammal är patienten?"),
  many: false,
  options: [option(0), option(13)],
};

const plain = { row: "1", reasons: [told("reason")], advice: [] };

export const BOOK: Answer = {
  outcome: "book",
  title: both("Vårdmöte patient"),
  type: "patient_care",
  service: "teams_protected",
  row: "10",
  reasons: [told("more_than_two")],
  advice: [
    told("danger"),
    told("row_1"),
    told("show_document"),
    told("interpreter"),
    told("delivery_interpreter"),
    told("check_patient"),
    told("suitability_condition"),
    told("unsuitable_language"),
  ],
};

const ANSWERS: Readonly<Record<Answer["outcome"], Answer>> = {
  book: BOOK,
  other_system: {
    ...plain,
    outcome: "other_system",
    title: both("Teams"),
    system: "teams",
    link: "https://teams.example",
  },
  join_only: { ...plain, outcome: "join_only", advice: [told("you_answer")] },
  stop: { ...plain, outcome: "stop", advice: [told("danger"), told("split")] },
};

function outcome({ initiator, content, others }: Answers): Answer["outcome"] | keyof typeof QUESTIONS {
  if (initiator === "other_organisation") {
    return "join_only";
  }
  if (content === "administrative") {
    return "other_system";
  }
  if (Array.isArray(others)) {
    return others.includes("crowd") ? "stop" : "book";
  }
  return content ? "others" : "content";
}

export class Asker {
  readonly api = new Api(() => "demo:personal");
  readonly asked: Answers[] = [];
  last: Reached | Record<string, never> = {};
  /** Answers to give instead, in order. */
  readonly instead: (() => Response)[] = [];
  #held: (() => void)[] | null = null;

  constructor() {
    vi.stubGlobal("fetch", (path: string, request: RequestInit) => this.#fetch(path, request));
  }

  /** Keeps the answers back until they are let go. */
  hold(): void {
    this.#held = [];
  }

  letGo(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const answer of held) {
      answer();
    }
  }

  async #fetch(path: string, { body, signal }: RequestInit): Promise<Response> {
    if (path === "/api/v1/guide/last") {
      return json(this.last);
    }
    const { answers } = JSON.parse(String(body)) as { answers: Answers };
    this.asked.push(answers);
    if (this.#held) {
      await new Promise<void>((resolve, reject) => {
        this.#held?.push(resolve);
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
    }
    return this.instead.shift()?.() ?? json(step(answers));
  }
}

export function step(answers: Answers): unknown {
  const next = Object.keys(answers).length === 0 ? "initiator" : outcome(answers);
  const question = QUESTIONS[next];
  return question
    ? { question, number: Object.keys(answers).length + 1, at_most: 5 }
    : reached(next as Answer["outcome"], answers);
}

/** Once the age is said, there is advice about it and nothing more to say. */
function reached(outcome: Answer["outcome"], answers: Answers): Reached {
  const answer = ANSWERS[outcome];
  const { age } = answers;
  return outcome === "book" && age !== undefined
    ? { answer: { ...answer, advice: [told(`age_${age}`), ...answer.advice] }, answers, refine: [] }
    : { answer, answers, refine: outcome === "book" ? [AGE] : [] };
}
