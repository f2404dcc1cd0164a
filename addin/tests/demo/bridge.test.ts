import { describe, expect, it, vi } from "vitest";
import { DemoFault } from "../../src/appointment/demoProtocol";
import { type Appointment, newAppointment } from "../../src/demo/appointments";
import { paneHost } from "../../src/demo/bridge";
import type { Open } from "../../src/demo/state";

function standIn(mode: Open["mode"] = "compose") {
  let open: Open | null = {
    draft: {
      ...newAppointment("personal@demo.example", new Date("2026-06-10T06:00:00Z")),
      places: [{ name: "Rum 1", kind: "room" }],
      body: "<p>Hej</p>",
    },
    mode,
    pane: true,
  };
  const port = {
    user: "sekreterare",
    language: "en" as const,
    open: () => open,
    theme: () => "dark" as const,
    write: (change: Partial<Appointment>) => {
      open = open && { ...open, draft: { ...open.draft, ...change } };
    },
    notify: vi.fn(),
    showHost: vi.fn(),
  };
  return {
    host: paneHost(port),
    port,
    draft: () => open?.draft,
    close: () => {
      open = null;
    },
  };
}

describe("the stand-in as the pane sees it", () => {
  it("says who one is and whose appointment it is", () => {
    expect(standIn().host.context()).toEqual({
      mode: "compose",
      user: "sekreterare",
      owner: "personal@demo.example",
      language: "en-GB",
      theme: "dark",
    });
  });

  it("takes what the add-in writes", () => {
    const { host, draft } = standIn();
    host.setSubject("Skyddat vårdmöte");
    host.setBody("<p>Hej</p><table></table>");
    host.setMeetingId("m1");
    expect(draft()).toMatchObject({ subject: "Skyddat vårdmöte", meetingId: "m1" });
    expect(host.getBody()).toBe("<p>Hej</p><table></table>");
    expect(host.getTimes()).toEqual({ start: draft()?.start, end: draft()?.end });
  });

  it("tells of a series, and lets the add-in end it sooner but never before it begins", () => {
    const { host, port, draft } = standIn();
    expect(host.getRecurrence()).toBeNull();
    expect(() => host.endRecurrence("2026-06-17")).toThrow(DemoFault);
    port.write({ weeklyUntil: "2026-07-15" });
    host.endRecurrence("2026-06-23");
    expect(draft()?.weeklyUntil).toBe("2026-06-23");
    expect(host.getRecurrence()).toMatchObject({ rule: "FREQ=WEEKLY;BYDAY=WE;WKST=MO;UNTIL=20260623" });
    expect(() => host.endRecurrence("2026-06-09")).toThrow(DemoFault);
  });

  it("adds a place beside the room and takes only that one away", () => {
    const { host } = standIn();
    host.addLocation("Rum 1");
    host.addLocation("Skyddat möte");
    expect(host.getLocations()).toEqual(["Rum 1", "Rum 1", "Skyddat möte"]);
    host.removeLocation("Rum 1");
    expect(host.getLocations()).toEqual(["Rum 1", "Skyddat möte"]);
  });

  it("has no item id before it is saved", () => {
    expect(standIn().host.getItemId()).toBeNull();
  });

  it("refuses to write in a form that is only shown", () => {
    const { host, draft } = standIn("read");
    expect(() => host.setSubject("x")).toThrow(new DemoFault("read-only"));
    expect(draft()?.subject).toBe("");
  });

  it("answers nothing when no appointment is open", () => {
    const { host, close } = standIn();
    close();
    expect(() => host.getSubject()).toThrow(new DemoFault("host-refused"));
  });

  it("shows what the add-in says, and the host page in its place", () => {
    const { host, port } = standIn();
    host.notify("done", "Klart");
    host.openWindow?.("/h/m1#x");
    expect(port.notify).toHaveBeenCalledWith("done", "Klart");
    expect(port.showHost).toHaveBeenCalledWith("/h/m1#x");
  });
});
