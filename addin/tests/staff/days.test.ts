import { describe, expect, it } from "vitest";
import { dayKey, dayWords, isOver, momentWords, shiftDay, startOfDay } from "../../src/staff/days";

const NOW = new Date("2026-06-10T10:00:00+02:00");

describe("days", () => {
  it("begin at midnight in Sweden, whatever the clocks do that day", () => {
    expect(startOfDay("2026-06-10")).toBe("2026-06-10T00:00:00+02:00");
    expect(startOfDay("2026-12-24")).toBe("2026-12-24T00:00:00+01:00");
    expect(startOfDay("2026-03-29")).toBe("2026-03-29T00:00:00+01:00");
    expect(startOfDay("2026-03-30")).toBe("2026-03-30T00:00:00+02:00");
    expect(startOfDay("2026-10-25")).toBe("2026-10-25T00:00:00+02:00");
    expect(startOfDay("2026-10-26")).toBe("2026-10-26T00:00:00+01:00");
  });

  it("are Swedish, whoever's clock one looks at", () => {
    expect(dayKey(new Date("2026-06-09T22:30:00Z"))).toBe("2026-06-10");
    expect(dayKey(new Date("2026-12-31T22:30:00Z"))).toBe("2026-12-31");
  });

  it("are counted over months and years", () => {
    expect(shiftDay("2026-12-31", 1)).toBe("2027-01-01");
    expect(shiftDay("2026-03-01", -1)).toBe("2026-02-28");
    expect(shiftDay("2026-03-29", 1)).toBe("2026-03-30");
  });

  it("are said in the words of the locale, with the year when it is another", () => {
    expect(dayWords("2026-06-12", "sv", NOW)).toBe("fredag 12 juni");
    expect(dayWords("2027-01-31", "en", NOW)).toBe("Sunday 31 January 2027");
    expect(momentWords("2026-06-09T06:30:00Z", "sv", NOW)).toBe("tisdag 9 juni kl. 08.30");
    expect(momentWords("2026-06-09T06:30:00Z", "en", NOW)).toBe("Tuesday 9 June, 08:30");
  });

  it("count to their end", () => {
    expect(isOver("2026-06-10", NOW)).toBe(false);
    expect(isOver("2026-06-09", NOW)).toBe(true);
    expect(isOver(null, NOW)).toBe(false);
    expect(isOver("2026-06-10T09:59:00+02:00", NOW)).toBe(true);
  });
});
