/** What the server put in the page for the door. */
import type { Language } from "../shared/dates";
import type { Text } from "../shared/i18n";
import type { DoorState } from "./view";

export interface SupportRow {
  readonly problem: Text;
  readonly label: Text;
  readonly phone?: string;
  readonly email?: string;
  readonly url?: string;
  readonly hours?: Text;
}

export interface DoorData {
  readonly state: DoorState;
  readonly opens_at: string;
  readonly start: string;
  readonly end: string;
  readonly language: Language;
  readonly region: Text;
  readonly unit: Text;
  readonly support: readonly SupportRow[];
  readonly needs_name: boolean;
  readonly embedded: boolean;
  /** The system a meeting is held in that nobody waits for here; `allowed` is false when nobody is led there now. */
  readonly leads_to: { readonly system: Text; readonly allowed: boolean } | null;
  /** True when one is led on, each by an address of one's own, to a system that tells us who waits there and who is in. */
  readonly led_on: boolean;
  /** True when whoever comes waits until the care staff let them in; elsewhere one may come straight in. */
  readonly lobby: boolean;
  readonly service_label: Text;
  readonly emergency: Text;
  readonly networks: Text;
  readonly nobody_comes: Text;
  readonly demo: boolean;
}

/** The longest name the service keeps. */
export const NAME_LIMIT = 60;
