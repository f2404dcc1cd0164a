import { describe, expect, it } from "vitest";
import {
  type Appointment,
  boxes,
  firstAppointments,
  hoursShown,
  kept,
  moved,
  newAppointment,
  sent,
} from "../../src/demo/appointments";
import { visible } from "../../src/demo/calendar";
import { WORDS } from "../../src/demo/words";
import { translator } from "../../src/shared/i18n";

const OWN = "personal@demo.example";
const NOW = new Date("2026-06-10T05:52:00Z");

function at(from: string, to: string, more: Partial<Appointment> = {}): Appointment {
  const day = "2026-06-10T";
  return {
    ...newAppointment(OWN, NOW),
    start: `${day}${from}:00+02:00`,
    end: `${day}${to}:00+02:00`,
    ...more,
  };
}

describe("appointments", () => {
  it("begins a new one at the next quarter, half an hour, without an item id", () => {
    const made = newAppointment(OWN, NOW);
    expect(made.start).toBe("2026-06-10T06:00:00.000Z");
    expect(made.end).toBe("2026-06-10T06:30:00.000Z");
    expect(made.itemId).toBeNull();
  });

  it("keeps the length when the start is moved, and never ends before it begins", () => {
    const one = at("08:00", "08:45");
    const later = moved(one, "start", "2026-06-11T10:00");
    expect(later.start).toBe("2026-06-11T08:00:00.000Z");
    expect(later.end).toBe("2026-06-11T08:45:00.000Z");
    expect(moved(one, "end", "2026-06-10T07:00")).toBe(one);
    expect(moved(one, "end", "2026-06-10T09:30").end).toBe("2026-06-10T07:30:00.000Z");
    expect(moved(one, "start", "T")).toBe(one);
  });

  it("gets an item id when it is sent, once", () => {
    const first = sent(at("08:00", "09:00"));
    expect(first.itemId).toMatch(/^demo-/);
    expect(sent(first).itemId).toBe(first.itemId);
  });

  it("is kept in its own place", () => {
    const [one, two] = [at("08:00", "09:00"), at("10:00", "11:00")];
    const changed = { ...one, subject: "Ny" };
    expect(kept([one, two], changed)).toEqual([changed, two]);
    expect(kept([one], two)).toEqual([one, two]);
  });

  it("has one draft in a calendar nobody has opened, with a room and a text", () => {
    const first = firstAppointments(OWN, NOW, "2026-06-10", translator(WORDS, "sv"));
    const drafts = first.filter(({ itemId }) => itemId === null);
    expect(drafts).toHaveLength(1);
    expect(drafts[0]?.places).toEqual([{ name: "Samtalsrum Eken", kind: "room" }]);
    expect(drafts[0]?.body).toContain("Välkommen");
  });

  it("is seen in its calendar, and by those it invites once it is sent", () => {
    const invites = at("08:00", "09:00", { required: "Kollega@demo.example" });
    const other = "kollega@demo.example";
    expect(visible([invites], OWN, OWN)).toHaveLength(1);
    expect(visible([invites], other, other)).toHaveLength(0);
    expect(visible([sent(invites)], other, other)).toHaveLength(1);
  });
});

describe("the day", () => {
  it("gives lanes to those that overlap and the whole width to the others", () => {
    const day = boxes([
      at("13:00", "14:00"),
      at("08:00", "09:00"),
      at("08:30", "09:30"),
      at("09:00", "09:30"),
    ]);
    expect(day.map(({ from, lane, lanes }) => [from, lane, lanes])).toEqual([
      [480, 0, 2],
      [510, 1, 2],
      [540, 0, 2],
      [780, 0, 1],
    ]);
  });

  it("draws the working day and whatever lies outside it", () => {
    expect(hoursShown([])).toEqual({ first: 8, last: 17 });
    expect(hoursShown(boxes([at("05:30", "06:00"), at("18:10", "18:20")]))).toEqual({ first: 5, last: 19 });
  });

  it("cuts at midnight", () => {
    const [late] = boxes([at("23:45", "23:59")]);
    expect(late?.to).toBe(24 * 60);
  });
});
