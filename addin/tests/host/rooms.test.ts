import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HostApp } from "../../src/host/app";
import { roomsPart } from "../../src/host/rooms";
import { Api } from "../../src/shared/api";

const PATH = "/api/v1/meetings/m1";
const ROOM = { id: "alen", name: "Alen", site: "Tallby", own: true };
let calls: object[];
let asked: string[];
let refusal: Response | null;
let rooms: object[];

const call = (stage: string, words: string): object => ({
  id: "rc1",
  room: "alen",
  name: "Alen",
  stage,
  stage_sv: words,
  stage_en: words,
  open: true,
});

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
  [calls, asked, refusal, rooms] = [[], [], null, [ROOM]];
  vi.stubGlobal("fetch", (path: string, { method, body }: RequestInit) => {
    asked.push(`${method} ${path.replace(PATH, "")} ${body ?? ""}`.trim());
    const answer = method === "POST" ? refusal : null;
    refusal = method === "POST" ? null : refusal;
    if (answer) return Promise.resolve(answer);
    if (method === "DELETE") return Promise.resolve(new Response(null, { status: 204 }));
    return Promise.resolve(
      new Response(JSON.stringify(path.endsWith("rooms-to-call") ? { rooms } : { calls })),
    );
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function opened(reports = false, lobby = true): Promise<HTMLElement> {
  const app = {
    language: "sv",
    reports,
    entered: { meeting: { id: "m1", lobby } },
    visit: { api: new Api(() => "host:x") },
  } as unknown as HostApp;
  const part = roomsPart(app);
  document.body.append(part.root);
  await part.open();
  return part.root;
}

const press = (root: HTMLElement, words: string): void =>
  [...root.querySelectorAll("button")].find(({ textContent }) => textContent === words)?.click();

test("a room is called by one press, also when it is pressed twice, and what comes of it is shown", async () => {
  const root = await opened();
  calls = [call("asking", "Rummet tillfrågas")];
  press(root, "Ring rummet");
  press(root, "Ring rummet");
  await vi.waitFor(() => expect(root.textContent).toContain("Rummet tillfrågas"));
  expect(asked.filter((one) => one.startsWith("POST"))).toEqual(['POST /room-calls {"room":"alen"}']);
  calls = [call("connected", "I mötet")];
  await vi.advanceTimersByTimeAsync(2100);
  expect(root.textContent).toContain("I mötet");
  expect(root.textContent).not.toContain("Ta tillbaka");
});

test("the question is taken back only until the room has said yes", async () => {
  calls = [call("asking", "Rummet tillfrågas")];
  const root = await opened();
  calls = [];
  press(root, "Ta tillbaka");
  await vi.waitFor(() => expect(root.querySelectorAll("li")).toHaveLength(0));
  expect(asked).toContain("DELETE /room-calls/rc1");
});

test("a refusal is told in its own words, and the room can be called again", async () => {
  const root = await opened();
  const body = { code: "room-asked", detail_sv: "Någon annan frågar redan.", detail_en: "x", status: 409 };
  refusal = new Response(JSON.stringify(body), { status: 409 });
  press(root, "Ring rummet");
  await vi.waitFor(() =>
    expect(root.querySelector("[role=alert]")?.textContent).toBe("Någon annan frågar redan."),
  );
  press(root, "Ring rummet");
  await vi.waitFor(() => expect(asked.filter((one) => one.startsWith("POST"))).toHaveLength(2));
  expect(root.querySelector<HTMLElement>("[role=alert]")?.hidden).toBe(true);
});

test("a meeting that no room can dial says so and offers no button", async () => {
  rooms = [];
  const root = await opened();
  expect(root.textContent).toContain("Inget rum kan ringas in");
  expect(root.querySelector<HTMLElement>(".row")?.hidden).toBe(true);
});

test("a part that is gone from the page asks no more", async () => {
  const root = await opened();
  const before = asked.length;
  root.remove();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(before);
});

test.each([
  [false, true, "Rummet kommer sedan till lobbyn, och du släpper in det."],
  [true, true, "Ett rum som är valt för mötet kan sedan komma rakt in"],
  [true, false, "Rummet kommer sedan rakt in i mötet"],
])(
  "reports %s, lobby %s: where the room comes is said before it is called",
  async (reports, lobby, words) => {
    expect((await opened(reports, lobby)).querySelector(".hint")?.textContent).toContain(words);
  },
);
