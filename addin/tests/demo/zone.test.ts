import { describe, expect, it } from "vitest";
import { dayKey, fromInput, minuteOfDay, nextQuarter, shiftDay, toInput } from "../../src/demo/zone";

describe("Swedish time", () => {
  it("goes both ways, summer and winter", () => {
    for (const value of ["2026-06-10T08:00", "2026-01-10T08:00", "2026-10-25T12:30", "2026-03-29T01:59"]) {
      expect(toInput(fromInput(value) as Date)).toBe(value);
    }
    expect(fromInput("2026-06-10T08:00")?.toISOString()).toBe("2026-06-10T06:00:00.000Z");
    expect(fromInput("2026-01-10T08:00")?.toISOString()).toBe("2026-01-10T07:00:00.000Z");
  });

  it("moves an hour that does not exist onwards", () => {
    expect(toInput(fromInput("2026-03-29T02:30") as Date)).toBe("2026-03-29T03:30");
  });

  it("takes no nonsense", () => {
    expect(fromInput("T08:00")).toBeNull();
  });

  it("knows days and minutes", () => {
    const moment = new Date("2026-06-10T22:30:00Z");
    expect(dayKey(moment)).toBe("2026-06-11");
    expect(minuteOfDay(moment)).toBe(30);
    expect(shiftDay("2026-10-25", 1)).toBe("2026-10-26");
    expect(shiftDay("2026-03-29", -1)).toBe("2026-03-28");
  });

  it("rounds up to a quarter", () => {
    expect(nextQuarter(new Date("2026-06-10T06:00:00Z")).toISOString()).toBe("2026-06-10T06:00:00.000Z");
    expect(nextQuarter(new Date("2026-06-10T06:00:01Z")).toISOString()).toBe("2026-06-10T06:15:00.000Z");
  });
});
