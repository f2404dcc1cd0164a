import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../../src/door/app";
import type { DoorData } from "../../src/door/data";
import { type Presence, screenOf } from "../../src/door/view";

const DOOR = {
  state: "open",
  opens_at: "2026-06-10T07:30:00+02:00",
  start: "2026-06-10T08:00:00+02:00",
  end: "2026-06-10T09:00:00+02:00",
};

type Answer = () => Response;

let asked: { path: string; bearer: string | null; body: unknown }[] = [];
let streams: Answer[] = [];
let joins: Answer[] = [];
let said: string[] = [];

beforeEach(() => {
  sessionStorage.clear();
  asked = [];
  streams = [];
  joins = [];
  said = [];
  vi.stubGlobal("fetch", (path: string, request: RequestInit) => {
    const bearer = new Headers(request.headers).get("Authorization");
    asked.push({ path, bearer, body: request.body ? JSON.parse(String(request.body)) : null });
    const next = (path.endsWith("/events") ? streams : joins).shift();
    // A stream nobody has lined up stays open and says nothing.
    return next ? Promise.resolve(next()) : new Promise<Response>(() => undefined);
  });
});

afterEach(() => vi.unstubAllGlobals());

function presence(state: Presence["state"]): Partial<Presence> {
  return { participant: "me", state, role: "guest", since: DOOR.start, note: "", muted: false };
}

type Told = readonly (readonly [string, unknown])[];

function written(events: Told): string {
  return events.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join("");
}

function tells(...events: Told): Answer {
  return () => new Response(written(events), { status: 200 });
}

/** As `tells`, on a stream that stays open. */
function goesOn(...events: Told): Answer {
  const start = (controller: ReadableStreamDefaultController): void =>
    controller.enqueue(new TextEncoder().encode(written(events)));
  return () => new Response(new ReadableStream({ start }), { status: 200 });
}

function json(status: number, body: unknown): Answer {
  return () => new Response(JSON.stringify(body), { status });
}

function open(more: Partial<DoorData> = {}): App {
  const data = { ...DOOR, embedded: false, support: [], ...more } as unknown as DoorData;
  const say = (text: string): void => {
    said.push(text);
  };
  return new App({ data, code: "x", language: "sv", say, changed: () => undefined });
}

const posted = () => asked.filter(({ path }) => path.endsWith("/join"));
const lost = (state: Presence["state"]): Answer[] => [
  tells(["door", DOOR], ["presence", presence(state)]),
  tells(["door", DOOR], ["presence", presence("left")], ["bye", { reason: "lost" }]),
];

test("who was lost while waiting waits again by itself, as the same person, and is told so", async () => {
  streams = [...lost("waiting"), goesOn(["door", DOOR], ["presence", presence("waiting")])];
  joins = [json(200, { participant: "me", token: "guest:second" })];
  sessionStorage.setItem("vardmote.guest.x", "guest:first");
  const app = open();
  app.start();
  await vi.waitFor(() => expect(app.returned).toBe(true), { timeout: 5000 });
  await vi.waitFor(() => expect(screenOf(app.model)).toBe("waiting"));
  expect(posted().map(({ bearer }) => bearer)).toEqual(["Bearer guest:first"]);
  expect(sessionStorage.getItem("vardmote.guest.x")).toBe("guest:second");
  expect(said.at(-1)).toContain("Du väntar igen");
});

test("who was lost in the meeting is not brought back without a press", async () => {
  streams = lost("in");
  sessionStorage.setItem("vardmote.guest.x", "guest:first");
  const app = open();
  app.start();
  await vi.waitFor(() => expect(screenOf(app.model)).toBe("left"), { timeout: 5000 });
  expect(posted()).toEqual([]);
  expect(sessionStorage.length).toBe(0);
});

test("a way back that is refused shows that one has left, and why", async () => {
  streams = lost("waiting");
  joins = [json(429, { code: "slow-down", detail_sv: "Vänta.", detail_en: "Wait." })];
  sessionStorage.setItem("vardmote.guest.x", "guest:first");
  const app = open();
  app.start();
  await vi.waitFor(() => expect(screenOf(app.model)).toBe("left"), { timeout: 5000 });
  expect(app.visit.problem?.code).toBe("slow-down");
  expect(app.returned).toBe(false);
});

test.each([
  [false, 401, true],
  // A newcomer by the common link has no place that anybody else could take.
  [true, 401, false],
  [false, 429, false],
])(
  "whose own link was opened elsewhere is told so until they join again (asked for a name: %s, answered %i)",
  async (needs_name, status, told) => {
    streams = [json(status, { code: "unauthenticated" }), goesOn(["door", DOOR])];
    joins = [json(200, { participant: "me", token: "guest:second" })];
    sessionStorage.setItem("vardmote.guest.x", "guest:first");
    const app = open({ needs_name });
    app.start();
    if (status === 401) await vi.waitFor(() => expect(screenOf(app.model)).toBe("check"));
    await vi.waitFor(() => expect(app.resuming).toBe(status !== 401));
    expect(app.openedElsewhere).toBe(told);
    expect(said.some((words) => words.startsWith("Länken har öppnats på en annan enhet"))).toBe(told);
    await app.join(null);
    expect(app.openedElsewhere).toBe(false);
  },
);

test("a link in use elsewhere asks, and only the answer moves", async () => {
  const errors = [{ pointer: "/move", code: "not-open" }];
  joins = [
    json(409, { code: "not-open", detail_sv: "Byta?", detail_en: "Move?", errors }),
    json(200, { participant: "me", token: "guest:second" }),
  ];
  const app = open();
  await app.join(null);
  expect(app.mayMove).toBe(true);
  await app.join(null, true);
  expect(app.mayMove).toBe(false);
  expect(posted().map(({ body }) => (body as { move?: boolean }).move)).toEqual([undefined, true]);
});
