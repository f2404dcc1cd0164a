/** A small stand-in for our JSON API, as far as the add-in's own logic needs it: it keeps meetings and counts calls. */
import { vi } from "vitest";
import { Api } from "../../src/shared/api";
import { type Meeting, Meetings, type Occurrence, type Series } from "../../src/shared/meetings";
import { invite } from "../invite/bodies";
import { both, PROFILE } from "./profile";

type Json = Record<string, unknown>;

export class Service {
  readonly meetings = new Map<string, Meeting>();
  readonly calls: string[] = [];
  /** What was written, as it was sent. */
  readonly bodies: Json[] = [];
  /** The reasons stated for sending all the same. */
  readonly overrides: Json[] = [];
  /** The Idempotency-Key of each call that had one. */
  readonly keys: string[] = [];
  /** The If-Match of each call that had one. */
  readonly matches: string[] = [];
  /** "METHOD path" → answers to give instead, in order. */
  readonly instead = new Map<string, (() => Response)[]>();
  readonly #keys = new Map<string, string>();
  readonly #lost: string[] = [];
  readonly #people = new Map<string, Json[]>();
  readonly client = new Meetings(new Api(() => "demo:personal"));
  #made = 0;

  constructor() {
    vi.stubGlobal("fetch", (path: string, request: RequestInit) =>
      Promise.resolve(this.#answer(path, request)),
    );
  }

  /** Lets the next call like "POST /api/v1/meetings" answer otherwise. */
  once(call: string, answer: () => Response): void {
    this.instead.set(call, [...(this.instead.get(call) ?? []), answer]);
  }

  /** Lets the next call like "POST /api/v1/meetings" be done, and its answer be lost. */
  lose(call: string): void {
    this.#lost.push(call);
  }

  add(more: Partial<Meeting> = {}): Meeting {
    this.#made += 1;
    const id = more.id ?? `m${this.#made}`;
    const made = meeting({ id, ...more });
    this.meetings.set(id, made);
    return made;
  }

  writes(): string[] {
    return this.calls.filter((call) => !call.startsWith("GET"));
  }

  #answer(path: string, request: RequestInit): Response {
    const url = new URL(path, "http://vard.example");
    const call = `${request.method} ${url.pathname}`;
    const body = typeof request.body === "string" ? (JSON.parse(request.body) as Json) : {};
    this.calls.push(call);
    this.bodies.push(...(request.body ? [body] : []));
    const other = this.instead.get(call)?.shift();
    const headers = new Headers(request.headers);
    const [key, match] = [headers.get("Idempotency-Key"), headers.get("If-Match")];
    this.matches.push(...(match ? [match] : []));
    this.keys.push(...(key ? [key] : []));
    const answer = other
      ? other()
      : this.#route(call, body, key, url.searchParams.get("scope") ?? String(body.scope ?? "this"));
    if (this.#lost[0] === call) {
      this.#lost.shift();
      throw new TypeError("network");
    }
    return answer;
  }

  #route(call: string, body: Json, key: string | null, scope: string): Response {
    const [method = "", path = ""] = call.split(" ");
    const [, , , collection, id = "", rest] = path.split("/");
    if (collection === "profile") {
      return json(PROFILE);
    }
    if (collection === "meetings" && method === "POST" && !id) {
      return json(this.#create(body, key ?? ""), 201);
    }
    if (collection === "meetings" && !id) {
      return json({ meetings: [...this.meetings.values()] });
    }
    const known = this.meetings.get(id) ?? this.#ofSeries(id);
    if (!known) {
      return problem(404, "not-found");
    }
    return rest ? this.#below(method, rest, known, body) : this.#one(method, known, body, scope);
  }

