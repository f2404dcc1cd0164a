import { describe, expect, it } from "vitest";
import { minutesOf, nextSlot, slotOf, spanOf } from "../../src/conference/times";
import { momentAt } from "../../src/staff/days";

const span = (opens: string, closes: string) => ({ opens, closes });

describe("when it would be next", () => {
  it("is the same weekday and time on the wall, also when clocks have changed between", () => {
    const last = span("2026-10-21T11:00:00Z", "2026-10-21T12:30:00Z");
    const slot = nextSlot(last, new Date("2026-10-22T08:00:00Z"));
    expect(slot).toEqual({ day: "2026-10-28", from: "13:00", to: "14:30" });
    expect(spanOf(slot)).toEqual({ opens: "2026-10-28T12:00:00.000Z", closes: "2026-10-28T13:30:00.000Z" });
  });

  it("is never before now, however long ago the last one was", () => {
    const last = span("2026-05-06T11:00:00Z", "2026-05-06T12:00:00Z");
    expect(nextSlot(last, new Date("2026-06-10T10:59:00Z")).day).toBe("2026-06-10");
    expect(nextSlot(last, new Date("2026-06-10T11:00:00Z")).day).toBe("2026-06-17");
  });
});

describe("a slot", () => {
  it("says what it was made of", () => {
    const given = span("2026-06-17T11:00:00.000Z", "2026-06-17T12:00:00.000Z");
    expect(spanOf(slotOf(given))).toEqual(given);
  });

  it("ends the next day when it ends before it begins", () => {
    expect(minutesOf(spanOf({ day: "2026-06-10", from: "23:00", to: "00:30" }))).toBe(90);
  });
});

describe("a Swedish time", () => {
  it("is the moment that clocks on the wall say, in summer, in winter and in the nights between", () => {
    expect(momentAt("2026-06-10", "08:00")).toBe("2026-06-10T06:00:00.000Z");
    expect(momentAt("2026-12-10", "08:00")).toBe("2026-12-10T07:00:00.000Z");
    expect(momentAt("2026-03-29", "01:59")).toBe("2026-03-29T00:59:00.000Z");
    expect(momentAt("2026-03-29", "02:30")).toBe("2026-03-29T01:30:00.000Z");
    expect(momentAt("2026-03-29", "03:00")).toBe("2026-03-29T01:00:00.000Z");
    expect(momentAt("2026-10-25", "01:30")).toBe("2026-10-24T23:30:00.000Z");
    expect(momentAt("2026-10-25", "03:30")).toBe("2026-10-25T02:30:00.000Z");
  });
});
