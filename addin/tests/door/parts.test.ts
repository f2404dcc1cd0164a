import { expect, it } from "vitest";
import { App } from "../../src/door/app";
import type { DoorData } from "../../src/door/data";
import { support } from "../../src/door/parts";

const both = (words: string): { sv: string; en: string } => ({ sv: words, en: `en ${words}` });

function shown(...rows: object[]): HTMLElement | null {
  const times = { start: "2026-06-10T08:00:00+02:00", end: "2026-06-10T09:00:00+02:00" };
  const data = { state: "open", opens_at: times.start, ...times, embedded: false, support: rows };
  const say = (): void => undefined;
  return support(
    new App({ data: data as unknown as DoorData, code: "x", language: "sv", say, changed: say }),
  );
}

const CONTACT = { problem: both("Du kommer inte in"), label: both("Stöd") };

it("lists by what has gone wrong whom the patient may reach, and how", () => {
  const part = shown(
    { ...CONTACT, phone: "021-00 00 00", hours: both("Vardagar") },
    { ...CONTACT, email: "s@r.example" },
  );
  expect([...(part?.querySelectorAll("li") ?? [])].map((row) => row.textContent)).toEqual([
    "Du kommer inte inStöd 021-00 00 00 Vardagar",
    "Du kommer inte inStöd s@r.example",
  ]);
  expect([...(part?.querySelectorAll("a") ?? [])].map((link) => link.getAttribute("href"))).toEqual([
    "tel:021000000",
    "mailto:s@r.example",
  ]);
});

it("links to a contact's page where it is https, and to no other", () => {
  const part = shown(
    { ...CONTACT, url: "https://stod.example/" },
    { ...CONTACT, url: "javascript:alert(1)" },
  );
  expect(part?.querySelectorAll("a")).toHaveLength(1);
  expect(part?.querySelector("a")?.rel).toBe("noopener noreferrer");
});

it("is not there when there is nobody to name", () => {
  expect(shown()).toBeNull();
});