  /** Three meetings, a week apart, of which `first` is the first. */
  addSeries(first: Meeting, rule: string): Meeting {
    const WEEK = 7 * 86_400_000;
    const shifted = (moment: string, weeks: number): string =>
      new Date(Date.parse(moment) + weeks * WEEK).toISOString();
    const occurrences = [0, 1, 2].map(
      (week): Occurrence => ({
        id: week === 0 ? first.id : `${first.id}-${week + 1}`,
        start: shifted(first.start, week),
        end: shifted(first.end, week),
        original_start: shifted(first.start, week),
        join_url: `https://vard.example/m/own-${week + 1}`,
        state: "ready",
        is_exception: false,
      }),
    );
    const series: Series = {
      id: `s-${first.id}`,
      rule,
      time_zone: "Europe/Stockholm",
      join_url: first.join_url,
      version: 1,
      exdates: [],
      last: occurrences.at(-1)?.start ?? null,
      capped: !/UNTIL|COUNT/.test(rule),
      next: first.id,
      left_alone: [],
    };
    const whole = {
      ...first,
      marker: first.id,
      series,
      occurrences,
      own_url: "https://vard.example/m/own-1",
    };
    this.meetings.set(first.id, whole);
    return whole;
  }

  /** A later meeting of a series: all of them live in the first one's row. */
  #ofSeries(id: string): Meeting | undefined {
    for (const first of this.meetings.values()) {
      const one = first.occurrences?.find((known) => known.id === id);
      if (one) {
        const { start, end, state, is_exception, join_url } = one;
        const message = `Hej! Anslut: ${join_url}`;
        return { ...first, id, start, end, state, is_exception, own_url: join_url, patient_message: message };
      }
    }
    return undefined;
  }

  #changeSeries(method: string, known: Meeting, series: Series, body: Json, scope: string): Response {
    const first = this.meetings.get(known.marker) as Meeting;
    const at = (one: Occurrence): boolean =>
      scope === "all" ||
      one.id === known.id ||
      (scope === "following" && Date.parse(one.original_start) > Date.parse(known.start));
    const { start, end, appointment } = body as { start?: string; end?: string; appointment?: Json };
    const recurrence = appointment?.recurrence as { rule: string; exdates: string[] } | undefined;
    const by = start ? Date.parse(start) - Date.parse(recurrence ? first.start : known.start) : 0;
    const length = start && end ? Date.parse(end) - Date.parse(start) : 0;
    const change = (one: Occurrence): Occurrence => {
      const begins = Date.parse(one.start) + by;
      return {
        ...one,
        start: new Date(begins).toISOString(),
        end: new Date(length ? begins + length : Date.parse(one.end)).toISOString(),
        is_exception: scope === "this",
        ...(scope === "this" ? {} : { original_start: new Date(begins).toISOString() }),
      };
    };
    const all = first.occurrences ?? [];
    const occurrences =
      method === "DELETE" ? all.filter((one) => !at(one)) : all.map((one) => (at(one) ? change(one) : one));
    const left = occurrences[0];
    const next = occurrences.some(({ id }) => id === series.next) ? series.next : (left?.id ?? null);
    const item = appointment?.item_id ? { appointment: { item_id: String(appointment.item_id) } } : {};
    this.meetings.set(first.id, {
      ...first,
      ...item,
      ...(left?.id === first.id ? { start: left.start, end: left.end } : {}),
      ...(left ? {} : { state: "removed" as const, join_url: null, own_url: null }),
      occurrences,
      series: {
        ...series,
        ...(recurrence ?? endedBy(method, scope, series.rule, known.start)),
        next,
        version: series.version + 1,
      },
    });
    if (method === "DELETE") {
      return new Response(null, { status: 204 });
    }
    return json(this.#ofSeries(known.id));
  }

  #create(body: Json, key: string): Meeting {
    const repeated = this.meetings.get(this.#keys.get(key) ?? "");
    const { recurrence } = (body.appointment ?? {}) as { recurrence?: { rule: string } | null };
    const made = repeated ?? this.add(changes(body, `code${this.#made}`));
    if (recurrence && !repeated) {
      return this.addSeries(made, recurrence.rule);
    }
    this.#keys.set(key, made.id);
    return made;
  }

  #one(method: string, known: Meeting, body: Json, scope: string): Response {
    const { series } = known;
    if (series && method !== "GET") {
      return this.#changeSeries(method, known, series, body, scope);
    }
    if (method === "DELETE") {
      this.meetings.set(known.id, { ...known, state: "removed", join_url: null, invite_html: "" });
      return new Response(null, { status: 204 });
    }
    if (method === "PATCH") {
      const { service: before, ...kept } = known;
      const service = body.type ? {} : { service: before };
      const changed = meeting({
        ...kept,
        ...service,
        ...changes(body, "newcode"),
        version: known.version + 1,
      });
      this.meetings.set(known.id, changed);
      return json(changed);
    }
    return json(known);
  }

  #below(method: string, rest: string, known: Meeting, body: Json): Response {
    if (rest === "start") {
      return json({ host_url: `https://vard.example/h/${known.id}#token`, expires_at: known.start });
    }
    if (rest === "send-overrides") {
      this.overrides.push(body);
      return json({}, 201);
    }
    const people = this.#people.get(known.id) ?? [];
    if (method === "POST") {
      const person = { id: "p1", join_url: "https://vard.example/m/personal-code-0000001", ...body };
      this.#people.set(known.id, [...people.filter(({ id }) => id !== person.id), person]);
      return json(person, 201);
    }
    if (method === "DELETE") {
      this.#people.delete(known.id);
      return new Response(null, { status: 204 });
    }
    return json({ participants: people });
  }
}

