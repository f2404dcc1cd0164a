import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HostApp } from "../../src/host/app";
import { settle } from "../video/fakes";
import { person } from "../video/people";

/** A stream of the server's: what it tells and when it ends is for the test to say. */
interface Line {
  tell(event: string, data: unknown): void;
  end(): void;
}

const MEETING = { id: "m1", embedded: false, leads_to: null, type_label: {}, start: "", end: "" };

let lines: Line[] = [];
let answers: Map<string, (() => void)[]>;

beforeEach(() => {
  sessionStorage.setItem(
    "vardmote.host.m1",
    JSON.stringify({ session: "host:x", meeting: MEETING, name: "" }),
  );
  lines = [];
  answers = new Map();
  vi.stubGlobal("fetch", (path: string, { signal }: RequestInit) =>
    path.endsWith("/events") ? opened() : asked(path, signal),
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

function opened(): Promise<Response> {
  const start = (controller: ReadableStreamDefaultController): void => {
    lines.push({
      tell: (event, data) =>
        controller.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)),
      end: () => controller.close(),
    });
  };
  return Promise.resolve(new Response(new ReadableStream({ start }), { status: 200 }));
}

/** An answer that comes when the test says so, unless what was asked is taken back. */
function asked(path: string, signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((done, fail) => {
    signal?.addEventListener("abort", () => fail(signal.reason));
    const body = path.endsWith("/join") ? { participant: "me" } : { participants: [person("guest")] };
    const held = answers.get(path) ?? [];
    answers.set(path, [...held, () => done(new Response(JSON.stringify(body), { status: 200 }))]);
  });
}

function answer(path: string): void {
  answers.get(path)?.shift()?.();
}

async function outside(): Promise<HostApp> {
  const app = new HostApp({
    meetingId: "m1",
    language: "sv",
    say: () => undefined,
    changed: () => undefined,
  });
  await app.start("");
  await settle();
  return app;
}

/** Press Anslut, and have the answer. */
async function goIn(app: HostApp): Promise<void> {
  const joined = app.join();
  await vi.waitUntil(() => answers.get("/h/m1/join")?.length);
  answer("/h/m1/join");
  await joined;
}

test("a farewell of the last visit that comes after one has gone in again puts nobody out", async () => {
  const app = await outside();
  await goIn(app);
  lines[0]?.tell("presence", { state: "left" });
  lines[0]?.tell("bye", { reason: "left" });
  await vi.waitUntil(() => lines.length === 2);
  await settle();
  expect(app.stage).toBe("meeting");
  lines[1]?.tell("participants", { participants: [person("me")] });
  await vi.waitFor(() => expect(app.model.people).toHaveLength(1));
});

test("a farewell that comes while one is on the way in is no stream to go on with", async () => {
  const app = await outside();
  lines[0]?.tell("bye", { reason: "left" });
  await settle();
  await goIn(app);
  await vi.waitUntil(() => lines.length === 2);
  await settle();
  expect(app.stage).toBe("meeting");
});

test("a farewell of this visit puts one out", async () => {
  const app = await outside();
  await goIn(app);
  lines[0]?.tell("presence", { state: "in" });
  lines[0]?.tell("bye", { reason: "ended" });
  await vi.waitFor(() => expect(app.stage).toBe("ended"));
  expect(lines).toHaveLength(1);
});

/** Go in and leave: the farewell has come, the answer to leaving has not, and is what is given back. */
async function leaving(app: Awaited<ReturnType<typeof outside>>): Promise<{ answered: Promise<unknown> }> {
  await goIn(app);
  lines[0]?.tell("presence", { state: "in" });
  const answered = app.leave(null);
  await vi.waitUntil(() => answers.has("/h/m1/leave"));
  lines[0]?.tell("bye", { reason: "left" });
  return { answered };
}

test("one may go in again before the answer to leaving has come", async () => {
  const app = await outside();
  const { answered } = await leaving(app);
  await vi.waitUntil(() => app.stage === "left");
  app.again();
  await goIn(app);
  expect(app.stage).toBe("meeting");
  answer("/h/m1/leave");
  await answered;
  expect(app.stage).toBe("meeting");
});

test("a leave that is still on its way when one is out is taken back, and nothing is said of it", async () => {
  const app = await outside();
  const { answered } = await leaving(app);
  await answered;
  expect(app.stage).toBe("left");
  expect(app.visit.problem).toBeNull();
});

test("a leave holds though the stream was opened anew for the last visit's farewell meanwhile", async () => {
  const app = await outside();
  await goIn(app);
  const left = app.leave(null);
  await vi.waitUntil(() => answers.has("/h/m1/leave"));
  lines[0]?.tell("bye", { reason: "left" });
  await vi.waitUntil(() => lines.length === 2);
  answer("/h/m1/leave");
  await left;
  expect(app.stage).toBe("left");
});

test("one whose page was lost while in hears so from the first word of the stream", async () => {
  sessionStorage.setItem("vardmote.host.m1.me", JSON.stringify("me"));
  const app = await outside();
  expect(app.stage).toBe("meeting");
  lines[0]?.tell("bye", { reason: "lost" });
  await vi.waitFor(() => expect(app.stage).toBe("left"));
});

test("while the stream tells who is in, the answer to a press does not", async () => {
  const app = await outside();
  lines[0]?.tell("participants", { participants: [] });
  await vi.waitFor(() => expect(app.model.stream).toBe("open"));
  const path = "/api/v1/meetings/m1/participants/guest/admit";
  const press = async (): Promise<void> => {
    const done = app.control("participants/guest/admit");
    await vi.waitFor(() => expect(answers.get(path)?.length).toBe(1));
    answer(path);
    await done;
  };
  await press();
  expect(app.model.people).toEqual([]);
  lines[0]?.end();
  await vi.waitFor(() => expect(app.model.stream).toBe("lost"));
  await press();
  expect(app.model.people.map(({ id }) => id)).toEqual(["guest"]);
});

test("one who has left is told once more how the meeting is, and of nobody aloud; a look that fails changes nothing", async () => {
  const said: string[] = [];
  const app = new HostApp({
    meetingId: "m1",
    language: "sv",
    say: (words) => said.push(words),
    changed: () => undefined,
  });
  await app.start("");
  await settle();
  await goIn(app);
  lines[0]?.tell("presence", { state: "in" });
  lines[0]?.tell("participants", { participants: [person("me", { role: "host" }), person("p")] });
  await vi.waitUntil(() => app.model.people.length === 2);
  const left = app.leave("p");
  await vi.waitUntil(() => answers.has("/h/m1/leave"));
  answer("/h/m1/leave");
  await left;
  await vi.waitUntil(() => lines.length === 2);
  said.length = 0;
  lines[1]?.tell("meeting", { state: "live", ending_at: null });
  lines[1]?.tell("participants", { participants: [person("w", { state: "waiting" })] });
  lines[1]?.tell("bye", { reason: "left" });
  await vi.waitFor(() => expect(app.model.people.map(({ id }) => id)).toEqual(["w"]));
  await settle();
  expect([app.stage, app.heir, said, lines.length]).toEqual(["left", "p", [], 2]);
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("{}", { status: 401 })));
  app.lookAgain();
  await settle();
  expect([app.stage, app.visit.problem]).toEqual(["left", null]);
});

