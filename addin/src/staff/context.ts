/** What every page for staff is given. */
import { type Api, ApiProblem } from "../shared/api";
import type { Language } from "../shared/dates";
import type { Text, Translator } from "../shared/i18n";
import type { SHELL_TEXTS } from "./texts";

/** The words of the frame; a page's own translator knows these too. */
export type ShellWords = Translator<typeof SHELL_TEXTS>;

/** A person one can be in the demo. */
export interface DemoPerson {
  readonly user: string;
  readonly name: string;
  readonly unit: Text;
  readonly does: Text;
}

/** What the server put in each page. */
export interface StaffData {
  readonly region: Text;
  readonly accent: string;
  /** Empty everywhere but in the demo. */
  readonly people: readonly DemoPerson[];
}

/** The part of `GET /api/v1/me` that the pages need. */
export interface Me {
  readonly user: string;
  readonly name: string;
  readonly unit: { readonly id: string; readonly name: Text };
  /** The roles that are in force. */
  readonly roles: readonly string[];
}

export interface StaffContext<D extends StaffData = StaffData, W extends ShellWords = ShellWords> {
  readonly data: D;
  readonly me: Me;
  readonly api: Api;
  readonly text: W;
  readonly language: Language;
  readonly now: () => Date;
}

/** What to say to a person about a fault: the server's three parts, or ours when there are none. */
export function explain({ text }: { readonly text: ShellWords }): (fault: unknown) => string {
  return (fault) => (fault instanceof ApiProblem ? fault.text(text.language) : text("fault"));
}
