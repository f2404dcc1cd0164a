import { beforeEach, describe, expect, it } from "vitest";
import { Booking, type MeetingStanding } from "../../src/shared/booking";
import type { Meeting } from "../../src/shared/meetings";
import { type Form, form, type OfficeOptions, outlookHosted, WEEKLY } from "../appointment/hosts";
import { Service } from "./service";

interface Desk {
  readonly state: Form;
  readonly service: Service;
  readonly booking: Booking;
}

const RULE = WEEKLY.rule;
const at = (day: number, hour = "08"): { start: Date; end: Date } => ({
  start: new Date(`2026-06-${day}T${hour}:00:00+02:00`),
  end: new Date(`2026-06-${day}T${hour}:45:00+02:00`),
});

async function desk(more: Partial<Form> = {}, options: OfficeOptions = {}): Promise<Desk> {
  const state = form({ recurrence: WEEKLY, itemId: "item-1", ...more });
  const service = new Service();
  const { appointment } = await outlookHosted(state, options);
  return { state, service, booking: new Booking(service.client, appointment) };
}

/** A series of three Wednesdays from 10 June, booked in the saved appointment `item-1`. */
async function booked(more: Partial<Form> = {}): Promise<Desk & { readonly first: Meeting }> {
  const there = await desk({ meetingId: "m1", ...more });
  const first = there.service.addSeries(there.service.add({ appointment: { item_id: "item-1" } }), RULE);
  there.state.body += first.invite_html;
  return { ...there, first };
}

async function found(booking: Booking): Promise<MeetingStanding> {
  const standing = await booking.find();
  if (standing.kind !== "meeting") {
    throw new Error(standing.kind);
  }
  return standing;
}

let sent: { readonly path: string; readonly body: unknown; readonly version: string | null }[] = [];

/** Notes what is written, with the version it was written to. */
function watch(): void {
  sent = [];
  const { fetch } = globalThis;
  globalThis.fetch = (path, init) => {
    if (init?.method !== "GET") {
      const body = typeof init?.body === "string" ? (JSON.parse(init.body) as unknown) : null;
      const version = new Headers(init?.headers).get("If-Match");
      sent.push({ path: `${init?.method} ${String(path)}`, body, version });
    }
    return fetch(path, init);
  };
}

beforeEach(() => {
  sent = [];
});

describe("creating", () => {
  it("sends the pattern, and keeps the marker of the whole in the appointment", async () => {
    const { booking, state } = await desk({ itemId: null });
    watch();
    const { meeting } = await booking.create({ type: "patient_care" });
    expect(sent[0]?.body).toMatchObject({
      start: "2026-06-10T06:00:00.000Z",
      appointment: { time_zone: "W. Europe Standard Time", recurrence: { rule: RULE, exdates: [] } },
    });
    expect([state.meetingId, meeting.series?.next]).toEqual([meeting.marker, "m1"]);
    expect(state.body).toContain(`Mötes-id: ${meeting.marker}`);
  });

  it("books one meeting for one occurrence that is open on its own", async () => {
    const { booking, service } = await desk({
      recurrence: { ...WEEKLY, master: "item-1" },
      itemId: "item-1b",
    });
    watch();
    await booking.create({ type: "patient_care" });
    expect(sent[0]?.body).toMatchObject({ appointment: { item_id: "item-1b" } });
    expect(JSON.stringify(sent[0]?.body)).not.toContain("recurrence");
    expect(service.meetings.get("m1")?.series).toBeNull();
  });

  it("asks anew when the recurrence has become another since the answer was lost", async () => {
    const { booking, service, state } = await desk();
    service.lose("POST /api/v1/meetings");
    await expect(booking.create({ type: "patient_care" })).rejects.toThrow();
    state.recurrence = { ...WEEKLY, rule: "FREQ=WEEKLY;BYDAY=WE" };
    await booking.create({ type: "patient_care" });
    expect(new Set(service.keys).size).toBe(2);
  });
});

