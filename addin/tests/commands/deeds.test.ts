import { describe, expect, it, vi } from "vitest";
import { sendingOf } from "../../src/appointment/sending";
import {
  createDirectly,
  type Desk,
  onAppointmentOpened,
  onAppointmentTimeChanged,
  startMeeting,
} from "../../src/commands/deeds";
import { TEXTS } from "../../src/commands/texts";
import { RULES_KEY } from "../../src/events/travel";
import { Booking } from "../../src/shared/booking";
import { type Form, form, outlookHosted, WEEKLY } from "../appointment/hosts";
import { problem, Service } from "../shared/service";

async function desk(state: Form): Promise<{ service: Service; at: Desk }> {
  const service = new Service();
  const { appointment } = await outlookHosted(state);
  return {
    service,
    at: { appointment, meetings: service.client, booking: new Booking(service.client, appointment) },
  };
}

/** What the appointment has with it for the check at send. */
function travelling(): Promise<unknown> {
  const item = Office.context.mailbox.item as unknown as Office.AppointmentCompose;
  return new Promise((resolve) =>
    item.loadCustomPropertiesAsync((result) => resolve(result.value.get(RULES_KEY))),
  );
}

const said = (state: Form): unknown => state.notices.at(-1);

describe("Starta möte", () => {
  it("opens the host page", async () => {
    const state = form({ meetingId: "m1" });
    const { at, service } = await desk(state);
    service.add();
    const open = vi.spyOn(window, "open").mockReturnValue(null);
    await startMeeting(at);
    expect(open).toHaveBeenCalledWith("https://vard.example/h/m1#token", "_blank");
    expect(said(state)).toEqual({ kind: "done", message: TEXTS.started.sv });
  });

  it("says that there is nothing to start", async () => {
    const state = form();
    const { at, service } = await desk(state);
    await startMeeting(at);
    expect(said(state)).toEqual({ kind: "trouble", message: TEXTS.nothingToStart.sv });
    expect(service.calls).toEqual([]);
  });

  it.each([
    ["a copy not yet saved, at the very same time", { itemId: null }, {}],
    ["a saved copy", { itemId: "item-2" }, {}],
    ["an appointment whose meeting is removed", { itemId: "item-1" }, { state: "removed", join_url: null }],
  ] as const)("enters nobody else's meeting from %s", async (_name, where, what) => {
    const state = form({ meetingId: "m1", ...where });
    const { at, service } = await desk(state);
    service.add({ appointment: { item_id: "item-1" }, ...what });
    const open = vi.spyOn(window, "open").mockReturnValue(null);
    await startMeeting(at);
    expect(said(state)).toEqual({ kind: "trouble", message: TEXTS.openPane.sv });
    expect([open.mock.calls, service.writes()]).toEqual([[], []]);
  });

  it("enters no meeting we may not see", async () => {
    const state = form({ meetingId: "m9" });
    const { at, service } = await desk(state);
    await startMeeting(at);
    expect(said(state)).toEqual({ kind: "trouble", message: TEXTS.openPane.sv });
    expect(service.writes()).toEqual([]);
  });

  it("lets a co-host start from the invitation, though we tell them nothing of the item", async () => {
    const state = form({ mode: "read", meetingId: "m1", itemId: "item-of-the-invited" });
    const { at, service } = await desk(state);
    service.add({ may_change: false, appointment: null });
    vi.spyOn(window, "open").mockReturnValue(null);
    await startMeeting(at);
    expect(said(state)).toEqual({ kind: "done", message: TEXTS.started.sv });
  });

  it("brings the meeting back to its appointment's time first", async () => {
    const { at, service } = await desk(form({ meetingId: "m1", itemId: "item-1" }));
    service.add({ appointment: { item_id: "item-1" }, start: "2026-06-01T08:00:00+02:00" });
    vi.spyOn(window, "open").mockReturnValue(null);
    await startMeeting(at);
    expect(service.writes()).toEqual(["PATCH /api/v1/meetings/m1", "POST /api/v1/meetings/m1/start"]);
  });

  it("says what the API said when one may not", async () => {
    const state = form({ meetingId: "m1", language: "en-GB" });
    const { at, service } = await desk(state);
    service.add();
    service.once("POST /api/v1/meetings/m1/start", () => problem(403, "forbidden", "You may not host."));
    await startMeeting(at);
    expect(said(state)).toEqual({ kind: "trouble", message: "You may not host." });
  });
});

