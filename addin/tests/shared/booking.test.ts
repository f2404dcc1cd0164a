import { describe, expect, it } from "vitest";
import type { Appointment } from "../../src/appointment/appointment";
import { countInvites } from "../../src/invite/find";
import { ApiProblem } from "../../src/shared/api";
import { Booking, isInDoubt, type MeetingStanding, NotPlaced } from "../../src/shared/booking";
import { type Form, form, outlookHosted } from "../appointment/hosts";
import { wordInvite } from "../invite/bodies";
import { json, meeting, problem, Service } from "./service";

async function desk(state: Form): Promise<{ service: Service; booking: Booking }> {
  const service = new Service();
  const { appointment } = await outlookHosted(state);
  return { service, booking: new Booking(service.client, appointment) };
}

const places = (state: Form): string[] => state.locations.map(({ name }) => name);

describe("creating", () => {
  it("puts id, text, place and subject into the appointment", async () => {
    const state = form();
    const { service, booking } = await desk(state);
    const { meeting: made, placed } = await booking.create({ type: "patient_care" });
    expect(placed).toEqual({ location: true, text: true, subject: true });
    expect(state.meetingId).toBe(made.id);
    expect(state.body).toBe(`<p>Hej</p>${made.invite_html}`);
    expect(places(state)).toEqual(["Rum 4012", "Plats pexip"]);
    expect(state.subject).toBe("Skyddat vårdmöte");
    expect(service.writes()).toEqual(["POST /api/v1/meetings"]);
  });

  it("keeps a subject that somebody wrote", async () => {
    const state = form({ subject: "Uppföljning" });
    const { booking } = await desk(state);
    await booking.create({ type: "patient_care" });
    expect(state.subject).toBe("Uppföljning");
  });

  it("changes nothing when done again", async () => {
    const state = form();
    const { booking } = await desk(state);
    const { meeting: made } = await booking.create({ type: "patient_care" });
    state.writes.length = 0;
    expect((await booking.place(made)).placed).toEqual({ location: false, text: false, subject: false });
    expect(state.writes).toEqual([]);
  });

  it("makes no second meeting when the answer was lost and one presses again", async () => {
    const state = form();
    const { service, booking } = await desk(state);
    service.once("POST /api/v1/meetings", () => {
      throw new TypeError("network");
    });
    await expect(booking.create({ type: "patient_care" })).rejects.toBeInstanceOf(ApiProblem);
    expect([state.body, state.subject, state.meetingId]).toEqual(["<p>Hej</p>", "", null]);
    await booking.create({ type: "patient_care" });
    expect(service.meetings.size).toBe(1);
  });

  it("makes no second meeting though the pane was closed after the lost answer, and the appointment saved", async () => {
    const state = form();
    const { service, booking } = await desk(state);
    service.lose("POST /api/v1/meetings");
    await expect(booking.create({ type: "patient_care" })).rejects.toBeInstanceOf(ApiProblem);
    expect(service.meetings.size).toBe(1);
    state.itemId = "item-1";
    const later = new Booking(service.client, (await outlookHosted(state)).appointment);
    const { meeting: made } = await later.create({ type: "patient_care" });
    expect([made.id, service.meetings.size, state.press]).toEqual(["m1", 1, null]);
  });

  it("makes a meeting of its own in a copy of an appointment whose answer was lost", async () => {
    const state = form({ itemId: "item-1" });
    const { service, booking } = await desk(state);
    service.lose("POST /api/v1/meetings");
    await expect(booking.create({ type: "patient_care" })).rejects.toBeInstanceOf(ApiProblem);
    const copied = form({ press: state.press });
    const there = new Booking(service.client, (await outlookHosted(copied)).appointment);
    expect((await there.create({ type: "patient_care" })).meeting.id).toBe("m2");
  });

  it("keeps no press that was refused", async () => {
    const state = form();
    const { service, booking } = await desk(state);
    service.once("POST /api/v1/meetings", () => problem(422, "end-before-start"));
    await expect(
      booking.create({ type: "patient_care" }, undefined, { lasting: true }),
    ).rejects.toBeInstanceOf(ApiProblem);
    expect(state.press).toBeNull();
    await booking.create({ type: "patient_care" });
    expect(new Set(service.keys).size).toBe(2);
  });

  it("asks the host at once for all it needs, and so waits for it three times at most", async () => {
    const { appointment } = await outlookHosted(form());
    const service = new Service();
    const stages: string[][] = [[]];
    const watched = new Proxy(appointment, {
      get(target, name: keyof Appointment) {
        const value = target[name];
        if (typeof value !== "function") {
          return value;
        }
        return (...args: never[]) => {
          stages.at(-1)?.push(name);
          return (value as (...given: never[]) => unknown).apply(target, args);
        };
      },
    });
    service.once("POST /api/v1/meetings", () => {
      stages.push([]);
      return json(service.add(), 201);
    });
    await new Booking(service.client, watched).create({ type: "patient_care" });
    expect(stages[0]?.toSorted()).toEqual(["itemId", "owner", "press", "recurrence", "times"]);
    expect(stages[1]?.slice(0, 4).toSorted()).toEqual(["body", "locations", "meetingId", "subject"]);
    // Once before our text is written, once to see that it stands there.
    expect(stages[1]?.filter((name) => name === "body")).toHaveLength(2);
  });

  it("makes a new meeting when another is asked for after a lost answer", async () => {
    const { service, booking } = await desk(form());
    service.once("POST /api/v1/meetings", () => problem(503, "service-unavailable"));
    await expect(booking.create({ type: "patient_care" })).rejects.toBeInstanceOf(ApiProblem);
    const { meeting: made } = await booking.create({ type: "internal" });
    expect(made.type).toBe("internal");
  });

  it("books in the owner's calendar when it is another's", async () => {
    const { booking } = await desk(form({ owner: "mottagning@demo.example" }));
    expect((await booking.create({ type: "internal" })).meeting.mailbox).toBe("mottagning@demo.example");
  });

  it("keeps the meeting when the appointment cannot be written, and mends it later", async () => {
    const state = form({ refuses: new Set(["body"]) });
    const { service, booking } = await desk(state);
    const fault = await booking.create({ type: "patient_care" }).catch((reason: unknown) => reason);
    expect(fault).toBeInstanceOf(NotPlaced);
    expect(state.meetingId).toBe("m1");
    state.refuses.clear();
    await booking.place((fault as NotPlaced).meeting);
    expect(countInvites(state.body)).toBe(1);
    expect(service.meetings.size).toBe(1);
  });

  it.each([
    ["location", ["location"]],
    ["meetingId", ["id"]],
    ["subject", ["subject"]],
    ["body", ["text"]],
  ])("says what failed, and writes the rest: %s", async (refused, parts) => {
    const state = form({ refuses: new Set([refused]) });
    const { booking } = await desk(state);
    const fault = await booking.create({ type: "patient_care" }).catch((reason: unknown) => reason);
    expect((fault as NotPlaced).parts).toEqual(parts);
    expect(state.writes.toSorted()).toEqual(
      ["body", "location", "meetingId", "subject"].filter((name) => name !== refused),
    );
  });

  it("sees that the host dropped the text", async () => {
    const state = form();
    const { booking } = await desk(state);
    Object.defineProperty(state, "body", { get: () => "<p>Hej</p>", set: () => undefined });
    const fault = await booking.create({ type: "patient_care" }).catch((reason: unknown) => reason);
    expect((fault as NotPlaced).cause).toMatchObject({ kind: "not-verified" });
  });

  it("never guesses at a text whose edges are lost", async () => {
    const state = form({ body: "<p>Hej</p><p>Mötes-id: m9</p>" });
    const { booking } = await desk(state);
    const fault = await booking.create({ type: "patient_care" }).catch((reason: unknown) => reason);
    expect((fault as NotPlaced).cause).toMatchObject({ kind: "loose-invite" });
    expect(state.body).toBe("<p>Hej</p><p>Mötes-id: m9</p>");
  });
});

