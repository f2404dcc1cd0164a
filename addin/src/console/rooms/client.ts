/** The room support's part of our JSON API, as typed calls. */
import type { Api } from "../../shared/api";
import type { Text } from "../../shared/i18n";

export type RoomWord = "free" | "asleep" | "in_call" | "unreached" | "unseen" | "stopped" | "undriven";

export interface Alarm extends Text {
  readonly source: string;
  readonly kind: string;
  readonly level: "critical" | "error" | "warning" | "info";
  readonly since: string;
  readonly acknowledged_by: string;
  readonly acknowledged_at: string | null;
}

/** A room, with its state in words. */
export interface Room extends Text {
  readonly id: string;
  readonly name: string;
  readonly kind: "meeting_room" | "mdt_room";
  readonly capacity: number;
  readonly site: string;
  readonly state: RoomWord;
  readonly since: string | null;
  readonly seen_at: string | null;
  readonly product: string;
  readonly software: string;
  readonly lacks: readonly string[];
  readonly alarms: readonly Alarm[];
  readonly open_cases: number;
  readonly stopped: { readonly why: string; readonly since: string } | null;
}

/** A case, with its problem in words. */
export interface Case extends Text {
  readonly id: string;
  readonly room: string;
  readonly room_name: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly opened_at: string;
  readonly closed_at: string | null;
  readonly closed_by: string;
}

export interface Sign {
  readonly room: string;
  readonly made_at: string;
  readonly shown_at: string | null;
}

/** All that the page shows, read at one time. */
export interface Desk {
  readonly reached: boolean;
  readonly rooms: readonly Room[];
  readonly cases: readonly Case[];
  readonly signs: ReadonlyMap<string, Sign>;
}

/** What a room can do with meetings of one video service, and why not. */
export interface RoomService {
  readonly service: string;
  readonly reason_sv: string;
  readonly reason_en: string;
}

/** How our join entries stand in a room; `version` is what a change is made of. */
export interface Entries {
  readonly writes: boolean;
  readonly state: string;
  readonly state_sv: string;
  readonly state_en: string;
  readonly foreign_entries: number;
  readonly overwrite: boolean;
  readonly version: number;
}

/** Which unit the room calls by one press; `version` is what a change is made of. */
export interface CareUnit {
  readonly unit: string | null;
  readonly name: Text | null;
  readonly entry: string | null;
  readonly version: string;
}

export interface Settings {
  readonly services: readonly RoomService[];
  readonly entries: Entries;
  readonly careUnit: CareUnit;
}

const PATH = "/api/v1/room-support";

/** Every call rejects with ApiProblem. */
export class RoomCalls {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async desk(): Promise<Desk> {
    const [rooms, cases, signs] = await Promise.all([
      this.#api.get<{ reached: boolean; rooms: readonly Room[] }>(`${PATH}/rooms`),
      this.#api.get<{ cases: readonly Case[] }>(`${PATH}/cases`),
      this.#api.get<{ signs: readonly Sign[] }>(`${PATH}/signs`),
    ]);
    return { ...rooms, ...cases, signs: new Map(signs.signs.map((sign) => [sign.room, sign])) };
  }

  async acknowledge(room: string, { source, kind }: Alarm): Promise<void> {
    await this.#api.call("POST", `${path(room)}/acknowledge`, { body: { source, kind } });
  }

  /** Lets a room be tried again, and looked at soon. */
  async release(room: string): Promise<void> {
    await this.#api.call("POST", `${path(room)}/release`);
  }

  async close(id: string): Promise<void> {
    await this.#api.call("POST", `${PATH}/cases/${encodeURIComponent(id)}/close`);
  }

  /** The sign's address: told this once. */
  async makeSign(room: string): Promise<string> {
    return (await this.#api.call<{ url: string }>("POST", `${path(room)}/sign`)).url;
  }

  /** What is read when somebody asks for more of a room. */
  async settings(room: string): Promise<Settings> {
    const one = `/api/v1/rooms/${encodeURIComponent(room)}`;
    let version = "";
    const [services, entries, careUnit] = await Promise.all([
      this.#api.get<{ services: readonly RoomService[] }>(`${one}/services`),
      this.#api.get<Entries>(`${one}/bookings`),
      this.#api.get<Omit<CareUnit, "version">>(`${one}/care-unit`, {
        seen: (found) => {
          version = found;
        },
      }),
    ]);
    return { ...services, entries, careUnit: { ...careUnit, version } };
  }

  async overwrite(room: string, overwrite: boolean, version: number): Promise<void> {
    await this.#api.call("PUT", `/api/v1/rooms/${encodeURIComponent(room)}/bookings`, {
      body: { overwrite },
      version,
    });
  }

  async callUnit(room: string, unit: string | null, entry: string | null, version: string): Promise<void> {
    await this.#api.call("PUT", `/api/v1/rooms/${encodeURIComponent(room)}/care-unit`, {
      body: { unit, entry },
      version,
    });
  }

  async removeSign(room: string): Promise<void> {
    await this.#api.call("DELETE", `${path(room)}/sign`);
  }
}

function path(room: string): string {
  return `${PATH}/rooms/${encodeURIComponent(room)}`;
}
