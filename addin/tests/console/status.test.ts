import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EVERY_MS, type Part, type Status, StatusPage } from "../../src/console/status/page";
import { json } from "../shared/service";
import { context, Desk, press, words } from "./desk";

const both = (said: string): { sv: string; en: string } => ({ sv: said, en: `${said} (en)` });
const AT = "2026-06-10T09:00:00+02:00";

function part(code: string, more: Partial<Part> = {}): Part {
  return {
    code,
    state: "good",
    name: both(code),
    said: both("Går bra"),
    when: null,
    at: null,
    steps: [],
    ...more,
  };
}

const stopped = part("node:10.0.0.2", {
  state: "bad",
  said: both("Noden har slutat berätta"),
  when: both("Sedan"),
  at: AT,
  steps: [both("Öppna Event sinks"), both("Starta om")],
});

let desk: Desk;
let page: StatusPage;

function told(parts: readonly Part[], pexip = true): void {
  const status: Status = { as_of: AT, pexip, parts };
  desk.on("GET /api/v1/status", status);
}

async function opened(language: "sv" | "en" = "sv"): Promise<HTMLElement> {
  page = new StatusPage(context(language));
  document.body.replaceChildren(page.node);
  await page.start();
  return page.node;
}

const names = (node: HTMLElement): (string | null)[] =>
  [...node.querySelectorAll("h3")].map((one) => one.textContent);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  desk = new Desk();
});

afterEach(() => {
  page.stop();
  vi.useRealTimers();
});

describe("the state of the video services", () => {
  it("shows what is wrong first, since when, and what to do in order", async () => {
    told([part("policy"), part("management", { state: "info" }), stopped]);
    const node = await opened();
    expect(names(node)).toEqual(["node:10.0.0.2", "management", "policy"]);
    expect(words(node)).toContain("En sak behöver åtgärdas.");
    expect([...node.querySelectorAll("ol li")].map((one) => one.textContent)).toEqual([
      "Öppna Event sinks",
      "Starta om",
    ]);
    expect(words(node)).toMatch(/Sedan: .*09[.:]00/);
  });

  it("does not say that all is well while something is to be watched", async () => {
    const lacks = part("node:10.0.0.3", { state: "warn" });
    told([part("policy"), lacks]);
    const node = await opened();
    const sum = node.querySelector(".status-sum");
    expect(sum?.textContent).toBe("En sak att hålla ögonen på.");
    told([stopped, lacks, part("management", { state: "warn" })]);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(sum?.textContent).toBe("En sak behöver åtgärdas. 2 saker att hålla ögonen på.");
  });

  it("speaks the reader's language", async () => {
    told([stopped]);
    expect(words(await opened("en"))).toContain("Noden har slutat berätta (en)");
  });

  it("keeps fresh, and says nothing twice to who listens", async () => {
    told([stopped]);
    const node = await opened();
    const row = node.querySelector(".row");
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(desk.count("GET /api/v1/status")).toBe(2);
    expect(node.querySelector(".row")).toBe(row);
    told([part("node:10.0.0.2")]);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(words(node)).toContain("Allt fungerar.");
    expect(node.querySelector("ol")).toBeNull();
  });

  it("reads again when asked to, and says once that it could not", async () => {
    told([stopped]);
    const node = await opened();
    desk.answer("GET /api/v1/status", () => json({ code: "service-unavailable" }, 503));
    press(node, "Läs igen");
    await vi.advanceTimersByTimeAsync(1);
    press(node, "Läs igen");
    await vi.advanceTimersByTimeAsync(1);
    expect(node.querySelectorAll(".notice")).toHaveLength(1);
    expect(names(node)).toEqual(["node:10.0.0.2"]);
  });

  it("says so where there is nothing to watch", async () => {
    told([], false);
    const node = await opened();
    expect(words(node)).toContain("Ingen videotjänst som kan övervakas är ansluten.");
    expect(words(node)).not.toContain("Allt fungerar.");
  });

  it("tells others whose page it is", async () => {
    desk.answer("GET /api/v1/status", () =>
      json({ code: "forbidden", detail_sv: "Ring rumssupporten.", detail_en: "Call." }, 403),
    );
    expect(words(await opened())).toContain("Ring rumssupporten.");
  });
});
