/** What every part of the console is given. */
import type { Text } from "../shared/i18n";
import type { StaffContext, StaffData } from "../staff/context";
import type { Words } from "./words";

/** An event of the access log, with its name for people. */
export interface ActionName {
  readonly code: string;
  readonly label: Text;
}

/** What the server put in the page. */
export interface ConsoleData extends StaffData {
  readonly page: "unit" | "log" | "rooms" | "status" | "statistics";
  readonly actions: readonly ActionName[];
  /** What types, services, rules and reasons are called, by their codes. */
  readonly labels: Readonly<Record<string, Text>>;
  /** The region's own support contacts: their problems are those a unit may answer for itself. */
  readonly problems: readonly { readonly role: ContactRole; readonly problem: Text }[];
}

export type ContactRole = "host" | "guest" | "everyone";

export type Context = StaffContext<ConsoleData, Words>;
