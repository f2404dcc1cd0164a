import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { announcer } from "../../src/video/live";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});

afterEach(() => {
  vi.useRealTimers();
});

const said = (): string | null | undefined => document.querySelector("[aria-live]")?.textContent;

test("what is said at once is heard as one", () => {
  const live = announcer(document.body);
  live.say("Anna väntar i lobbyn.");
  vi.advanceTimersByTime(50);
  live.say("Bertil kom in i mötet.");
  vi.advanceTimersByTime(1000);
  expect(said()).toBe("Anna väntar i lobbyn. Bertil kom in i mötet.");
  live.say("Bertil lämnade mötet.");
  vi.advanceTimersByTime(1000);
  expect(said()).toBe("Bertil lämnade mötet.");
});

test("the same words twice are said twice, and nothing comes after it was cleared", () => {
  const live = announcer(document.body);
  live.say("Anna väntar.");
  vi.advanceTimersByTime(1000);
  live.say("Anna väntar.");
  vi.advanceTimersByTime(1000);
  expect(said()).toBe("Anna väntar.\u00a0");
  live.say("Bertil väntar.");
  live.clear();
  vi.advanceTimersByTime(1000);
  expect(said()).toBe("");
});