describe("finding", () => {
  it("shows the next meeting of the whole", async () => {
    const { booking, service, first } = await booked();
    service.meetings.set("m1", { ...first, series: first.series && { ...first.series, next: "m1-2" } });
    const { meeting, moved, sure, whole, unlike } = await found(booking);
    expect([meeting.id, moved, sure, whole, unlike]).toEqual(["m1-2", false, true, true, null]);
  });

  it.each([
    [10, "m1"],
    [17, "m1-2"],
    [24, "m1-3"],
  ])("knows the occurrence of the %i by its time", async (day, id) => {
    const alone = { recurrence: { ...WEEKLY, master: "item-1" }, itemId: `item-1-${day}` };
    const times = { start: at(day).start, end: new Date(`2026-06-${day}T09:00:00+02:00`) };
    const { booking } = await booked({ ...alone, ...times });
    const { meeting, moved, sure, whole } = await found(booking);
    expect([meeting.id, moved, sure, whole]).toEqual([id, false, true, false]);
  });

  it("knows one that was moved within its day, and moves its meeting alone", async () => {
    const alone = { recurrence: { ...WEEKLY, master: "item-1" }, itemId: "item-1-17" };
    const { booking, service } = await booked({ ...alone, ...at(17, "13") });
    const { meeting, moved } = await found(booking);
    expect([meeting.id, moved]).toEqual(["m1-2", true]);
    watch();
    await booking.follow(meeting);
    expect(sent).toEqual([
      {
        path: "PATCH /api/v1/meetings/m1-2",
        body: { start: "2026-06-17T11:00:00.000Z", end: "2026-06-17T11:45:00.000Z", scope: "this" },
        version: '"1"',
      },
    ]);
    const all = service.meetings.get("m1")?.occurrences ?? [];
    expect(all.map(({ is_exception }) => is_exception)).toEqual([false, true, false]);
    // Opened again, it is where the rule had it that tells, and nothing is moved a second time.
    expect((await found(booking)).moved).toBe(false);
  });

  it("asks which one it was when it was moved to another day", async () => {
    const alone = { recurrence: { ...WEEKLY, master: "item-1" }, itemId: "item-1-17" };
    const { booking } = await booked({ ...alone, ...at(18) });
    const standing = await found(booking);
    expect([standing.unlike, standing.moved]).toEqual(["unknown", false]);
    watch();
    await booking.moveHere("m1-2");
    expect(sent).toMatchObject([{ path: "PATCH /api/v1/meetings/m1-2", body: { scope: "this" } }]);
  });

  it("takes a copy of the whole for a copy", async () => {
    const { booking } = await booked({ itemId: "item-2" });
    expect((await booking.find()).kind).toBe("copy");
  });

  it("says that it is removed when no meeting of it is left", async () => {
    const { booking, first } = await booked();
    await booking.remove(first, "all");
    const { booking: later } = { booking };
    expect((await later.find()).kind).toBe("none");
  });

  it("leaves what was booked before the appointment recurred where it is", async () => {
    const { booking, service } = await desk({
      meetingId: "m1",
      itemId: "item-1-17",
      recurrence: { ...WEEKLY, master: "item-1" },
      ...at(17),
    });
    service.add({ appointment: { item_id: "item-1" } });
    expect(await found(booking)).toMatchObject({ moved: false, sure: true, whole: false });
  });
});

