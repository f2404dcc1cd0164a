// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";
import { check, type Invite } from "../../src/privacy/check";
import { stretches } from "../../src/privacy/meanings";

vi.mock("../../src/privacy/meanings", async (original) => {
  const all = await original<typeof import("../../src/privacy/meanings")>();
  return { ...all, stretches: vi.fn(all.stretches) };
});

const REST = { subject: "", location: "", attendees: [], attachmentNames: [], ownDomains: [] };
const NUMBER = "19900101-2385";
const IMAGE = `<img src="data:image/png;base64,${"iVBORw0KGgo".repeat(2000)}">`;
const CODED = Array.from(NUMBER, (sign) => `&#${sign.charCodeAt(0)};`).join("");

beforeEach(() => {
  vi.mocked(stretches).mockClear();
});

/** What is found in a body, and how many times over its runs were taken apart to say where it stands. */
function read(bodyHtml: string): { found: string[]; times: number } {
  const invite: Invite = { ...REST, bodyHtml, today: "2026-11-22" };
  const { findings } = check(invite);
  const taken = vi.mocked(stretches).mock.calls.reduce((sum, [run]) => sum + run.length, 0);
  const found = findings.map(({ start, length }) => bodyHtml.slice(start, start + length));
  return { found, times: taken / bodyHtml.length };
}

test("an image is not read again for each number in the text after it", () => {
  const { found, times } = read(`<p>${IMAGE}${`${NUMBER}, `.repeat(200)}</p>`);
  expect(new Set(found)).toEqual(new Set([NUMBER]));
  expect(times).toBeLessThanOrEqual(2);
});

test("an image is read once for all the numbers that are written beside it in entities", () => {
  const { found, times } = read(`<p>${IMAGE}${[CODED, CODED, CODED, CODED].join(" ")}</p>`);
  expect(found).toEqual([CODED, CODED, CODED, CODED]);
  expect(times).toBeLessThanOrEqual(1);
});

test("signs of two units before many finds are counted once, and each place is right", () => {
  const bodyHtml = `<p>${IMAGE}${`🙂 ${NUMBER}, `.repeat(50)}</p><p title="🙂">🙂🙂${NUMBER}</p>`;
  const matched = vi.spyOn(String.prototype, "match");
  const { findings } = check({ ...REST, bodyHtml, today: "2026-11-22" });
  const searched = matched.mock.contexts.reduce((sum: number, text) => sum + String(text).length, 0);
  matched.mockRestore();
  const signs = Array.from(bodyHtml);
  const found = findings.map(({ start, length }) => signs.slice(start, start + length).join(""));
  expect(found).toEqual(Array.from({ length: 51 }, () => NUMBER));
  expect(searched).toBeLessThanOrEqual(bodyHtml.length * 2);
});
