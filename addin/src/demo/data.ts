/** What the server put in the page for the demo. */
import type { Language, Text } from "../shared/i18n";

/** A central template of Personalverktyget, with the meeting type it belongs to. */
export interface Template {
  readonly case_type: string;
  readonly internal_name: string;
  readonly type: string;
}

/** A demo person one can be, and what that person does. */
export interface DemoPerson {
  readonly user: string;
  readonly name: string;
  readonly does: Text;
}

/** Somebody whose work is in the console, and on which of its pages. */
export interface ConsolePerson {
  readonly user: string;
  readonly page: string;
  readonly does: Text;
}

/** A software room, and the page that is its screen and touch panel. */
export interface RoomPage {
  readonly id: string;
  readonly name: string;
  readonly screen: string;
  /** What the panel in it speaks, whoever looks at it. */
  readonly language: Language;
}

export interface DemoData {
  readonly region: Text;
  readonly accent: string;
  readonly unit: Text;
  readonly templates: readonly Template[];
  readonly people: readonly DemoPerson[];
  readonly console: readonly ConsolePerson[];
  /** None when the demo runs without rooms. */
  readonly rooms: readonly RoomPage[];
  /** Whether Pexip's stand-in holds the meetings: guests and hosts are then led on to tabs of its own. */
  readonly pexip: boolean;
}

/** The part of `GET /api/v1/me` that the calendar needs. */
export interface Me {
  readonly user: string;
  readonly name: string;
  readonly mailbox: string;
  readonly mailboxes: readonly { readonly address: string; readonly name: string; readonly own: boolean }[];
}