/** A host who has gone in, and all that is said aloud from then on. */
async function heard(): Promise<{ app: HostApp; said: string[] }> {
  const said: string[] = [];
  const ports = { say: (words: string) => said.push(words), changed: () => undefined };
  const app = new HostApp({ meetingId: "m1", language: "sv", ...ports });
  await app.start("");
  await settle();
  await goIn(app);
  return { app, said };
}

test("that the meeting has become full is said once, by whatever tells it, and not when it was so already", async () => {
  const { said } = await heard();
  const people = (...ids: string[]): void =>
    lines[0]?.tell("participants", { participants: ids.map((id) => person(id, { name: id })) });
  const meeting = (news: object): void =>
    lines[0]?.tell("meeting", { participant_limit: 2, locked: false, ...news });
  lines[0]?.tell("presence", { state: "in" });
  for (const _ of [1, 2]) {
    meeting({});
    people("me", "p");
  }
  people("me");
  people("me", "q");
  meeting({});
  const full = "Mötet är fullt (2 deltagare). Den som väntar kan komma in när någon lämnar.";
  const inTurn = ["p kom in i mötet.", "p lämnade mötet.", full, "q kom in i mötet."];
  await vi.waitFor(() => expect(said).toEqual(inTurn));
});

test("a lock is said aloud once whoever turned it, and not when it ended with the meeting", async () => {
  const { app, said } = await heard();
  const turn = (locked: boolean, state = "live"): void => lines[0]?.tell("meeting", { locked, state });
  lines[0]?.tell("presence", { state: "in" });
  turn(true);
  lines[0]?.tell("participants", { participants: [person("me")] });
  for (const locked of [true, false, false, true, true]) turn(locked);
  turn(false, "ended");
  await vi.waitFor(() => expect(app.model.meeting?.state).toBe("ended"));
  expect(said).toEqual(["Mötet är upplåst.", "Mötet är låst. Ingen kan släppas in."]);
});
