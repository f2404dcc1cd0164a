/** What a host is told on entering: the session, the meeting, and what can be done there. */
import type { Text } from "../shared/i18n";
import type { NobodyCame } from "./nobodyCame";

export type HostControl =
  | "admit"
  | "deny"
  | "mute"
  | "unmute"
  | "mute-guests"
  | "unmute-guests"
  | "remove"
  | "lock"
  | "make-host"
  | "end"
  | "note"
  | "hands"
  | "lower-hand"
  | "spotlight";

/** What a host still needs to come in where the meeting is held: an address to press, or a PIN to write there. */
export interface WayIn {
  readonly url: string | null;
  readonly pin: string | null;
}

export interface HostMeeting {
  readonly id: string;
  readonly type_label: Text;
  readonly embedded: boolean;
  /** The system the meeting is held in where we do not lead it; `allowed` is false when nobody is led there now. */
  readonly leads_to: { readonly system: Text; readonly allowed: boolean } | null;
  /** True when that system tells us who waits there and who is in, and does what hosts ask for here. */
  readonly reports: boolean;
  /** Whether whoever comes waits until a host lets them in. */
  readonly lobby: boolean;
  /** Whether a conference room can dial the meeting. */
  readonly rooms: boolean;
  /** Whether a host can call an address from the meeting. */
  readonly dials: boolean;
  readonly host_controls: readonly HostControl[];
  readonly start: string;
  readonly end: string;
  readonly participant_limit: number | null;
  readonly join_url: string | null;
  /** What to show when nobody has come; null where no routine says anything of it. */
  readonly nobody_came: NobodyCame | null;
}

export interface Entered {
  readonly session: string;
  /** The host among the people of the meeting. */
  readonly participant: string;
  readonly meeting: HostMeeting;
  readonly name: string;
}
