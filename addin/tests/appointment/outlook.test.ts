import { describe, expect, it, vi } from "vitest";
import { AppointmentFault } from "../../src/appointment/appointment";
import { outlookAppointment } from "../../src/appointment/outlook";
import { form, outlookHosted, WEEKLY } from "./hosts";

describe("Outlook", () => {
  it.each([
    [7000, "read-only"],
    [9038, "read-only"],
    [9055, "unsupported"],
    [9042, "host-refused"],
  ])("error %i is %s, and its message, which may quote the body, is left behind", async (code, kind) => {
    const { appointment } = await outlookHosted(form({ refuses: new Set(["body"]) }), { code });
    const fault = await appointment.setBody("<p>x</p>").catch((reason: unknown) => reason);
    expect(fault).toBeInstanceOf(AppointmentFault);
    expect(fault).toMatchObject({ kind, call: "body.setAsync", detail: String(code) });
    expect(String(fault)).not.toContain("private");
  });

  it("turns what office.js throws at once into the same fault", async () => {
    const { appointment } = await outlookHosted(form());
    vi.spyOn(
      Office.context.mailbox.item as Office.AppointmentCompose,
      "loadCustomPropertiesAsync",
    ).mockImplementation(() => {
      throw new Error("permission");
    });
    await expect(appointment.meetingId()).rejects.toMatchObject({ kind: "host-refused" });
  });

  it("leaves a room that has our place's name", async () => {
    const state = form({
      locations: [
        { name: "Skyddat möte", room: true },
        { name: "Skyddat möte", room: false },
      ],
    });
    const { appointment } = await outlookHosted(state);
    await appointment.removeLocation("Skyddat möte");
    expect(state.locations).toEqual([{ name: "Skyddat möte", room: true }]);
  });

  it("cuts a subject and a line to what Outlook takes", async () => {
    const state = form();
    const { appointment } = await outlookHosted(state);
    await appointment.setSubject("å".repeat(300));
    await appointment.notify("done", "å".repeat(200));
    expect([state.subject.length, state.notices[0]?.message.length]).toEqual([255, 150]);
  });

  it.each([
    ["one occurrence that is open by itself", form({ recurrence: { ...WEEKLY, master: "item-1" } })],
    ["an appointment that stands alone", form()],
  ])("gives no other end to %s", async (_what, state) => {
    const { appointment } = await outlookHosted(state);
    await expect(appointment.endRecurrence("2026-06-16")).rejects.toMatchObject({ kind: "unsupported" });
    expect(state.writes).toEqual([]);
  });

  it("knows an Outlook that cannot give a series another end, and one that only says so", async () => {
    const { appointment } = await outlookHosted(form({ recurrence: WEEKLY }));
    const item = Office.context.mailbox.item as unknown as { recurrence?: { setAsync: unknown } };
    const { recurrence } = item;
    Object.assign(recurrence as object, {
      setAsync: (_told: unknown, done: (result: object) => void) => done({ status: "succeeded" }),
    });
    // A told end of its own each time: what was asked for is not what there is.
    await expect(appointment.endRecurrence("2026-06-16")).rejects.toMatchObject({ kind: "not-verified" });
    delete item.recurrence;
    await expect(appointment.endRecurrence("2026-06-16")).rejects.toMatchObject({ kind: "unsupported" });
  });

  it.each([
    ["its last occurrence for the end it was given", "2026-06-10", null],
    ["the end it was given", "2026-06-16", null],
    ["a later end", "2026-06-17", "not-verified"],
    ["no end", null, "not-verified"],
  ])("shortens a series in a calendar that then tells %s", async (_what, end, kind) => {
    const { appointment } = await outlookHosted(form({ recurrence: WEEKLY }));
    let told: string | null = "2026-06-24";
    const seriesTime = { getEndDate: () => told, setEndDate: () => undefined };
    Object.assign(Office.context.mailbox.item as object, {
      recurrence: {
        getAsync: (done: (result: object) => void) => done({ status: "succeeded", value: { seriesTime } }),
        setAsync: (_told: unknown, done: (result: object) => void) => {
          told = end;
          done({ status: "succeeded" });
        },
      },
    });
    const fault = await appointment.endRecurrence("2026-06-16").catch((thrown: unknown) => thrown);
    expect(fault instanceof AppointmentFault ? fault.kind : null).toBe(kind);
  });

  it("does not say that nothing is changed when only what came of it cannot be read", async () => {
    const state = form({ recurrence: WEEKLY });
    const { appointment } = await outlookHosted(state);
    const { recurrence } = Office.context.mailbox.item as unknown as {
      recurrence: { setAsync(told: unknown, done: (result: object) => void): void };
    };
    const set = recurrence.setAsync.bind(recurrence);
    recurrence.setAsync = (told, done) => {
      set(told, (result) => {
        state.refuses.add("recurrence");
        done(result);
      });
    };
    await expect(appointment.endRecurrence("2026-06-16")).rejects.toMatchObject({ kind: "not-verified" });
  });

  it("says when the item is no appointment", async () => {
    await outlookHosted(form());
    Object.assign(Office.context.mailbox.item as object, { itemType: "message" });
    expect(() => outlookAppointment()).toThrow(AppointmentFault);
  });

  it("opens a window that cannot reach back, and says when the browser refused", async () => {
    const { appointment } = await outlookHosted(form());
    const opened = { opener: window } as unknown as Window;
    const open = vi.spyOn(window, "open").mockReturnValueOnce(opened).mockReturnValueOnce(null);
    expect(appointment.openWindow("https://vard.example/h/m1#t")).toBe(true);
    expect(opened.opener).toBeNull();
    expect(appointment.openWindow("https://vard.example/h/m1#t")).toBe(false);
    expect(open).toHaveBeenCalledTimes(2);
  });
});
