/** The booker's part of our JSON API, as typed calls. */
import type { Api, CallOptions } from "./api";
import type { Language } from "./dates";
import type { Text } from "./i18n";

export type MeetingState = "creating" | "ready" | "live" | "ended" | "removed" | "failed";
export type Audience = "patient" | "staff";

/** How much of a series a change or a removal is about. */
export type Scope = "this" | "following" | "all";

/** A series as each of its meetings tells of it. */
export interface SeriesSummary {
  readonly id: string;
  readonly rule: string;
  /** IANA. */
  readonly time_zone: string;
  /** The one link that the appointment carries. */
  readonly join_url: string | null;
  readonly version: number;
}

export interface LeftAlone {
  readonly id: string;
  readonly start: string;
  readonly reason: "live" | "ended" | "past";
}

export interface Series extends SeriesSummary {
  readonly exdates: readonly string[];
  /** Start of the last meeting made so far. */
  readonly last: string | null;
  /** The rule has no end: more meetings are made as time goes. */
  readonly capped: boolean;
  /** The meeting that is on, else the next. */
  readonly next: string | null;
  /** The meetings that a change did not touch. */
  readonly left_alone: readonly LeftAlone[];
}

/** One meeting of a series among the others. */
export interface Occurrence {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  /** Where the rule has it, wherever it has been moved. */
  readonly original_start: string;
  readonly join_url: string | null;
  readonly state: MeetingState;
  readonly is_exception: boolean;
}

/** A meeting in a list. */
export interface MeetingSummary {
  readonly id: string;
  readonly type: string;
  readonly type_label: Text;
  readonly audience: Audience;
  readonly service: string;
  readonly service_label: Text;
  readonly state: MeetingState;
  readonly state_reason: string;
  readonly state_text: Text;
  readonly participant_limit: number | null;
  readonly start: string;
  readonly end: string;
  /** Null when the meeting is removed. */
  readonly join_url: string | null;
  /** The link to this meeting and no other of its series; outside a series the same as `join_url`. */
  readonly own_url: string | null;
  readonly is_exception: boolean;
  readonly series: SeriesSummary | null;
  readonly location: string;
  readonly language: Language;
  readonly mailbox: string;
  readonly organiser: { readonly user: string; readonly name: string };
  /** Addresses of those who may host beside the organiser. */
  readonly cohosts: readonly string[];
  readonly may_change: boolean;
  readonly may_host: boolean;
  readonly version: number;
}

/** A whole meeting, with what goes into the appointment. */
export interface Meeting extends MeetingSummary {
  readonly subject_proposal: string;
  readonly invite_html: string;
  readonly invite_text: string;
  readonly patient_message: string | null;
  /** The id in the appointment: the same for every meeting of a series. */
  readonly marker: string;
  readonly series: Series | null;
  /** All meetings of the series. */
  readonly occurrences?: readonly Occurrence[];
  /** Where a meeting in another system is held. */
  readonly link: string | null;
  /** The other system people are led to. */
  readonly leads_to: Text | null;
  /** What the service cannot do for this meeting, the most important first. */
  readonly notices: readonly (Text & { readonly code: string })[];
  /** The appointment it was made for, to whoever may change it: tells a copied appointment from its original. */
  readonly appointment?: { readonly item_id: string | null } | null;
}

export interface ServiceChoice {
  readonly code: string;
  readonly label: Text;
  readonly default: boolean;
  readonly note?: Text;
}

export interface Template {
  readonly case_type: string;
  readonly internal_name: string;
  readonly when: Text;
}

/** How a type is booked by a link to another system. */
export interface LinkChoice {
  readonly service: string;
  readonly label: Text;
  /** Where links may lead; a host that begins with "*." stands for all below it. */
  readonly systems: readonly { readonly host: string; readonly system: Text }[];
  /** What cannot be promised there. */
  readonly notices: readonly (Text & { readonly code: string })[];
}

export interface MeetingType {
  readonly code: string;
  readonly label: Text;
  readonly when: readonly Text[];
  readonly icon: string;
  readonly audience: Audience;
  readonly picker: boolean;
  readonly services: readonly ServiceChoice[];
  /** Null where the type cannot be booked so. */
  readonly link: LinkChoice | null;
  readonly participant_limit: number | null;
  readonly templates: readonly Template[];
}

export interface AdviceCard {
  readonly code: string;
  readonly icon: string;
  readonly title: Text;
  readonly text: Text;
}

export interface SupportContact {
  readonly problem: Text;
  readonly label: Text;
  readonly phone?: string;
  readonly email?: string;
  readonly url?: string;
  readonly hours?: Text;
}

/** What the region allows of the check at send. */
export interface SendRules {
  /** The booker may send with one of the reasons. */
  readonly override: boolean;
  readonly looks_like_care: "off" | "warn";
  /** `note`: a few words are asked for. */
  readonly reasons: readonly { readonly code: string; readonly text: Text; readonly note: boolean }[];
}

/** What the pane shows of the region's profile. */
export interface Profile {
  readonly profile: string;
  readonly region: { readonly name: Text; readonly accent: string };
  readonly languages: readonly Language[];
  readonly default_type: string;
  readonly ribbon: { readonly create_directly: boolean };
  readonly types: readonly MeetingType[];
  readonly cards: {
    readonly before: readonly AdviceCard[];
    readonly during: readonly AdviceCard[];
    readonly end: readonly AdviceCard[];
  };
  readonly help_links: readonly { readonly label: Text; readonly url: string }[];
  readonly support: readonly SupportContact[];
  readonly send_check: SendRules;
}

