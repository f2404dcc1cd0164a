import { describe, expect, it } from "vitest";
import {
  type Appointment,
  boxes,
  firstAppointments,
  moved,
  newAppointment,
} from "../../src/demo/appointments";
import { repeatField } from "../../src/demo/repeatField";
import { recurrenceOf, standsOn, untilAfter } from "../../src/demo/weekly";
import { WORDS } from "../../src/demo/words";
import { translator } from "../../src/shared/i18n";

const OWN = "personal@demo.example";
const NOW = new Date("2026-10-14T05:52:00Z");
const words = translator(WORDS, "sv");
/** Wednesdays at 13.15; the clock is set back on 25 October. */
const group: Appointment = {
  ...newAppointment(OWN, NOW, new Date("2026-10-14T13:15:00+02:00")),
  weeklyUntil: "2026-11-18",
};

describe("a weekly series of the stand-in", () => {
  it("stands on its weekday until its last day, at the same hour on both sides of the change of the clock", () => {
    const days = ["2026-10-07", "2026-10-14", "2026-10-15", "2026-10-28", "2026-11-18", "2026-11-25"];
    expect(days.map((day) => standsOn(group, day))).toEqual([false, true, false, true, true, false]);
    expect(standsOn({ ...group, weeklyUntil: null }, "2026-10-28")).toBe(false);
    expect(boxes([group])[0]?.from).toBe(13 * 60 + 15);
  });

  it("is told as Outlook tells it, and not at all when it stands alone", () => {
    expect(recurrenceOf(group)).toEqual({
      rule: "FREQ=WEEKLY;BYDAY=WE;WKST=MO;UNTIL=20261118",
      timeZone: "Europe/Stockholm",
      master: null,
    });
    expect(recurrenceOf({ ...group, weeklyUntil: null })).toBeNull();
    const { weeklyUntil: _unknown, ...older } = group;
    expect(recurrenceOf(older as Appointment)).toBeNull();
  });

  it("ends on the last of so many times, and keeps all of them wherever it is moved", () => {
    expect(untilAfter(group.start, 6)).toBe("2026-11-18");
    expect(moved(group, "start", "2026-10-14T15:00").weeklyUntil).toBe("2026-11-18");
    expect(moved(group, "start", "2026-10-15T13:15").weeklyUntil).toBe("2026-11-19");
    expect(moved(group, "start", "2026-10-12T13:15").weeklyUntil).toBe("2026-11-16");
    expect(moved(group, "start", "2027-06-02T13:15").weeklyUntil).toBe("2027-07-07");
    // A year is typed a digit at a time.
    const typed = ["0002", "0020", "0202", "2027"].reduce(
      (one, year) => moved(one, "start", `${year}-06-02T13:15`),
      group,
    );
    expect([typed.start, typed.weeklyUntil]).toEqual(["2027-06-02T11:15:00.000Z", "2027-07-07"]);
  });

  it("is there from the start, for a newcomer to try", () => {
    const seeded = firstAppointments(OWN, NOW, "2026-10-14", words).filter(({ weeklyUntil }) => weeklyUntil);
    expect(seeded.map(({ subject, weeklyUntil }) => [subject, weeklyUntil])).toEqual([
      ["Gruppträff", "2026-11-18"],
    ]);
  });

  it("is chosen in a field that keeps an end of its own too", () => {
    const chosen: (string | null)[] = [];
    const field = repeatField(words, "sv", (until) => chosen.push(until));
    const [control] = field.root.getElementsByTagName("select");
    field.show({ ...group, weeklyUntil: "2026-10-27" });
    expect([...(control?.options ?? [])].map(({ textContent }) => textContent)).toEqual([
      "Aldrig",
      "Varje vecka t.o.m. 27 okt.",
      "Varje vecka t.o.m. 4 nov.",
      "Varje vecka t.o.m. 18 nov.",
      "Varje vecka t.o.m. 16 dec.",
    ]);
    expect(control?.value).toBe("2026-10-27");
    for (const value of ["2026-11-18", ""]) {
      if (control) {
        control.value = value;
      }
      control?.dispatchEvent(new Event("change"));
    }
    expect(chosen).toEqual(["2026-11-18", null]);
    // What changes nothing here leaves a list that is open alone.
    const [first] = control?.options ?? [];
    field.show({ ...group, subject: "Ny", weeklyUntil: "2026-10-27" });
    expect(control?.options[0]).toBe(first);
    field.show(group);
    expect([control?.options.length, control?.value]).toEqual([4, "2026-11-18"]);
  });
});
