import { describe, expect, it } from "vitest";
import { AppointmentFault } from "../../src/appointment/appointment";
import { ruleOf } from "../../src/appointment/recurrence";

type Properties = Partial<Office.RecurrenceProperties>;

const rule = (recurrenceType: string, properties: Properties | null, end: string | null = null): string =>
  ruleOf({
    recurrenceType,
    recurrenceProperties: properties && { interval: 1, ...properties },
    // office.js says null for no end, whatever its types say.
    seriesTime: { getEndDate: () => end as string },
  });

describe("office.js' recurrence as a rule", () => {
  it.each<[string, Properties | null, string]>([
    ["daily", {}, "FREQ=DAILY"],
    ["daily", { interval: 3 }, "FREQ=DAILY;INTERVAL=3"],
    ["weekday", null, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
    ["weekday", { interval: 1 }, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
    ["weekly", { days: ["wed"] }, "FREQ=WEEKLY;BYDAY=WE"],
    [
      "weekly",
      { interval: 2, days: ["mon", "thu", "sun"], firstDayOfWeek: "sun" },
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU;WKST=SU",
    ],
    ["monthly", { dayOfMonth: 15 }, "FREQ=MONTHLY;BYMONTHDAY=15"],
    ["monthly", { interval: 3, dayOfMonth: 1 }, "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1"],
    ["monthly", { dayOfWeek: "tue", weekNumber: "second" }, "FREQ=MONTHLY;BYDAY=2TU"],
    ["monthly", { dayOfWeek: "fri", weekNumber: "last" }, "FREQ=MONTHLY;BYDAY=-1FR"],
    ["monthly", { dayOfWeek: "day", weekNumber: "third" }, "FREQ=MONTHLY;BYMONTHDAY=3"],
    ["monthly", { dayOfWeek: "day", weekNumber: "last" }, "FREQ=MONTHLY;BYMONTHDAY=-1"],
    [
      "monthly",
      { dayOfWeek: "weekday", weekNumber: "first" },
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
    ],
    ["monthly", { dayOfWeek: "weekendDay", weekNumber: "last" }, "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-1"],
    ["yearly", { month: "jun", dayOfMonth: 6 }, "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=6"],
    [
      "yearly",
      { interval: 2, month: "dec", dayOfWeek: "mon", weekNumber: "fourth" },
      "FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYDAY=4MO",
    ],
  ])("%s %o", (kind, properties, text) => {
    expect(rule(kind, properties)).toBe(text);
    expect(rule(kind, properties, "2026-08-19")).toBe(`${text};UNTIL=20260819`);
  });

  it.each([
    ["monthly", { dayOfMonth: 29 }, "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1"],
    ["monthly", { dayOfMonth: 31 }, "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"],
    ["yearly", { month: "feb", dayOfMonth: 29 }, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"],
  ])("takes the last day of a month that is too short, as Outlook does: %s %o", (kind, properties, text) => {
    expect(rule(kind, properties)).toBe(text);
  });

  it.each<[string, Properties]>([
    ["hourly", {}],
    ["constructor", {}],
    ["weekly", { days: ["someday"] }],
    ["monthly", {}],
    ["monthly", { dayOfWeek: "tue" }],
    ["yearly", { dayOfMonth: 6 }],
  ])("says that it does not know %s %o", (kind, properties) => {
    expect(() => rule(kind, properties)).toThrow(AppointmentFault);
  });
});
