import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../../src/door/app";
import type { DoorData } from "../../src/door/data";
import { onwardPage } from "../../src/door/onward";

const NOW = new Date("2026-06-10T07:50:00+02:00");
const BOTH = (words: string): { sv: string; en: string } => ({ sv: words, en: words });
let asked: string[] = [];
let answer: Response;

beforeEach(() => {
  sessionStorage.clear();
  asked = [];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return Promise.resolve(answer);
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function shown(state: string, allowed = true): { app: App; root: HTMLElement } {
  const data = {
    state,
    opens_at: "2026-06-10T07:45:00+02:00",
    start: "2026-06-10T08:00:00+02:00",
    end: "2026-06-10T09:00:00+02:00",
    unit: BOTH("Mottagningen"),
    emergency: BOTH("112"),
    support: [],
    leads_to: { system: BOTH("Platform24"), allowed },
  } as unknown as DoorData;
  const app = new App({
    data,
    code: "abc",
    language: "sv",
    say: () => undefined,
    changed: () => page?.update(NOW),
  });
  let page: ReturnType<typeof onwardPage> | null = null;
  page = onwardPage(app);
  page.update(NOW);
  return { app, root: page.root };
}

function button(root: HTMLElement): HTMLButtonElement | null {
  return root.querySelector("button");
}

test("it says which system the meeting is held in, and leads there when pressed", async () => {
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
  const { root, app } = shown("open");
  expect(root.textContent).toContain("Mötet hålls i Platform24.");
  expect(asked).toEqual([]);
  answer = new Response(JSON.stringify({ url: "https://meet.example/r/1" }));
  button(root)?.click();
  await vi.waitFor(() => expect(click).toHaveBeenCalledOnce());
  expect(asked).toEqual(["/m/abc/handover"]);
  expect(app.wentOn).toBe(false);
});

test("before it is open nobody can press", () => {
  const { root } = shown("early");
  expect(button(root)?.disabled).toBe(true);
  expect(root.textContent).toContain("Mötet öppnar");
});

test("a system that is not allowed any more is not led to, and one is told whom to ask", () => {
  const { root } = shown("open", false);
  expect(button(root)).toBeNull();
  expect(root.textContent).toContain("Din tid är kvar");
  expect(root.textContent).not.toContain("Platform24");
});

test("a refusal stands beside the button in the server's own words", async () => {
  const { root } = shown("open");
  const words = { code: "link-not-allowed", detail_sv: "Inte härifrån.", detail_en: "Not from here." };
  answer = new Response(JSON.stringify(words), { status: 409 });
  button(root)?.click();
  await vi.waitFor(() => expect(root.querySelector("[role=alert]")?.textContent).toBe("Inte härifrån."));
});
