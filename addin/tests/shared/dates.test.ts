// @vitest-environment node
import { describe, expect, it } from "vitest";
import { clockTime, dayText, sameDay, spanText, waitedText } from "../../src/shared/dates";

const NOW = new Date("2026-05-01T10:00:00Z");
const START = new Date("2026-06-10T08:00:00+02:00");
const END = new Date("2026-06-10T09:00:00+02:00");

describe("times as staff write them", () => {
  it("says day and clock in Swedish", () => {
    expect(spanText(START, END, "sv", NOW)).toBe("onsdag 10 juni kl. 08.00–09.00");
  });

  it("says the same in English", () => {
    expect(spanText(START, END, "en", NOW)).toBe("Wednesday 10 June, 08:00–09:00");
  });

  it("names both days when the meeting ends on another", () => {
    expect(spanText(START, new Date("2026-06-11T01:30:00+02:00"), "sv", NOW)).toBe(
      "onsdag 10 juni kl. 08.00 – torsdag 11 juni kl. 01.30",
    );
  });

  it("adds the year only when it is another", () => {
    expect(dayText(START, "sv", new Date("2025-12-31T12:00:00Z"))).toBe("onsdag 10 juni 2026");
  });

  it("speaks Swedish time whatever the offset given, also when summer time ends", () => {
    expect(clockTime(new Date("2026-10-25T00:30:00Z"), "sv")).toBe("02.30");
    expect(clockTime(new Date("2026-10-25T01:30:00Z"), "sv")).toBe("02.30");
  });

  it("knows the Swedish day at the edges", () => {
    expect(sameDay(new Date("2026-06-09T22:30:00Z"), START)).toBe(true);
    expect(sameDay(new Date("2026-06-09T21:30:00Z"), START)).toBe(false);
  });

  it("never waits a negative time", () => {
    expect(waitedText(END, START)).toBe("0 s");
    expect(waitedText(START, END)).toBe("60 min");
  });
});
