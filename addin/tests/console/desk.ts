/** A stand-in for our JSON API as the console asks it, and a context for the parts of its pages. */
import { vi } from "vitest";
import type { ConsoleData, Context } from "../../src/console/context";
import type { Entry } from "../../src/console/log/client";
import type { Unit, UnitPerson } from "../../src/console/unit/client";
import { WORDS } from "../../src/console/words";
import { Api } from "../../src/shared/api";
import { type Language, translator } from "../../src/shared/i18n";
import { json } from "../shared/service";

export const NOW = new Date("2026-06-10T10:00:00+02:00");

const both = (words: string): { sv: string; en: string } => ({ sv: words, en: `${words} (en)` });

export interface Call {
  readonly call: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly bearer: string | null;
}

/** Answers "METHOD path" with what was put up for it last; what nobody put up is not there. */
export class Desk {
  readonly calls: Call[] = [];
  readonly #answers = new Map<string, (call: Call) => Response>();

  constructor() {
    vi.stubGlobal("fetch", (path: string, request: RequestInit) => {
      const url = new URL(path, "https://vard.example");
      const call = {
        call: `${request.method ?? "GET"} ${url.pathname}`,
        query: url.searchParams,
        body: typeof request.body === "string" ? JSON.parse(request.body) : null,
        bearer: new Headers(request.headers).get("Authorization"),
      };
      this.calls.push(call);
      const answer = this.#answers.get(call.call);
      return Promise.resolve(answer ? answer(call) : json({ code: "not-found" }, 404));
    });
  }

  on(call: string, answer: unknown): this {
    this.#answers.set(call, () => json(answer));
    return this;
  }

  answer(call: string, answer: (call: Call) => Response): this {
    this.#answers.set(call, answer);
    return this;
  }

  /** The bodies sent to "METHOD path". */
  sent(call: string): readonly unknown[] {
    return this.calls.filter((one) => one.call === call).map(({ body }) => body);
  }

  count(call: string): number {
    return this.sent(call).length;
  }
}

export const DATA: ConsoleData = {
  page: "unit",
  region: both("Regionen"),
  accent: "#0b6070",
  people: [{ user: "chef", name: "Britt Åsberg", unit: both("Medicin"), does: both("chef") }],
  actions: [{ code: "meeting.read", label: both("Läste mötet") }],
  labels: { patient_care: both("Vårdmöte patient") },
  problems: [{ role: "host", problem: both("Ljud, bild eller nät") }],
};

export function context(language: Language = "sv"): Context {
  return {
    data: DATA,
    me: {
      user: "chef",
      name: "Britt Åsberg",
      unit: { id: "medicin", name: both("Medicin") },
      roles: ["unit_head"],
    },
    api: new Api(() => "demo:chef"),
    text: translator(WORDS, language),
    language,
    now: () => NOW,
  };
}

export const ALL = {
  people: true,
  agreements: true,
  exceptions: true,
  approval: true,
  contacts: true,
  systems: true,
};
export const NOTHING: Unit["may"] = {
  people: false,
  agreements: false,
  exceptions: false,
  approval: false,
  contacts: false,
  systems: false,
};

export function unit(more: Partial<Unit> = {}): Unit {
  return {
    id: "medicin",
    name: both("Medicin"),
    roles: ["unit_head"],
    training: { required: true, text: both("Utbildningen kommer först.") },
    services: [
      { code: "pexip", label: both("Pexip"), agreement_needed: true, agreement: null, on: false },
      { code: "teams", label: both("Teams"), agreement_needed: false, agreement: null, on: true },
    ],
    approval: {
      required: true,
      text: both("Godkännande krävs."),
      questions: [
        { code: "one", text: both("Första frågan?") },
        { code: "two", text: both("Andra frågan?") },
      ],
      current: null,
    },
    exception_rules: [{ code: "share", text: both("Dela skärm"), longest_months: 12 }],
    exceptions: [],
    contacts: [],
    systems: [
      { code: "cosmic", label: both("Cosmic"), on: true },
      { code: "platform", label: both("Plattformen"), on: false },
    ],
    may: ALL,
    ...more,
  };
}

export function person(more: Partial<UnitPerson> = {}): UnitPerson {
  return {
    user: "personal",
    name: "Disa Ekmark",
    external: false,
    training: null,
    roles: [
      {
        role: "care_staff",
        from: "grant",
        active: false,
        waiting_for: "training",
        valid_to: null,
        responsible: null,
        granted_by: "chef",
      },
    ],
    ...more,
  };
}

export function entry(number: number, more: Partial<Entry> = {}): Entry {
  return {
    number,
    at: "2026-06-09T08:30:00+02:00",
    action: "meeting.read",
    label: both("Läste mötet"),
    user: "personal",
    name: "Disa Ekmark",
    unit: "medicin",
    on_behalf_of: null,
    meeting: "m1",
    about: ["patient"],
    detail: {},
    reads_patient_data: false,
    ...more,
  };
}

/** The one element with these words that one can press. */
export function press(within: ParentNode, words: string, at = 0): HTMLElement {
  const hits = [...within.querySelectorAll<HTMLElement>("button, summary, a")].filter(
    (node) => node.textContent?.trim() === words || node.getAttribute("aria-label") === words,
  );
  const hit = hits[at];
  if (!hit) {
    throw new Error(`nothing to press: ${words}`);
  }
  hit.click();
  return hit;
}

/** Writes in the field with this name, or picks from it. */
export function write(within: ParentNode, name: string, value: string): void {
  const field = within.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`);
  if (!field) {
    throw new Error(`no field: ${name}`);
  }
  field.value = value;
  field.dispatchEvent(new Event("change"));
}

export function words(node: ParentNode & { textContent?: string | null }): string {
  return (node.textContent ?? "").replace(/\s+/g, " ");
}