describe("changing the type", () => {
  it("replaces text, place and proposed subject where they stand", async () => {
    const state = form();
    const { booking } = await desk(state);
    const { meeting: made } = await booking.create({ type: "patient_care" });
    state.body += "<p>Under</p>";
    const { meeting: changed } = await booking.changeType(made, { type: "internal" });
    expect(state.body).toBe(`<p>Hej</p>${changed.invite_html}<p>Under</p>`);
    expect(places(state)).toEqual(["Rum 4012", "Plats teams_protected"]);
    expect(state.subject).toBe("Internt möte");
    expect(changed.join_url).not.toBe(made.join_url);
  });

  it("leaves everything when the API refuses", async () => {
    const state = form();
    const { service, booking } = await desk(state);
    const { meeting: made } = await booking.create({ type: "patient_care" });
    const before = { ...state, writes: [...state.writes] };
    service.once("PATCH /api/v1/meetings/m1", () => problem(409, "meeting-removed"));
    await expect(booking.changeType(made, { type: "internal" })).rejects.toBeInstanceOf(ApiProblem);
    expect(state).toEqual(before);
  });
});

describe("removing", () => {
  it("leaves what the user wrote, and rooms", async () => {
    const state = form();
    const { service, booking } = await desk(state);
    const { meeting: made } = await booking.create({ type: "patient_care" });
    await booking.remove(made);
    expect([state.body, state.subject, state.meetingId]).toEqual(["<p>Hej</p>", "", null]);
    expect(places(state)).toEqual(["Rum 4012"]);
    expect(service.meetings.get("m1")?.state).toBe("removed");
  });

  it("touches the appointment only when the meeting is gone", async () => {
    const state = form();
    const { service, booking } = await desk(state);
    const { meeting: made } = await booking.create({ type: "patient_care" });
    const { body } = state;
    service.once("DELETE /api/v1/meetings/m1", () => problem(503, "service-unavailable"));
    await expect(booking.remove(made)).rejects.toBeInstanceOf(ApiProblem);
    expect(state.body).toBe(body);
  });

  it("makes a new meeting afterwards, not the removed one again", async () => {
    const { booking } = await desk(form());
    const { meeting: first } = await booking.create({ type: "patient_care" });
    await booking.remove(first);
    const { meeting: second } = await booking.create({ type: "patient_care" });
    expect(second.id).not.toBe(first.id);
  });
});

