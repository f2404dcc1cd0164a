import { describe, expect, it, vi } from "vitest";
import { AppointmentFault, BODY_LIMIT } from "../../src/appointment/appointment";
import { demoHosted, type Form, form, type Hosted, outlookHosted, WEEKLY } from "./hosts";

const HOSTS: readonly [string, (state: Form) => Promise<Hosted>][] = [
  ["demo page", demoHosted],
  ["Outlook", (state) => outlookHosted(state)],
  ["Outlook before Mailbox 1.8", (state) => outlookHosted(state, { enhanced: false })],
];

async function kindOf(call: Promise<unknown>): Promise<string> {
  const fault = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  return fault instanceof AppointmentFault ? fault.kind : String(fault);
}

describe.each(HOSTS)("an appointment in %s", (_name, host) => {
  it("gives what stands in the form", async () => {
    const state = form({ subject: "Rond", itemId: "item-1", meetingId: "m1" });
    const { appointment } = await host(state);
    expect([appointment.mode, appointment.language, appointment.theme()]).toEqual(["compose", "sv", "light"]);
    expect(await appointment.subject()).toBe("Rond");
    expect(await appointment.times()).toEqual({ start: state.start, end: state.end });
    expect(await appointment.body()).toBe("<p>Hej</p>");
    expect(await appointment.locations()).toEqual(["Rum 4012"]);
    expect(await appointment.meetingId()).toBe("m1");
    expect(await appointment.itemId()).toBe("item-1");
    expect(await appointment.recurrence()).toBeNull();
  });

  it("works before the item has an id", async () => {
    const state = form();
    const { appointment } = await host(state);
    expect(await appointment.itemId()).toBeNull();
    expect(await appointment.meetingId()).toBeNull();
    await appointment.setMeetingId("m1");
    expect(await appointment.meetingId()).toBe("m1");
  });

  it("writes subject and body", async () => {
    const state = form();
    const { appointment } = await host(state);
    await appointment.setSubject("Skyddat vårdmöte");
    await appointment.setBody("<p>Ny</p>");
    expect([state.subject, state.body]).toEqual(["Skyddat vårdmöte", "<p>Ny</p>"]);
  });

  it("clears the meeting id", async () => {
    const state = form({ meetingId: "m1" });
    const { appointment } = await host(state);
    await appointment.setMeetingId(null);
    expect([state.meetingId, await appointment.meetingId()]).toEqual([null, null]);
  });

  it("keeps a press until there is a meeting", async () => {
    const { appointment } = await host(form());
    expect(await appointment.press()).toBeNull();
    await appointment.setPress("k1");
    expect([await appointment.press(), await appointment.meetingId()]).toEqual(["k1", null]);
    await appointment.setMeetingId("m1");
    expect([await appointment.press(), await appointment.meetingId()]).toEqual([null, "m1"]);
  });

  it("adds a place beside the room, once", async () => {
    const { appointment } = await host(form());
    await appointment.addLocation("Skyddat Pexip-möte");
    await appointment.addLocation("Skyddat Pexip-möte");
    expect(await appointment.locations()).toEqual(["Rum 4012", "Skyddat Pexip-möte"]);
  });

  it("takes only our place away", async () => {
    const { appointment } = await host(form());
    await appointment.addLocation("Skyddat Pexip-möte");
    await appointment.removeLocation("Skyddat Pexip-möte");
    await appointment.removeLocation("Finns inte");
    expect(await appointment.locations()).toEqual(["Rum 4012"]);
  });

  it("refuses a body above the host's limit before anything is sent", async () => {
    const state = form();
    const { appointment } = await host(state);
    expect(await kindOf(appointment.setBody("x".repeat(BODY_LIMIT + 1)))).toBe("too-large");
    await appointment.setBody("x".repeat(BODY_LIMIT));
    expect(state.writes).toEqual(["body"]);
  });

  it("writes nothing when the form is only shown", async () => {
    const state = form({ mode: "read", meetingId: "m1" });
    const { appointment } = await host(state);
    expect(appointment.mode).toBe("read");
    expect(await kindOf(appointment.setBody("<p>Ny</p>"))).toBe("read-only");
    expect(await kindOf(appointment.setSubject("Ny"))).toBe("read-only");
    expect(await kindOf(appointment.addLocation("Ny"))).toBe("read-only");
    expect(await kindOf(appointment.removeLocation("Rum 4012"))).toBe("read-only");
    expect(await appointment.times()).toEqual({ start: state.start, end: state.end });
    expect(await appointment.locations()).toEqual(["Rum 4012"]);
    expect(state.writes).toEqual([]);
  });

  it("tells a refusal by its kind", async () => {
    const { appointment } = await host(form({ refuses: new Set(["body", "getBody"]) }));
    expect(await kindOf(appointment.setBody("<p>Ny</p>"))).toBe("host-refused");
    expect(await kindOf(appointment.body())).toBe("host-refused");
  });

  it("knows whose calendar it stands in", async () => {
    const own = await host(form());
    expect(await own.appointment.owner()).toMatchObject({ owner: "personal@demo.example", shared: false });
    const shared = await host(form({ owner: "mottagning@demo.example" }));
    expect(await shared.appointment.owner()).toMatchObject({
      owner: "mottagning@demo.example",
      shared: true,
    });
  });

  it.each(["compose", "read"] as const)("knows a series (%s)", async (mode) => {
    const { appointment } = await host(form({ recurrence: WEEKLY, mode }));
    expect(await appointment.recurrence()).toEqual(WEEKLY);
  });

  it.each(["compose", "read"] as const)("knows one of a series by the id of the whole (%s)", async (mode) => {
    const { appointment } = await host(form({ recurrence: { ...WEEKLY, master: "item-1" }, mode }));
    expect(await appointment.recurrence()).toEqual({ ...WEEKLY, master: "item-1" });
  });

  it("lets a series end sooner, and says when it may not", async () => {
    const state = form({ recurrence: WEEKLY });
    const { appointment } = await host(state);
    await appointment.endRecurrence("2026-06-16");
    expect(await appointment.recurrence()).toEqual({
      ...WEEKLY,
      rule: "FREQ=WEEKLY;BYDAY=WE;WKST=MO;UNTIL=20260616",
    });
    state.refuses.add("recurrence");
    expect(await kindOf(appointment.endRecurrence("2026-06-09"))).toBe("host-refused");
    const shown = await host(form({ recurrence: WEEKLY, mode: "read" }));
    expect(await kindOf(shown.appointment.endRecurrence("2026-06-16"))).toBe("read-only");
  });

  it("tells of changes until told to stop", async () => {
    const { appointment, changed } = await host(form());
    const heard = vi.fn();
    const stop = appointment.onChanged(heard);
    changed("times");
    changed("recurrence");
    await vi.waitFor(() => expect(heard.mock.calls).toEqual([["times"], ["recurrence"]]));
    stop();
    changed("times");
    await appointment.subject();
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it("shows a line, and never fails for the lack of one", async () => {
    const state = form();
    const { appointment } = await host(state);
    await appointment.notify("done", "Mötet är skapat.");
    expect(state.notices).toEqual([{ kind: "done", message: "Mötet är skapat." }]);
    state.refuses.add("notify");
    await expect(appointment.notify("trouble", "x")).resolves.toBeUndefined();
  });
});