export interface Mailbox {
  readonly address: string;
  readonly name: string;
  readonly own: boolean;
}

/** Who one is, and for whom one may book. */
export interface Me {
  readonly user: string;
  readonly name: string;
  readonly mailbox: string;
  readonly unit: { readonly id: string; readonly name: Text };
  readonly roles: readonly string[];
  readonly mailboxes: readonly Mailbox[];
}

export const PARTICIPANT_KINDS = [
  "patient",
  "relative",
  "guardian",
  "interpreter",
  "professional",
  "staff",
] as const;
export type ParticipantKind = (typeof PARTICIPANT_KINDS)[number];

export type Identity = "none" | "document" | "code" | "eid";

export interface NewParticipant {
  readonly kind: ParticipantKind;
  readonly identity: Identity;
  readonly name?: string;
  readonly phone?: string;
}

export interface Participant {
  readonly id: string;
  readonly kind: ParticipantKind | "guest";
  readonly name?: string | null;
  readonly phone?: string | null;
  readonly identity: Identity;
  readonly join_url?: string | null;
  readonly state?: "waiting" | "in" | "left" | null;
  readonly reason?: "waited-out";
}

export interface NewMeeting {
  readonly type: string;
  readonly start: string;
  readonly end: string;
  readonly service?: string;
  /** For a service that needs it: where the meeting is held. */
  readonly link?: string;
  readonly language?: Language;
  readonly mailbox?: string;
  readonly appointment?: AppointmentRef;
}

export interface AppointmentRef {
  readonly item_id?: string;
  /** IANA, or Outlook's own name of the zone. */
  readonly time_zone?: string;
  /** With it `start` and `end` are the first period of the pattern. Null: the series is a single meeting now. */
  readonly recurrence?: { readonly rule: string; readonly exdates: readonly string[] } | null;
}

export interface MeetingChange {
  readonly type?: string;
  readonly service?: string;
  readonly link?: string;
  readonly start?: string;
  readonly end?: string;
  /** The whole list: who is left out is no co-host any more. */
  readonly cohosts?: readonly string[];
  readonly appointment?: AppointmentRef;
  readonly scope?: Scope;
}

export interface SendOverride {
  readonly findings: readonly { readonly rule: string; readonly field: string; readonly severity: string }[];
  readonly reason: string;
  readonly note?: string;
}

/** The version of a list of participants as it was read, and where the next is told. */
type Versioned = Pick<CallOptions, "version" | "seen">;

/** The calls; each rejects with ApiProblem. */
export class Meetings {
  /** For parts that are fetched later and bring calls of their own. */
  readonly api: Api;

  constructor(api: Api) {
    this.api = api;
  }

  profile(): Promise<Profile> {
    return this.api.get("/api/v1/profile");
  }

  me(): Promise<Me> {
    return this.api.get("/api/v1/me");
  }

  create(meeting: NewMeeting, key: string): Promise<Meeting> {
    return this.api.post("/api/v1/meetings", meeting, { key });
  }

  read(id: string): Promise<Meeting> {
    return this.api.get(path(id));
  }

  async between(from: Date, to: Date): Promise<readonly MeetingSummary[]> {
    const query = new URLSearchParams({ from: from.toISOString(), to: to.toISOString() });
    const { meetings } = await this.api.get<{ meetings: readonly MeetingSummary[] }>(
      `/api/v1/meetings?${query}`,
    );
    return meetings;
  }

  /** With `version`, only while the meeting (with another scope than "this": its series) is still that one, else ApiProblem 412. */
  change(id: string, change: MeetingChange, version?: number): Promise<Meeting> {
    return this.api.patch(path(id), change, version === undefined ? {} : { version });
  }

  /** Of a series what `scope` says. Gives the meetings that are on: they go on until their host ends them. */
  async remove(id: string, version?: number, scope?: Scope): Promise<readonly LeftAlone[]> {
    const answer = await this.api.call<{ readonly left_alone: readonly LeftAlone[] } | undefined>(
      "DELETE",
      path(id) + (scope ? `?scope=${scope}` : ""),
      version === undefined ? {} : { version },
    );
    return answer?.left_alone ?? [];
  }

  /** Notes that the booker sends it all the same, and why. */
  overrideSend(id: string, override: SendOverride): Promise<void> {
    return this.api.post(`${path(id)}/send-overrides`, override);
  }

  /** With `looks` only to see the list of people, which the access log says. */
  start(id: string, looks?: true): Promise<{ readonly host_url: string; readonly expires_at: string }> {
    return this.api.post(`${path(id)}/start`, looks && { looks });
  }

  async participants(id: string, seen: Versioned = {}): Promise<readonly Participant[]> {
    const { participants } = await this.api.get<{ participants: readonly Participant[] }>(
      `${path(id)}/participants`,
      seen,
    );
    return participants;
  }

  /** The same key adds nobody twice. With a `version`, only while the list is still that one, else ApiProblem 412. */
  addParticipant(
    id: string,
    participant: NewParticipant,
    key: string,
    list: Versioned = {},
  ): Promise<Participant> {
    return this.api.post(`${path(id)}/participants`, participant, { ...list, key });
  }

  /** As {@link addParticipant}, of a list that may have changed. */
  /** Something when whoever is taken off the list is still there, and has to be put out where the meeting is held. */
  removeParticipant(
    id: string,
    participant: string,
    list: Versioned = {},
  ): Promise<{ readonly still_there: true } | undefined> {
    return this.api.delete(`${path(id)}/participants/${encodeURIComponent(participant)}`, list);
  }
}

function path(id: string): string {
  return `/api/v1/meetings/${encodeURIComponent(id)}`;
}