describe("what stands in the appointment", () => {
  it("is nothing in a new one", async () => {
    const { booking, service } = await desk(form());
    expect(await booking.find()).toEqual({ kind: "none" });
    expect(service.calls).toEqual([]);
  });

  it("is found by the kept id", async () => {
    const { booking, service } = await desk(form({ meetingId: "m1" }));
    service.add();
    expect(await booking.find()).toMatchObject({ kind: "meeting", invite: "missing", moved: false });
  });

  it("is found by the visible line when the kept id is lost", async () => {
    const { booking, service } = await desk(form({ body: `<p>Hej</p>${wordInvite("m1")}` }));
    service.add();
    expect(await booking.find()).toMatchObject({ kind: "meeting", invite: "in-place" });
  });

  it("is surely ours when the meeting knows this item", async () => {
    const { booking, service } = await desk(form({ meetingId: "m1", itemId: "item-1" }));
    service.add({ appointment: { item_id: "item-1" }, start: "2026-06-11T08:00:00+02:00" });
    expect(await booking.find()).toMatchObject({ kind: "meeting", sure: true, moved: true });
  });

  it("may be a copy's when the form has no id and the meeting was made for an item, equal times or not", async () => {
    const { booking, service } = await desk(form({ meetingId: "m1" }));
    service.add({ appointment: { item_id: "item-1" } });
    const found = (await booking.find()) as MeetingStanding;
    expect(found).toMatchObject({ kind: "meeting", sure: false, moved: false });
    expect(isInDoubt(found)).toBe(true);
    booking.vouchFor(found.meeting);
    expect(isInDoubt((await booking.find()) as MeetingStanding)).toBe(false);
  });

  it("is in no doubt while no item is known", async () => {
    const { booking, service } = await desk(form({ meetingId: "m1" }));
    service.add();
    expect(isInDoubt((await booking.find()) as MeetingStanding)).toBe(false);
  });

  it("is a copy when the meeting knows another item", async () => {
    const { booking, service } = await desk(form({ meetingId: "m1", itemId: "item-2" }));
    service.add({ appointment: { item_id: "item-1" } });
    expect(await booking.find()).toMatchObject({ kind: "copy" });
  });

  it("is removed", async () => {
    const { booking, service } = await desk(form({ meetingId: "m1" }));
    service.add({ state: "removed", join_url: null });
    expect(await booking.find()).toMatchObject({ kind: "removed" });
  });

  it("is foreign when we may not see it", async () => {
    const { booking } = await desk(form({ meetingId: "m404" }));
    expect(await booking.find()).toEqual({ kind: "foreign", id: "m404" });
  });

  it("does not take an outage for a foreign meeting", async () => {
    const { booking, service } = await desk(form({ meetingId: "m1" }));
    service.once("GET /api/v1/meetings/m1", () => problem(503, "service-unavailable"));
    await expect(booking.find()).rejects.toBeInstanceOf(ApiProblem);
  });
});

describe("following the appointment", () => {
  it("moves the meeting when the times differ, and only then", async () => {
    const state = form();
    const { booking, service } = await desk(state);
    const { meeting: made } = await booking.create({ type: "patient_care" });
    expect(await booking.follow(made)).toBe(made);
    state.start = new Date("2026-06-10T10:00:00+02:00");
    state.end = new Date("2026-06-10T11:00:00+02:00");
    expect((await booking.follow(made)).start).toBe("2026-06-10T08:00:00.000Z");
    expect(service.writes()).toEqual(["POST /api/v1/meetings", "PATCH /api/v1/meetings/m1"]);
  });

  it("tells the meeting its item once, when there is an id", async () => {
    const state = form();
    const { booking, service } = await desk(state);
    const { meeting: made } = await booking.create({ type: "patient_care" });
    expect(await booking.confirm(made)).toBe(made);
    state.itemId = "item-1";
    const confirmed = await booking.confirm(made);
    expect(confirmed.appointment).toEqual({ item_id: "item-1" });
    expect(await booking.confirm(confirmed)).toBe(confirmed);
    expect(service.writes()).toHaveLength(2);
  });

  it("leaves a meeting one may not change", async () => {
    const { booking, service } = await desk(form({ itemId: "item-1" }));
    await booking.confirm(meeting({ may_change: false }));
    expect(service.writes()).toEqual([]);
  });
});
