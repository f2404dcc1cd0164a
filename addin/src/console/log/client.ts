/** The access log's part of our JSON API, as typed calls. */
import type { Api } from "../../shared/api";
import type { Text } from "../../shared/i18n";
import { shiftDay, startOfDay } from "../../staff/days";

/** Somebody an entry is about; names and numbers only in an extract. */
export interface Subject {
  readonly participant?: string;
  readonly kind: string;
  readonly name?: string;
  readonly phone?: string;
  readonly person_number?: string;
}

export interface Entry {
  readonly number: number;
  readonly at: string;
  readonly action: string;
  readonly label: Text;
  readonly user: string;
  /** Null for whoever is not, or no longer, in the directory. */
  readonly name: string | null;
  readonly unit: string;
  readonly on_behalf_of: string | null;
  readonly meeting: string | null;
  readonly about: readonly string[];
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly reads_patient_data: boolean;
  readonly subjects?: readonly Subject[];
}

export interface Entries {
  readonly entries: readonly Entry[];
  readonly next: string | null;
}

/** Days, as the fields hold them; empty strings select nothing. */
export interface Filters {
  readonly from: string;
  readonly to: string;
  readonly unit: string;
  readonly user: string;
  readonly action: string;
}

export type Result = "ok" | "follow_up";

export interface Check {
  readonly number: number;
  readonly at: string;
  readonly user: string;
  readonly name: string | null;
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly result: Result;
  readonly entries: readonly number[];
}

export interface Extract {
  readonly extract: string;
  readonly made_at: string;
  readonly entries: readonly Entry[];
}

/** What a patient has told; empty strings tell nothing. */
export type Told = Readonly<Record<"name" | "phone" | "person_number" | "meeting" | "from" | "to", string>>;

const PATH = "/api/v1/access-log";

/** Calls on the log. Every call rejects with ApiProblem. No call puts a patient in an address. */
export class LogCalls {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  entries(filters: Filters, cursor: string | null = null): Promise<Entries> {
    return this.#api.get<Entries>(`${PATH}?${query({ ...asked(filters), cursor: cursor ?? "" })}`);
  }

  sample(filters: Filters, count: number): Promise<Entries> {
    return this.#api.get<Entries>(`${PATH}?${query({ ...asked(filters), sample: String(count) })}`);
  }

  mine({ from, to }: Pick<Filters, "from" | "to">, cursor: string | null = null): Promise<Entries> {
    return this.#api.get<Entries>(`${PATH}/mine?${query({ ...period(from, to), cursor: cursor ?? "" })}`);
  }

  async checks(): Promise<readonly Check[]> {
    return (await this.#api.get<{ reviews: readonly Check[] }>(`${PATH}/reviews`)).reviews;
  }

  async document({ from, to, unit }: Filters, result: Result, entries: readonly number[]): Promise<void> {
    await this.#api.post(`${PATH}/reviews`, { ...period(from, to), ...given({ unit }), result, entries });
  }

  extract({ from, to, ...told }: Told): Promise<Extract> {
    return this.#api.post<Extract>(`${PATH}/extracts`, given({ ...told, ...period(from, to) }));
  }
}

function asked({ from, to, ...rest }: Filters): Record<string, string> {
  return { ...rest, ...period(from, to) };
}

/** The moments between which the days lie: the last day counts to its end. */
function period(from: string, to: string): Record<string, string> {
  return given({ from: from && startOfDay(from), to: to && startOfDay(shiftDay(to, 1)) });
}

function given(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

function query(values: Readonly<Record<string, string>>): string {
  return new URLSearchParams(given(values)).toString();
}
