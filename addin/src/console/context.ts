/** What every part of the console is given. */
import { type Api, ApiProblem } from "../shared/api";
import type { Language } from "../shared/dates";
import type { Text } from "../shared/i18n";
import type { Words } from "./words";

/** A person one can be in the demo. */
export interface DemoPerson {
  readonly user: string;
  readonly name: string;
  readonly unit: Text;
  readonly does: Text;
}

/** An event of the access log, with its name for people. */
export interface ActionName {
  readonly code: string;
  readonly label: Text;
}

/** What the server put in the page. */
export interface ConsoleData {
  readonly page: "unit" | "log";
  readonly region: Text;
  readonly accent: string;
  /** Empty everywhere but in the demo. */
  readonly people: readonly DemoPerson[];
  readonly actions: readonly ActionName[];
  /** What types, services, rules and reasons are called, by their codes. */
  readonly labels: Readonly<Record<string, Text>>;
  /** The region's own support contacts: their problems are those a unit may answer for itself. */
  readonly problems: readonly { readonly role: ContactRole; readonly problem: Text }[];
}

export type ContactRole = "host" | "guest" | "everyone";

/** The part of `GET /api/v1/me` that the console needs. */
export interface Me {
  readonly user: string;
  readonly name: string;
  readonly unit: { readonly id: string; readonly name: Text };
}

export interface Context {
  readonly data: ConsoleData;
  readonly me: Me;
  readonly api: Api;
  readonly text: Words;
  readonly language: Language;
  readonly now: () => Date;
}

/** What to say to a person about a fault: the server's three parts, or ours when there are none. */
export function explain({ text }: Pick<Context, "text">): (fault: unknown) => string {
  return (fault) => (fault instanceof ApiProblem ? fault.text(text.language) : text("fault"));
}