describe("following", () => {
  it("moves all when the whole has another time, and leaves the days that are left out", async () => {
    const { booking, service, first } = await booked({ ...at(10, "10") });
    const exdates = ["2026-06-24T08:00:00+02:00", "2026-07-01"];
    service.meetings.set("m1", {
      ...first,
      series: first.series && { ...first.series, exdates, version: 7 },
    });
    const { meeting, moved } = await found(booking);
    expect(moved).toBe(true);
    watch();
    await booking.follow(meeting);
    expect(sent).toEqual([
      {
        path: "PATCH /api/v1/meetings/m1",
        body: {
          start: "2026-06-10T08:00:00.000Z",
          end: "2026-06-10T08:45:00.000Z",
          scope: "all",
          appointment: {
            time_zone: "W. Europe Standard Time",
            recurrence: { rule: RULE, exdates: ["2026-06-24", "2026-07-01"] },
          },
        },
        version: '"7"',
      },
    ]);
    expect((await found(booking)).moved).toBe(false);
  });

  it("changes no rule by itself: meetings would go", async () => {
    const rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;WKST=MO";
    const { booking, service } = await booked({ recurrence: { ...WEEKLY, rule } });
    const { meeting, moved, unlike } = await found(booking);
    expect([moved, unlike]).toEqual([false, "rule"]);
    await booking.bringInLine(meeting);
    expect(service.meetings.get("m1")?.series?.rule).toBe(rule);
    expect((await found(booking)).unlike).toBeNull();
  });

  it("knows the same rule in another order", async () => {
    const rule = "FREQ=WEEKLY;INTERVAL=1;UNTIL=20260624;BYDAY=WE";
    const { booking } = await desk({ meetingId: "m1" });
    const { service } = await booked();
    service.addSeries(service.add({ id: "m1", appointment: { item_id: "item-1" } }), rule);
    expect((await found(booking)).unlike).toBeNull();
  });

  it("keeps the meeting of the day when the appointment no longer recurs", async () => {
    const { booking } = await booked({ recurrence: null, ...at(17) });
    const { meeting, unlike } = await found(booking);
    expect(unlike).toBe("single");
    watch();
    await booking.bringInLine(meeting);
    expect(sent[0]).toMatchObject({
      path: "PATCH /api/v1/meetings/m1-2",
      body: { scope: "all", appointment: { recurrence: null } },
    });
  });

  it("makes a series of a meeting when its appointment has begun to recur, on a press", async () => {
    const { booking, service } = await desk({ meetingId: "m1" });
    service.add({ appointment: { item_id: "item-1" } });
    const { meeting, unlike } = await found(booking);
    expect(unlike).toBe("recurs");
    watch();
    await booking.bringInLine(meeting);
    expect(sent[0]).toMatchObject({
      body: { scope: "all", appointment: { recurrence: { rule: RULE, exdates: [] } } },
      version: '"1"',
    });
  });
});

describe("removing", () => {
  it("takes one away and leaves the invitation", async () => {
    const { booking, service, state, first } = await booked();
    watch();
    await booking.remove(first, "this");
    expect(sent).toMatchObject([{ path: "DELETE /api/v1/meetings/m1?scope=this", version: '"1"' }]);
    expect(service.meetings.get("m1")?.occurrences).toHaveLength(2);
    expect([state.meetingId, state.body.includes("Mötes-id")]).toEqual(["m1", true]);
  });

  it("takes the invitation away with all", async () => {
    const { booking, state, first } = await booked();
    await booking.remove(first, "all");
    expect([state.meetingId, state.body]).toEqual([null, "<p>Hej</p>"]);
  });

  it("tells what goes on", async () => {
    const { booking, service, first } = await booked();
    const left_alone = [{ id: "m1", start: first.start, reason: "live" }];
    service.once("DELETE /api/v1/meetings/m1", () => new Response(JSON.stringify({ left_alone })));
    expect(await booking.remove(first, "following")).toEqual(left_alone);
  });
});

describe("saying which item it is", () => {
  it("names the whole, for all meetings", async () => {
    const alone = { recurrence: { ...WEEKLY, master: "item-1" }, itemId: "item-1-17" };
    const { booking, service, first } = await booked({ ...alone, ...at(17) });
    service.meetings.set("m1", { ...first, appointment: { item_id: null } });
    const { meeting } = await found(booking);
    watch();
    await booking.confirm(meeting);
    expect(sent).toMatchObject([{ body: { appointment: { item_id: "item-1" }, scope: "all" } }]);
  });
});

describe("a series in an Outlook that tells of none", () => {
  it("is shown and left as it is, whatever the form's times", async () => {
    const times = { start: at(17, "10").start, end: at(17, "10").end };
    const { booking, service } = await desk({ meetingId: "m1", ...times }, { recurrence: false });
    const first = service.addSeries(service.add({ appointment: { item_id: "item-1" } }), RULE);
    const standing = await found(booking);
    expect([standing.meeting.id, standing.unlike, standing.moved]).toEqual(["m1", null, false]);
    expect(await booking.follow(first)).toBe(first);
    expect(service.writes()).toEqual([]);
  });
});

