/** Whoever waited so long that the service sent them away is said to have done so where they stood, for a while. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { heldPage } from "../../src/host/held";
import type { MeetingNews } from "../../src/host/view";
import { person } from "../video/people";
import { entered } from "./atPexip";

const GONE = { state: "left", reason: "waited-out", since: "2026-06-10T08:00:00+02:00" } as const;

beforeEach(() => {
  vi.stubGlobal("fetch", () => new Promise<Response>(() => undefined));
});

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

test("who waited too long is named below those who wait, and no more after ten minutes", async () => {
  const app = await entered();
  const people = [
    person("vera", { ...GONE, name: "Vera" }),
    person("sal", { ...GONE, name: "Sal 3", since: "2026-06-10T08:04:00+02:00" }),
    person("gun", { state: "left", name: "Gun" }),
    person("ulla", { state: "waiting", name: "Ulla" }),
  ];
  app.model = { ...app.model, people, meeting: { locked: false, participant_limit: 4 } as MeetingNews };
  const page = heldPage(app);
  const line = page.root.querySelector<HTMLElement>("[data-group=waiting] .waited-out");
  const said = (time: string): string => {
    page.update(new Date(`2026-06-10T${time}:00+02:00`));
    return line?.hidden ? "" : (line?.textContent ?? "");
  };
  expect(said("08:05")).toBe("Vera, Sal 3 väntade för länge och kopplades bort, men kan ansluta igen.");
  expect(said("08:12")).toBe("Sal 3 väntade för länge och kopplades bort, men kan ansluta igen.");
  expect(said("08:15")).toBe("");
});
