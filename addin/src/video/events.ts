/** What the server's event streams say, as the door and the host page read them. */

export type Kind =
  | "patient"
  | "relative"
  | "guardian"
  | "interpreter"
  | "professional"
  | "staff"
  | "guest"
  | "room"
  | "called"
  | "second"
  | "unknown";
export type Identity = "none" | "document" | "code" | "eid";
export type PersonState = "coming" | "waiting" | "in" | "left";

export interface Person {
  readonly id: string;
  /** Null when nobody has told it. */
  readonly name: string | null;
  readonly kind: Kind;
  readonly role: "host" | "guest";
  readonly identity: Identity;
  readonly state: PersonState;
  readonly since: string;
  /** True when a host has muted this person. */
  readonly muted: boolean;
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly hand_since: string | null;
  /** True when a host has had this person shown large for all. */
  readonly spotlit?: boolean;
  readonly note: string | null;
  /** Why somebody whom a host called, or who waited too long, is there no more. */
  readonly reason?: string;
  /** Sent away, and still there: to be put out where the meeting is held. */
  readonly put_out?: true;
}

export interface Signalled {
  readonly from: string;
  readonly data: unknown;
}

export type Farewell = "ended" | "removed" | "denied" | "left" | "lost" | "moved";