describe("a series whose end our API tells as a moment", () => {
  const ENDED = "FREQ=WEEKLY;BYDAY=WE;WKST=MO;UNTIL=";
  it.each([
    // What follows the meeting of 17 June is removed: the last day is the 16th, whatever the clock.
    ["2026-06-10T08:00:00+02:00", "Europe/Stockholm", "20260617T055959Z", "20260616"],
    ["2026-06-10T00:00:00+02:00", "Europe/Stockholm", "20260616T215959Z", "20260616"],
    ["2026-06-10T23:30:00+02:00", "Europe/Stockholm", "20260617T212959Z", "20260616"],
    ["2026-01-14T08:00:00+01:00", "Europe/Stockholm", "20260121T065959Z", "20260120"],
    ["2026-06-09T20:00:00-07:00", "America/Los_Angeles", "20260617T025959Z", "20260615"],
    // At the very moment of a meeting, that day is in it; a day by itself stays as it is.
    ["2026-06-10T08:00:00+02:00", "Europe/Stockholm", "20260617T060000Z", "20260617"],
    ["2026-06-10T08:00:00+02:00", "Europe/Stockholm", "20260617", "20260617"],
  ])("from %s in %s until %s is one with the calendar's until %s", async (start, time_zone, until, day) => {
    const end = new Date(Date.parse(start) + 3_600_000);
    const state = { meetingId: "m1", start: new Date(start), end };
    const { booking, service } = await desk({
      ...state,
      recurrence: { ...WEEKLY, rule: `${ENDED}${day}` },
    });
    const one = service.add({ appointment: { item_id: "item-1" }, start, end: end.toISOString() });
    const first = service.addSeries(one, `${ENDED}${until}`);
    const series = first.series && { ...first.series, time_zone };
    service.meetings.set("m1", { ...first, series });
    expect((await found(booking)).unlike).toBeNull();
    service.meetings.set("m1", {
      ...first,
      series: series && { ...series, rule: `${ENDED}20260101T000000Z` },
    });
    expect((await found(booking)).unlike).toBe("longer");
  });

  it.each([
    ["20260616", null],
    ["20260617", "longer"],
  ])(
    "knows that day when every meeting left was moved alone, beside the calendar's %s",
    async (day, unlike) => {
      const recurrence = { ...WEEKLY, rule: `${ENDED}${day}` };
      const { booking, service } = await desk({ meetingId: "m1", recurrence });
      const first = service.addSeries(
        service.add({ appointment: { item_id: "item-1" } }),
        `${ENDED}20260617T055959Z`,
      );
      const [one] = first.occurrences ?? [];
      const alone = one && { ...one, start: "2026-06-10T05:00:00Z", is_exception: true };
      service.meetings.set("m1", { ...first, occurrences: alone ? [alone] : [] });
      expect((await found(booking)).unlike).toBe(unlike);
    },
  );

  it.each([
    // The last of the meetings is on the 24th: whatever day from then to the end is the same series.
    ["20260630", "20260624", null],
    ["20260630", "20260623", "rule"],
    ["20260630T215959Z", "20260628", null],
    ["20260630", "20260701", "longer"],
    ["20260630", "", "longer"],
    ["", "20260630", "rule"],
    ["", "", null],
  ])("until “%s” beside the calendar's “%s” is %s", async (until, day, unlike) => {
    const rule = (end: string): string => `FREQ=WEEKLY;BYDAY=WE;WKST=MO${end && `;UNTIL=${end}`}`;
    const { booking, service } = await desk({
      meetingId: "m1",
      recurrence: { ...WEEKLY, rule: rule(day) },
    });
    service.addSeries(service.add({ appointment: { item_id: "item-1" } }), rule(until));
    expect((await found(booking)).unlike).toBe(unlike);
  });
});
