/** Conferences as the server tells of them, and the calls about them. */
import { type Api, ApiProblem, newKey } from "../shared/api";

export type State = "planned" | "open" | "running" | "over" | "withdrawn";
/** What can be pressed here; yes and no are pressed in the rooms alone. */
export type Press = "begin" | "skip" | "retry" | "next" | "previous" | "end";

export interface PlannedSite {
  readonly id: string;
  /** A place, never a person. */
  readonly label: string;
  readonly joins: "room" | "calls_in";
  readonly role: "host" | "guest";
  readonly camera_preset: number | null;
  readonly layout: string | null;
}

export interface Site extends PlannedSite {
  /** Where it is, as a code and in words; null before it has begun. */
  readonly stage: string | null;
  readonly stage_sv: string;
  readonly stage_en: string;
}

/** A case is a number on the list. Whose it is stands in the journal, not here. */
export interface Case {
  readonly number: number;
  readonly minutes: number;
  readonly unit: string;
}

/** What is planned, as it is sent. */
export interface Draft {
  readonly opens: string;
  readonly closes: string;
  readonly presenter: string;
  readonly content: number | null;
  readonly sites: readonly PlannedSite[];
  readonly cases: readonly Case[];
}

/** A press that can be done now, and whom it may name; none for one that names nobody. */
export interface Allowed {
  readonly press: Press;
  readonly sites: readonly string[];
}

export interface Conference extends Omit<Draft, "sites"> {
  readonly id: string;
  readonly unit: string;
  readonly sites: readonly Site[];
  readonly state: State;
  /** It was ended, and rooms are still hanging up. */
  readonly ending: boolean;
  /** Which of the cases, from 0; null while it is not going on. */
  readonly case: number | null;
  readonly case_since: string | null;
  readonly begun_at: string | null;
  readonly presses: readonly Allowed[];
  readonly may_change: boolean;
  /** When meetings were moved to its time in its rooms; they are without the room. In the answer of one conference. */
  readonly moved_here?: readonly { readonly room: string; readonly start: string; readonly end: string }[];
  readonly version: number;
}

/** A room for conferences, and why it may not be a site. */
export interface Room {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly may: boolean;
  readonly why_sv: string;
  readonly why_en: string;
}

export interface Rooms {
  readonly rooms: readonly Room[];
  /** Whether conferences can be held here at all. */
  readonly ready: boolean;
}

const PATH = "/api/v1/conferences";
/** After these nobody knows whether it was done. */
const NO_ANSWER = 0;
const BROKEN = 500;

export class ConferenceCalls {
  readonly #api: Api;
  /** The ids of presses nobody has answered yet: told again, they are the same press. */
  readonly #presses = new Map<string, string>();

  constructor(api: Api) {
    this.#api = api;
  }

  async all(): Promise<readonly Conference[]> {
    return (await this.#api.get<{ conferences: Conference[] }>(PATH)).conferences;
  }

  one(id: string): Promise<Conference> {
    return this.#api.get(`${PATH}/${encodeURIComponent(id)}`);
  }

  rooms(): Promise<Rooms> {
    return this.#api.get("/api/v1/conference-rooms");
  }

  /** Makes a plan. With the same key it is made once. */
  make(draft: Draft, key: string): Promise<Conference> {
    return this.#api.post(PATH, draft, { key });
  }

  change({ id, version }: Conference, draft: Partial<Draft>): Promise<Conference> {
    return this.#api.patch(`${PATH}/${encodeURIComponent(id)}`, draft, { version });
  }

  repeat(id: string, opens: string, closes: string, key: string): Promise<Conference> {
    return this.#api.post(`${PATH}/${encodeURIComponent(id)}/repeat`, { opens, closes }, { key });
  }

  withdraw({ id, version }: Conference): Promise<void> {
    return this.#api.delete(`${PATH}/${encodeURIComponent(id)}`, { version });
  }

  /** Presses, once: a press that got no answer keeps its id for the next try. */
  async press(id: string, press: Press, site: string | null): Promise<Conference> {
    const what = `${id} ${press} ${site ?? ""}`;
    const press_id = this.#presses.get(what) ?? newKey();
    this.#presses.delete(what);
    const body = site === null ? { press, press_id } : { press, site, press_id };
    try {
      return await this.#api.post(`${PATH}/${encodeURIComponent(id)}/press`, body);
    } catch (fault) {
      if (!(fault instanceof ApiProblem) || fault.status === NO_ANSWER || fault.status >= BROKEN) {
        this.#presses.set(what, press_id);
      }
      throw fault;
    }
  }

  /** Where its news come, as a page reads them. */
  events(id: string): string {
    return `/conferences/${encodeURIComponent(id)}/events`;
  }
}