describe("Skapa direkt", () => {
  it("makes the unit's usual type, once", async () => {
    const state = form();
    const { at, service } = await desk(state);
    await createDirectly(at);
    expect(said(state)).toEqual({ kind: "done", message: TEXTS.created.sv });
    const { body } = state;
    await createDirectly(at);
    expect(said(state)).toEqual({ kind: "done", message: TEXTS.present.sv });
    expect([state.body, service.meetings.size]).toEqual([body, 1]);
  });

  it("makes a series of an appointment that recurs, once", async () => {
    const { at, service } = await desk(form({ recurrence: WEEKLY }));
    await createDirectly(at);
    await createDirectly(at);
    expect(service.meetings.get("m1")?.series?.rule).toBe(WEEKLY.rule);
    expect(service.writes()).toEqual(["POST /api/v1/meetings"]);
  });

  it("replaces the text of a copied appointment and leaves the original meeting alone", async () => {
    const state = form({ meetingId: "m1", itemId: "item-2" });
    const { at, service } = await desk(state);
    const original = service.add({ appointment: { item_id: "item-1" } });
    state.body += original.invite_html;
    await createDirectly(at);
    expect(service.meetings.get("m1")).toEqual(original);
    expect(state.meetingId).toBe("m2");
    expect(state.body).not.toContain("Mötes-id: m1");
  });

  it("makes one meeting though the first answer was lost", async () => {
    const state = form();
    const { at, service } = await desk(state);
    service.lose("POST /api/v1/meetings");
    await createDirectly(at);
    expect(said(state)).toMatchObject({ kind: "trouble" });
    const { appointment } = await outlookHosted(state);
    await createDirectly({ ...at, appointment, booking: new Booking(service.client, appointment) });
    expect(said(state)).toEqual({ kind: "done", message: TEXTS.created.sv });
    expect([service.meetings.size, state.meetingId, state.press]).toEqual([1, "m1", null]);
  });

  it("keeps its press in the appointment before anything is sent", async () => {
    const state = form();
    const { at, service } = await desk(state);
    const kept: (string | null)[] = [];
    service.once("POST /api/v1/meetings", () => {
      kept.push(state.press);
      return problem(503, "service-unavailable");
    });
    await createDirectly(at);
    expect(JSON.parse(kept[0] ?? "{}")).toMatchObject({ key: service.keys[0] });
  });

  it("leaves the text of a meeting we may not see to the pane", async () => {
    const state = form({ meetingId: "m9", body: "<p>Hej</p>" });
    const { at, service } = await desk(state);
    await createDirectly(at);
    expect(said(state)).toEqual({ kind: "trouble", message: TEXTS.openPane.sv });
    expect([service.writes(), state.meetingId]).toEqual([[], "m9"]);
  });

  it("leaves the question whether it was moved or copied to the pane", async () => {
    const state = form({ meetingId: "m1" });
    const { at, service } = await desk(state);
    service.add({ start: "2026-06-01T08:00:00+02:00" });
    await createDirectly(at);
    expect(said(state)).toEqual({ kind: "trouble", message: TEXTS.openPane.sv });
    expect(service.writes()).toEqual([]);
  });

  it("says so when Outlook refuses, and the meeting can be mended", async () => {
    const state = form({ refuses: new Set(["body"]) });
    const { at, service } = await desk(state);
    await createDirectly(at);
    expect(said(state)).toEqual({ kind: "trouble", message: TEXTS.trouble.sv });
    expect([service.meetings.size, state.meetingId]).toEqual([1, "m1"]);
  });
});

describe("Outlook's events", () => {
  it("tell the meeting its item when the appointment is opened", async () => {
    const { at, service } = await desk(form({ meetingId: "m1", itemId: "item-1" }));
    service.add();
    await onAppointmentOpened(at);
    expect(service.meetings.get("m1")?.appointment).toEqual({ item_id: "item-1" });
  });

  it("bring a meeting back that followed a move nobody saved", async () => {
    const { at, service } = await desk(form({ meetingId: "m1", itemId: "item-1" }));
    service.add({
      appointment: { item_id: "item-1" },
      start: "2026-06-11T08:00:00+02:00",
      end: "2026-06-11T09:00:00+02:00",
    });
    await onAppointmentOpened(at);
    expect(Date.parse(service.meetings.get("m1")?.start ?? "")).toBe(Date.parse("2026-06-10T08:00:00+02:00"));
  });

  it("tell the check at send which kind it has become, since it may have been changed elsewhere", async () => {
    const { at, service } = await desk(form({ meetingId: "m1", itemId: "item-1" }));
    service.add({ appointment: { item_id: "item-1" }, type: "internal" });
    const sending = sendingOf(at.appointment);
    await sending?.keepRules({ type: "patient_care", audience: "patient", limit: 15 });
    await onAppointmentOpened(at);
    expect(await travelling()).toBe('["internal","staff",15]');
  });

  it("tell it nothing of the original from a copy", async () => {
    const { at, service } = await desk(form({ meetingId: "m1", itemId: "item-2" }));
    service.add({ appointment: { item_id: "item-1" } });
    await onAppointmentOpened(at);
    expect(await travelling()).toBeUndefined();
  });

  it("move the meeting with its appointment, and claim it if nobody has", async () => {
    const { at, service } = await desk(form({ meetingId: "m1", itemId: "item-1" }));
    service.add({ start: "2026-06-01T08:00:00+02:00", end: "2026-06-01T09:00:00+02:00" });
    await onAppointmentTimeChanged(at);
    const moved = service.meetings.get("m1");
    expect(Date.parse(moved?.start ?? "")).toBe(Date.parse("2026-06-10T08:00:00+02:00"));
    expect(moved?.appointment).toEqual({ item_id: "item-1" });
  });

  it("never move the original when a copy is moved", async () => {
    const { at, service } = await desk(form({ meetingId: "m1", itemId: "item-2" }));
    service.add({ appointment: { item_id: "item-1" }, start: "2026-06-01T08:00:00+02:00" });
    await onAppointmentTimeChanged(at);
    await onAppointmentOpened(at);
    expect(service.writes()).toEqual([]);
  });

  it("never move the original when an unsaved copy is moved", async () => {
    const { at, service } = await desk(form({ meetingId: "m1" }));
    service.add({ appointment: { item_id: "item-1" }, start: "2026-06-01T08:00:00+02:00" });
    await onAppointmentTimeChanged(at);
    expect(service.writes()).toEqual([]);
  });

  it("disturb nobody when we cannot be reached", async () => {
    const state = form({ meetingId: "m1", itemId: "item-1" });
    const { at, service } = await desk(state);
    service.once("GET /api/v1/meetings/m1", () => problem(503, "service-unavailable"));
    await expect(onAppointmentOpened(at)).resolves.toBeUndefined();
    expect(state.notices).toEqual([]);
  });
});

describe("the lines in the appointment", () => {
  it("are whole within what Outlook shows", () => {
    for (const { sv, en } of Object.values(TEXTS)) {
      expect(Math.max(sv.length, en.length)).toBeLessThanOrEqual(150);
    }
  });
});
