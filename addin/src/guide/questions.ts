/** What the guide asks and answers, as the service says it. */
import type { Api } from "../shared/api";
import type { Text } from "../shared/i18n";

type Value = string | number | boolean;

/** The answers so far, by the code of their question. */
export type Answers = Readonly<Record<string, Value | readonly Value[]>>;

export interface Option {
  readonly value: Value;
  readonly label: Text;
  /** What the unit answered last time. */
  readonly remembered: boolean;
}

export interface Question {
  readonly code: string;
  readonly text: Text;
  readonly help?: Text;
  /** Whether any number of the options may be chosen. */
  readonly many: boolean;
  readonly options: readonly Option[];
}

export interface Asked {
  readonly question: Question;
  readonly number: number;
  readonly at_most: number;
}

/** A question about the patient, put after the answer to whoever wants advice that fits. */
export interface Extra {
  readonly question: Question;
}

export interface Told extends Text {
  readonly code: string;
}

export interface Answer {
  readonly outcome: "book" | "other_system" | "join_only" | "stop";
  /** The label of the type or system; empty where neither is the answer. */
  readonly title?: Text;
  readonly type?: string;
  readonly service?: string;
  readonly system?: string;
  readonly link?: string;
  /** The other system's meeting can be booked here by its link. */
  readonly link_system?: { readonly service: string; readonly type: string; readonly system: Text } | null;
  readonly row: string;
  readonly reasons: readonly Told[];
  readonly advice: readonly Told[];
}

export interface Reached {
  readonly answer: Answer;
  readonly answers: Answers;
  /** What may be asked of the patient, to make the advice fit. */
  readonly refine?: readonly Question[];
}

/** The next question, or the answer once no question can change it. Rejects with ApiProblem, or when it is neither. */
export async function nextStep(api: Api, answers: Answers, signal: AbortSignal): Promise<Asked | Reached> {
  const came = await api.post<Asked | Reached>("/api/v1/guide/next", { answers }, { signal });
  if ("answer" in came || "question" in came) {
    return came;
  }
  throw new TypeError("Neither a question nor an answer");
}

/** What the unit came to last time, or null; not being told is no trouble. */
export async function lastAnswer(api: Api, signal: AbortSignal): Promise<Reached | null> {
  try {
    const last = await api.get<Partial<Reached>>("/api/v1/guide/last", { signal });
    const { answer, answers } = last;
    return answer && answers ? { answer, answers } : null;
  } catch {
    return null;
  }
}
