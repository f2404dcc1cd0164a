import { beforeEach, describe, expect, it } from "vitest";
import type { Meeting } from "../../src/shared/meetings";
import { form } from "../appointment/hosts";
import { problem, type Service } from "../shared/service";
import { type Bench, bench, button, choose, emptyPage, has, seen, words } from "./bench";

beforeEach(emptyPage);

const WHO = "Bo Ek ändrade mötet kl. 09.12. Din ändring är inte sparad.";

/** A colleague changes the meeting just before our next write, which is refused. */
function outrun(service: Service, method: "PATCH" | "DELETE", theirs: Partial<Meeting>): void {
  service.once(`${method} /api/v1/meetings/m1`, () => {
    const known = service.meetings.get("m1") as Meeting;
    service.meetings.set("m1", { ...known, ...theirs, version: known.version + 1 });
    return problem(412, "precondition-failed", WHO);
  });
}

async function booked(): Promise<Bench> {
  const state = form({ meetingId: "m1", itemId: "item-1" });
  return await bench(state, (service) => {
    state.body += service.add({ appointment: { item_id: "item-1" } }).invite_html;
  });
}

describe("two people and one meeting", () => {
  it("shows what the other has changed, and keeps both when one wants to", async () => {
    const { main, service } = await booked();
    outrun(service, "PATCH", { cohosts: ["bo@demo.example"] });
    button(main, "Byt mötestyp").click();
    choose(main, "patient_information");
    button(main, "Byt till Informationsmöte patient").click();
    await seen(main, WHO);
    await seen(main, "Medvärdar: bo@demo.example (förut inga)");
    await seen(main, "Din ändring rör något annat.");
    expect(service.meetings.get("m1")).toMatchObject({ type: "patient_care", version: 2 });
    button(main, "Behåll min ändring").click();
    await seen(main, "Informationsmöte patient");
    await seen(main, "Skicka uppdateringen");
    expect(service.meetings.get("m1")).toMatchObject({
      type: "patient_information",
      cohosts: ["bo@demo.example"],
      version: 3,
    });
  });

  it("takes the other's when one wants to, and writes nothing", async () => {
    const { main, service } = await booked();
    outrun(service, "PATCH", { type: "internal", type_label: { sv: "Internt", en: "Internal" } });
    button(main, "Byt mötestyp").click();
    choose(main, "patient_information");
    button(main, "Byt till Informationsmöte patient").click();
    await seen(main, "Mötestyp: Internt (förut Vårdmöte patient)");
    await seen(main, "Behåller du den ersätter den den andras.");
    button(main, "Ta den andras").click();
    await seen(main, "Internt");
    expect(service.meetings.get("m1")).toMatchObject({ type: "internal", version: 2 });
  });

  it("says of a time where to move the appointment for the other's", async () => {
    const state = form({ meetingId: "m1", itemId: "item-1" });
    const { main, service, host } = await bench(state, (there) => {
      state.body += there.add({ appointment: { item_id: "item-1" } }).invite_html;
    });
    outrun(service, "PATCH", { start: "2026-06-11T08:00:00+02:00", end: "2026-06-11T09:00:00+02:00" });
    state.start = new Date("2026-06-12T08:00:00+02:00");
    state.end = new Date("2026-06-12T09:00:00+02:00");
    host.changed("times");
    await seen(main, "Flytta i så fall bokningen till torsdag 11 juni kl. 08.00–09.00.");
    expect([has(main, "Ta den andras"), has(main, "Behåll min ändring")]).toEqual([false, true]);
    button(main, "Behåll min ändring").click();
    await seen(main, "fredag 12 juni");
    expect(Date.parse(service.meetings.get("m1")?.start ?? "")).toBe(state.start.getTime());
  });

  it("asks once more before it removes what the other has changed", async () => {
    const { main, service } = await booked();
    outrun(service, "DELETE", { cohosts: ["bo@demo.example"] });
    button(main, "Ta bort möte").click();
    button(main, "Ja, ta bort").click();
    await seen(main, "Medvärdar: bo@demo.example");
    expect(service.meetings.get("m1")?.state).toBe("ready");
    button(main, "Ta bort ändå").click();
    await seen(main, "Mötet är borttaget.");
  });

  it("has nothing to keep when the meeting is removed", async () => {
    const { main, service } = await booked();
    outrun(service, "PATCH", { state: "removed", join_url: null, own_url: null });
    button(main, "Byt mötestyp").click();
    choose(main, "patient_information");
    button(main, "Byt till Informationsmöte patient").click();
    await seen(main, "Mötet har tagits bort under tiden.");
    expect(has(main, "Behåll min ändring")).toBe(false);
    button(main, "Visa mötet").click();
    await seen(main, "Mötet är borttaget och länken är stängd.");
    expect(words(main)).not.toContain(WHO);
  });
});
