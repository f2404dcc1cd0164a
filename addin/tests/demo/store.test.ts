import { beforeEach, describe, expect, it, vi } from "vitest";
import { newAppointment } from "../../src/demo/appointments";
import { factsOf, firstState, meetingOf } from "../../src/demo/state";
import { forget, load, Store } from "../../src/demo/store";

const state = firstState("sv", "personal", "2026-06-10");
const draft = newAppointment(state.calendar, new Date("2026-06-10T06:00:00Z"));

beforeEach(() => localStorage.clear());

describe("what the page remembers", () => {
  it("is there after a reload, until one starts over", () => {
    new Store(state).set({ user: "kollega" });
    expect(load()?.user).toBe("kollega");
    forget();
    expect(load()).toBeNull();
  });

  it("leaves what it can't read", () => {
    localStorage.setItem("vardmote.demo", "{");
    expect(load()).toBeNull();
    localStorage.setItem("vardmote.demo", '{"version":0}');
    expect(load()).toBeNull();
  });

  it("moves the guide on by what is so, and tells of it", () => {
    const store = new Store(state);
    const told = vi.fn();
    store.listen(told);
    store.set({ open: { draft, mode: "compose", pane: true } });
    expect(store.state.step).toBe(1);
    store.set({ open: { draft: { ...draft, meetingId: "m1" }, mode: "compose", pane: true } });
    expect(store.state.step).toBe(2);
    expect(told).toHaveBeenCalledTimes(2);
  });

  it("knows the meeting on the screen, else the last one made", () => {
    const made = { ...draft, meetingId: "m1", itemId: "i1" };
    const later = { ...draft, id: "2", meetingId: "m2" };
    expect(meetingOf({ ...state, appointments: [made, later, draft] })).toBe("m2");
    expect(
      meetingOf({ ...state, appointments: [later], open: { draft: made, mode: "read", pane: false } }),
    ).toBe("m1");
    expect(meetingOf(state)).toBeNull();
  });

  it("counts an invitation as sent only when there is a meeting in it", () => {
    const plain = { ...draft, itemId: "i1" };
    expect(factsOf({ ...state, appointments: [plain] })).not.toContain("sent");
    expect(factsOf({ ...state, appointments: [{ ...plain, meetingId: "m1" }] })).toContain("sent");
  });
});
