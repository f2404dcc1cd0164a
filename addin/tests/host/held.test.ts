import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HostApp } from "../../src/host/app";
import { elsewherePage } from "../../src/host/elsewhere";
import type { HostControl } from "../../src/host/entered";
import { heldPage } from "../../src/host/held";
import type { Person } from "../../src/video/events";
import { person } from "../video/people";
import { entered } from "./atPexip";

const NOW = new Date("2026-06-10T08:05:00+02:00");
const THERE = "https://video.example/webapp3/m/abc?name=V&join=1";
const ALL: HostControl[] = ["admit", "deny", "mute", "mute-guests", "remove", "lock", "make-host", "end"];
let tab: {
  opener: unknown;
  closed: boolean;
  location: { replace: ReturnType<typeof vi.fn> };
  close: () => void;
};
let answer: () => Response;
let asked: string[] = [];

beforeEach(() => {
  asked = [];
  answer = () => json(200, { url: THERE, participant: "me", system: {} });
  tab = { opener: window, closed: false, location: { replace: vi.fn() }, close: vi.fn() };
  vi.spyOn(window, "open").mockImplementation(() => tab as unknown as Window);
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return path.endsWith("/events") ? new Promise<Response>(() => undefined) : Promise.resolve(answer());
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  sessionStorage.clear();
});

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

const opened = (controls: readonly HostControl[] = ALL): Promise<HostApp> =>
  entered({ rooms: controls.length > 0, host_controls: controls });

function shown(app: HostApp, people: readonly Person[]): HTMLElement {
  app.model = { ...app.model, people };
  const page = heldPage(app);
  page.update(NOW);
  return page.root;
}

const buttons = (root: HTMLElement): string[] =>
  [...root.querySelectorAll("button")].map((one) => one.getAttribute("aria-label") ?? one.textContent ?? "");

test("one press opens the system in a tab of its own, and this page becomes the list of people", async () => {
  const app = await opened();
  const page = elsewherePage(app);
  page.update(NOW);
  expect(page.root.textContent).toContain("Pexip öppnas i en ny flik. Den här sidan är kvar");
  const press = page.root.querySelector<HTMLButtonElement>("button");
  expect(press?.textContent).toBe("Gå in");
  press?.click();
  // Within the press itself, before any answer: later the browser would stop it.
  expect(window.open).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(tab.location.replace).toHaveBeenCalledWith(THERE));
  expect(tab.opener).toBeNull();
  await vi.waitFor(() => expect(app.stage).toBe("meeting"));
  expect(app.me).toBe("me");
});

test("a browser that opens no tab: the way in is a link that tells the system nothing of us", async () => {
  vi.mocked(window.open).mockReturnValue(null);
  const app = await opened();
  await app.goIn();
  const link = shown(app, []).querySelector<HTMLAnchorElement>("[role=alert] a");
  expect(link?.href).toBe(THERE);
  expect([link?.target, link?.rel]).toEqual(["_blank", "noopener noreferrer"]);
});

test("beside the link nothing speaks of a tab there is not, and a link that was followed gives way to a new one", async () => {
  vi.mocked(window.open).mockReturnValue(null);
  const app = await opened();
  await app.goIn();
  const page = heldPage(app);
  page.update(NOW);
  const status = page.root.querySelector<HTMLElement>("[role=status].info");
  expect(status?.hidden).toBe(true);
  const link = page.root.querySelector<HTMLAnchorElement>("[role=alert] a");
  link?.addEventListener("click", (event) => event.preventDefault());
  link?.click();
  await vi.waitFor(() => expect(app.way?.url).toBeNull());
  page.update(NOW);
  expect(page.root.querySelector("[role=alert] a")).toBeNull();
  expect(status?.hidden).toBe(false);
  const again = [...page.root.querySelectorAll("button")].find(
    (one) => one.textContent === "Öppna Pexip igen",
  );
  expect(again?.hidden).toBe(false);
  again?.click();
  await vi.waitFor(() => expect(app.way?.url).toBe(THERE));
});

test("a refusal closes the tab and is told in the server's own words", async () => {
  answer = () => json(409, { code: "not-open", detail_sv: "Vänta.", detail_en: "Wait." });
  const app = await opened();
  await app.goIn();
  expect(tab.close).toHaveBeenCalledOnce();
  expect(app.stage).toBe("check");
  expect(app.visit.problem?.text("sv")).toBe("Vänta.");
});

test("a PIN that is asked for there is shown here until one is in", async () => {
  answer = () => json(200, { url: THERE, participant: "me", pin: "12345678" });
  const app = await opened();
  await app.goIn();
  expect(shown(app, []).textContent).toContain("Pinkod när Pexip frågar: 12345678");
  expect(shown(app, [person("me")]).textContent).not.toContain("12345678");
});

test("who is on the way, who waits and who is in; and whether one is in oneself", async () => {
  const app = await opened();
  app.me = "me";
  const people = [
    person("me", { state: "coming", role: "host", kind: "staff" }),
    person("Alva", { state: "coming" }),
    person("Bo", { state: "waiting" }),
  ];
  const root = shown(app, people);
  expect(root.querySelector('[data-group="coming"]')?.textContent).toContain("På väg in 2");
  expect(root.querySelector('[data-group="waiting"]')?.textContent).toContain("Bo");
  // Nobody tells us of hands there: "none" could leave somebody unseen.
  expect(root.querySelector('[data-group="hands"]')?.textContent).toContain(
    "–Uppräckta händer syns i Pexip.",
  );
  expect(root.textContent).toContain("Du är inte inne i mötet än.");
  expect(root.textContent).not.toContain("Utan bild");
  expect(buttons(root)).toContain("Tillåt Bo");
  expect(buttons(root)).toContain("Neka Alva");
  const later = shown(app, [person("me", { role: "host" })]);
  expect(later.textContent).toContain("Du är inne i mötet.");
  expect(later.textContent).toContain("Ring rummet");
  expect(later.textContent).not.toContain("Kamera");
  expect(later.querySelector<HTMLElement>('[data-group="coming"]')?.hidden).toBe(true);
});

test("what the system cannot do from here has no button", async () => {
  const app = await opened([]);
  app.me = "me";
  const people = [person("me", { role: "host" }), person("Bo", { state: "waiting" }), person("Cia")];
  const root = shown(app, people);
  const words = buttons(root).join("|");
  for (const none of ["Tillåt", "Neka", "Tysta", "Ta bort", "Lås", "Lämna", "Meddelande"])
    expect(words).not.toContain(none);
  expect(root.textContent).toContain("Lämna mötet i fliken med Pexip.");
  expect(root.textContent).not.toContain("Ring rummet");
});
