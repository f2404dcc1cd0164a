/** A conference as the server tells of it, the page's context, and a line of news that a test writes to. */

import { type Conference, ConferenceCalls, type Rooms, type Site } from "../../src/conference/client";
import type { ConferenceContext } from "../../src/conference/context";
import { WORDS } from "../../src/conference/texts";
import { Api } from "../../src/shared/api";
import type { Language } from "../../src/shared/dates";
import { translator } from "../../src/shared/i18n";
import { NOW } from "../console/desk";

const both = (words: string): { sv: string; en: string } => ({ sv: words, en: `${words} (en)` });
const PLACES = ["Köping", "Sala", "Fagersta"];

export const ROOMS: Rooms = {
  ready: true,
  rooms: PLACES.map((site, at) => ({
    id: `r${at + 1}`,
    name: `MDK-rum ${site}`,
    site,
    may: at < 2,
    why_sv: at < 2 ? "" : "Rummet nås över HTTPS.",
    why_en: at < 2 ? "" : "The room is reached over HTTPS.",
  })),
};

export function site(at: number, more: Partial<Site> = {}): Site {
  return {
    id: `r${at}`,
    label: PLACES[at - 1] ?? `Plats ${at}`,
    joins: "room",
    role: at === 1 ? "host" : "guest",
    camera_preset: null,
    layout: null,
    stage: null,
    stage_sv: "",
    stage_en: "",
    ...more,
  };
}

/** Planned for next Wednesday, 13.00–14.00. */
export function conference(more: Partial<Conference> = {}): Conference {
  return {
    id: "k1",
    unit: "medicin",
    opens: "2026-06-17T11:00:00+00:00",
    closes: "2026-06-17T12:00:00+00:00",
    presenter: "r1",
    content: null,
    sites: [site(1), site(2)],
    cases: [
      { number: 11, minutes: 10, unit: "Kirurgi" },
      { number: 12, minutes: 5, unit: "Onkologi" },
    ],
    state: "planned",
    ending: false,
    case: null,
    case_since: null,
    begun_at: null,
    presses: [],
    may_change: true,
    version: 3,
    ...more,
  };
}

/** It goes on: the first room is in, the second is asked. */
export function running(more: Partial<Conference> = {}): Conference {
  return conference({
    opens: "2026-06-10T07:30:00+00:00",
    closes: "2026-06-10T09:00:00+00:00",
    state: "running",
    case: 0,
    case_since: "2026-06-10T07:56:00+00:00",
    begun_at: "2026-06-10T07:31:00+00:00",
    sites: [
      site(1, { stage: "connected", stage_sv: "Ansluten", stage_en: "Connected" }),
      site(2, { stage: "asking", stage_sv: "Väntar på svar", stage_en: "Waiting for an answer" }),
    ],
    presses: [
      { press: "next", sites: [] },
      { press: "skip", sites: ["r2"] },
      { press: "end", sites: [] },
    ],
    ...more,
  });
}

export function context(
  went: string[] = [],
  role = "care_staff",
  language: Language = "sv",
): ConferenceContext {
  const api = new Api(() => "demo:personal");
  return {
    data: { region: both("Regionen"), accent: "#0b6070", people: [] },
    me: {
      user: "personal",
      name: "Disa Ekmark",
      unit: { id: "medicin", name: both("Medicin") },
      roles: [role],
    },
    api,
    text: translator(WORDS, language),
    language,
    now: () => NOW,
    calls: new ConferenceCalls(api),
    go: (place, said = "") => went.push(`${place} ${said}`.trim()),
  };
}

/** The answer of a stream that stays open; what is told comes as an event. */
export class News {
  readonly #told: (Uint8Array | null)[] = [];
  #heard: (() => void) | null = null;
  readonly response = {
    ok: true,
    headers: new Headers({ "Content-Type": "text/event-stream" }),
    body: { getReader: () => ({ read: () => this.#read() }) },
  } as unknown as Response;

  tell(one: Conference): void {
    this.#event("conference", one);
  }

  bye(): void {
    this.#event("bye", {});
  }

  close(): void {
    this.#put(null);
  }

  #event(name: string, data: object): void {
    this.#put(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
  }

  #put(piece: Uint8Array | null): void {
    this.#told.push(piece);
    this.#heard?.();
  }

  async #read(): Promise<{ done: boolean; value?: Uint8Array }> {
    while (this.#told.length === 0) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
    const value = this.#told.shift();
    return value ? { done: false, value } : { done: true };
  }
}
