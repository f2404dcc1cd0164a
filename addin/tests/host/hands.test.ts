import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HostControl } from "../../src/host/entered";
import { heldPage } from "../../src/host/held";
import { person } from "../video/people";
import { entered, NEWS } from "./atPexip";

const NOW = new Date("2026-06-10T08:05:00+02:00");
const VISITS: HostControl[] = ["note", "hands", "lower-hand", "spotlight"];
let asked: [string, unknown][] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
    if (path.endsWith("/events")) return new Promise<Response>(() => undefined);
    asked.push([path, JSON.parse(String(init?.body ?? "null"))]);
    return Promise.resolve(new Response(JSON.stringify({ participants: [] }), { status: 200 }));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

async function page(controls: readonly HostControl[], handsAt: string | null, people = [person("g")]) {
  const app = await entered({ host_controls: controls });
  app.model = { ...app.model, people, meeting: { ...NEWS, hands_at: handsAt } };
  const made = heldPage(app);
  made.update(NOW);
  return made.root;
}

const hands = (root: HTMLElement): string =>
  root.querySelector<HTMLElement>("[data-group=hands]")?.textContent?.trim() ?? "";

function press(root: HTMLElement, words: string): HTMLButtonElement {
  const found = [...root.querySelectorAll("button")].find(
    (one) => one.getAttribute("aria-label") === words || one.textContent === words,
  );
  if (!found) throw new Error(`no button ${words}`);
  found.click();
  return found;
}

test("hands are looked for by a press, and the page tells when that was", async () => {
  const before = await page(VISITS, null);
  expect(hands(before)).toContain("–");
  expect(hands(before)).toContain("Uppräckta händer syns i Pexip.");
  expect(hands(before)).toContain("Ingen har tittat efter händer än.");
  const look = press(before, "Titta efter händer");
  look.click();
  await vi.waitFor(() => expect(look.getAttribute("aria-disabled")).toBeNull());
  expect(asked).toEqual([["/api/v1/meetings/m1/hands", {}]]);
  const after = await page(VISITS, "2026-06-10T08:04:00+02:00");
  expect(hands(after)).toContain("Ingen hand är uppe.");
  expect(hands(after)).toContain("Tittade senast kl. 08.04");
});

test("where nobody can look there is no press, and hands are seen there", async () => {
  const root = await page(["mute"], null);
  expect(hands(root)).toContain("Uppräckta händer syns i Pexip.");
  expect([...root.querySelectorAll("button")].map((one) => one.textContent)).not.toContain(
    "Titta efter händer",
  );
  expect(root.textContent).not.toContain("Lyft fram");
});

test("a hand is taken down and somebody shown large, and shown large no more", async () => {
  const up = { ...person("g"), hand_since: "2026-06-10T08:03:00+02:00" };
  const root = await page(VISITS, null, [up]);
  press(root, "Ta ner handen: g");
  press(root, "Lyft fram g i bild för alla");
  press(await page(VISITS, null, [{ ...up, spotlit: true }]), "Sluta lyfta fram g");
  const all = [
    ["/api/v1/meetings/m1/participants/g/lower-hand", {}],
    ["/api/v1/meetings/m1/participants/g/spotlight", { on: true }],
    ["/api/v1/meetings/m1/participants/g/spotlight", { on: false }],
  ];
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  expect(asked).toEqual(all);
});

test("one who waits there is written to in the chat there", async () => {
  const root = await page(VISITS, null, [person("h", { role: "host" }), person("g", { state: "waiting" })]);
  press(root, "Meddelande till g");
  expect(root.querySelector("label")?.textContent).toBe("Meddelande i chatten i Pexip");
  expect((await page(["mute"], null, [person("g", { state: "waiting" })])).querySelector("form")).toBeNull();
});
