/** The unit's part of our JSON API, as typed calls. */
import type { Api } from "../../shared/api";
import type { Text } from "../../shared/i18n";
import type { ContactRole } from "../context";

export interface UnitName {
  readonly id: string;
  readonly name: Text;
  /** The roles one has there oneself. */
  readonly roles: readonly string[];
}

export interface Agreement {
  readonly id: string;
  readonly reference: string;
  readonly recorded_by: string;
  readonly recorded_at: string;
  readonly valid_to: string | null;
}

export interface UnitService {
  readonly code: string;
  readonly label: Text;
  readonly agreement_needed: boolean;
  readonly agreement: Agreement | null;
  readonly on: boolean;
}

export interface Approval {
  readonly id: string;
  readonly approved_by: string;
  readonly approved_at: string;
  readonly valid_to: string;
}

export interface ExceptionRule {
  readonly code: string;
  readonly text: Text;
  readonly longest_months: number;
}

export interface UnitException {
  readonly id: string;
  readonly rule: string;
  readonly routine: string;
  readonly approved_by: string;
  readonly approved_at: string;
  readonly valid_to: string;
}

/** A contact as it is sent; the server gives it an id. */
export interface NewContact {
  readonly role: ContactRole;
  readonly problem: Text;
  readonly label: Text;
  readonly phone?: string;
  readonly email?: string;
  readonly url?: string;
  readonly hours?: Text;
}

export interface Contact extends NewContact {
  readonly id: string;
}

export type Right = "people" | "agreements" | "exceptions" | "approval" | "contacts" | "systems";

export interface Unit extends UnitName {
  readonly training: { readonly required: boolean; readonly text: Text };
  readonly services: readonly UnitService[];
  readonly approval: {
    readonly required: boolean;
    readonly text: Text;
    readonly questions: readonly { readonly code: string; readonly text: Text }[];
    readonly current: Approval | null;
  };
  readonly exception_rules: readonly ExceptionRule[];
  readonly exceptions: readonly UnitException[];
  readonly contacts: readonly Contact[];
  readonly systems: readonly { readonly code: string; readonly label: Text; readonly on: boolean }[];
  readonly may: Readonly<Record<Right, boolean>>;
}

export interface PersonRole {
  readonly role: string;
  readonly from: "directory" | "grant";
  readonly active: boolean;
  readonly waiting_for: "training" | "responsible" | null;
  readonly valid_to: string | null;
  readonly responsible: string | null;
  readonly granted_by: string | null;
}

export interface UnitPerson {
  readonly user: string;
  readonly name: string;
  readonly external: boolean;
  readonly training: { readonly completed_on: string; readonly recorded_by: string } | null;
  readonly roles: readonly PersonRole[];
}

type Body = Readonly<Record<string, unknown>>;

/** Calls about one unit. Every call rejects with ApiProblem. */
export class UnitCalls {
  readonly #api: Api;
  readonly #path: string;

  constructor(api: Api, id: string) {
    this.#api = api;
    this.#path = `/api/v1/units/${encodeURIComponent(id)}`;
  }

  unit(): Promise<Unit> {
    return this.#api.get<Unit>(this.#path);
  }

  async people(): Promise<readonly UnitPerson[]> {
    return (await this.#api.get<{ people: readonly UnitPerson[] }>(`${this.#path}/people`)).people;
  }

  async add(what: "agreements" | "exceptions" | "approval", body: Body): Promise<void> {
    await this.#api.post(`${this.#path}/${what}`, body);
  }

  /** Takes away an agreement or exception by its id; the approval has no id of its own. */
  drop(what: "agreements" | "exceptions" | "approval", id?: string): Promise<void> {
    return this.#api.delete(`${this.#path}/${what}${id === undefined ? "" : `/${encodeURIComponent(id)}`}`);
  }

  async keepContacts(contacts: readonly NewContact[]): Promise<void> {
    await this.#api.put(`${this.#path}/contacts`, { contacts });
  }

  /** Says which of the other systems the unit is on, by their codes. */
  async keepSystems(systems: readonly string[]): Promise<void> {
    await this.#api.put(`${this.#path}/systems`, { systems });
  }

  async giveRole(user: string, body: Body): Promise<void> {
    await this.#api.post(`${this.#person(user)}/roles`, body);
  }

  dropRole(user: string, role: string): Promise<void> {
    return this.#api.delete(`${this.#person(user)}/roles/${encodeURIComponent(role)}`);
  }

  async recordTraining(user: string, completedOn: string): Promise<void> {
    await this.#api.put(`${this.#person(user)}/training`, { completed_on: completedOn });
  }

  dropTraining(user: string): Promise<void> {
    return this.#api.delete(`${this.#person(user)}/training`);
  }

  #person(user: string): string {
    return `${this.#path}/people/${encodeURIComponent(user)}`;
  }
}

/** The units one may administrate or review. */
export async function unitNames(api: Api): Promise<readonly UnitName[]> {
  return (await api.get<{ units: readonly UnitName[] }>("/api/v1/units")).units;
}