/** A whole meeting; the text is made from its id, type and link. */
export function meeting(more: Partial<Meeting> = {}): Meeting {
  const type = PROFILE.types.find(({ code }) => code === (more.type ?? "patient_care"));
  const join_url =
    more.join_url === undefined ? "https://vard.example/m/codecodecodecodecode01" : more.join_url;
  const service = more.service ?? type?.services[0]?.code ?? "pexip";
  const whole: Meeting = {
    id: "m1",
    type: "patient_care",
    state: "ready",
    state_reason: "",
    state_text: both("Mötet är klart."),
    participant_limit: 15,
    start: "2026-06-10T08:00:00+02:00",
    end: "2026-06-10T09:00:00+02:00",
    language: "sv",
    mailbox: "personal@demo.example",
    organiser: { user: "personal", name: "Disa Ekmark" },
    cohosts: [],
    may_change: true,
    may_host: true,
    version: 1,
    invite_text: "",
    own_url: join_url,
    is_exception: false,
    series: null,
    link: null,
    leads_to: null,
    notices: [],
    patient_message: "Hej! Anslut här.",
    ...more,
    type_label: type?.label ?? both("?"),
    audience: type?.audience ?? "patient",
    service,
    service_label: both(service),
    join_url,
    location: `Plats ${service}`,
    subject_proposal: type?.audience === "staff" ? "Internt möte" : "Skyddat vårdmöte",
    invite_html: "",
    marker: more.marker ?? more.id ?? "m1",
  };
  return join_url ? { ...whole, invite_html: invite(whole.id, join_url, service) } : whole;
}

/** What a body changes; the link is new between audiences, as our API makes it. */
function changes(body: Json, code: string): Partial<Meeting> {
  const { appointment, service, type, start, end, mailbox, language, cohosts } = body as Partial<Meeting> &
    Json;
  const staff = PROFILE.types.find((known) => known.code === type)?.audience === "staff";
  return {
    ...(type ? { type } : {}),
    ...(service ? { service } : {}),
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    ...(mailbox ? { mailbox } : {}),
    ...(language ? { language } : {}),
    ...(cohosts ? { cohosts } : {}),
    ...(appointment?.item_id ? { appointment: { item_id: appointment.item_id } } : {}),
    ...(staff ? { join_url: `https://vard.example/m/staff-${code}-0000000000` } : {}),
  };
}

/** The rule that is left when what follows a meeting is removed: our API ends it a second before. */
function endedBy(method: string, scope: string, rule: string, start: string): Partial<Series> {
  const before = new Date(Date.parse(start) - 1000).toISOString().replace(/[-:]|\.000/g, "");
  return method === "DELETE" && scope === "following"
    ? { rule: `${rule.replace(/;UNTIL=.*/, "")};UNTIL=${before}` }
    : {};
}

export function json(body: unknown, status = 200, headers: HeadersInit = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

export function problem(
  status: number,
  code: string,
  words = "Det gick inte. Inget är ändrat. Försök igen.",
): Response {
  return json({ status, code, detail_sv: words, detail_en: words }, status);
}
