import { beforeEach, describe, expect, it, vi } from "vitest";
import { form } from "../appointment/hosts";
import { problem } from "../shared/service";
import { bench, button, emptyPage, has, opened, seen, words, write } from "./bench";

beforeEach(emptyPage);

describe("participants", () => {
  it("get a link of their own, and can be taken away", async () => {
    const { main, service } = await bench(form({ meetingId: "m1" }), (service) => service.add());
    const part = await opened(main, "Deltagare");
    await seen(main, "Ingen är inlagd ännu.");
    write(part, "Ronja");
    button(part, "Lägg till deltagare").click();
    await seen(main, "Ronja är tillagd.");
    expect(has(part, "Kopiera egen länk")).toBe(true);
    button(part, "Ta bort").click();
    await seen(main, "Ronja är borttagen.");
    expect(service.writes()).toEqual([
      "POST /api/v1/meetings/m1/participants",
      "DELETE /api/v1/meetings/m1/participants/p1",
    ]);
  });

  it("are never added twice by one press, and are two when asked for twice", async () => {
    const { main, service } = await bench(form({ meetingId: "m1" }), (service) => service.add());
    const part = await opened(main, "Deltagare");
    const add = "POST /api/v1/meetings/m1/participants";
    service.lose(add);
    write(part, "Ronja");
    button(part, "Lägg till deltagare").click();
    await seen(main, "Vi når inte tjänsten");
    button(part, "Lägg till deltagare").click();
    await seen(main, "Ronja är tillagd.");
    write(part, "Ronja");
    button(part, "Lägg till deltagare").click();
    await vi.waitFor(() => expect(service.writes()).toHaveLength(3));
    const [first, again, other] = service.keys;
    expect(first).toBe(again);
    expect(other).not.toBe(first);
  });
});

describe("co-hosts", () => {
  const COLLEAGUE = "kollega@demo.example";

  it("are added and taken away by their address", async () => {
    const { main, service } = await bench(form({ meetingId: "m1" }), (service) => service.add());
    const part = await opened(main, "Medvärdar");
    await seen(main, "Ingen medvärd ännu.");
    write(part, ` ${COLLEAGUE.toUpperCase()} `);
    button(part, "Lägg till medvärd").click();
    await seen(main, `${COLLEAGUE} är medvärd.`);
    expect(service.meetings.get("m1")?.cohosts).toEqual([COLLEAGUE]);
    button(part, "Ta bort").click();
    await seen(main, "Ingen medvärd ännu.");
    expect(service.meetings.get("m1")?.cohosts).toEqual([]);
  });

  it("are looked for: an unknown one is said in three parts, and the others are kept", async () => {
    const { main, service } = await bench(form({ meetingId: "m1" }), (service) =>
      service.add({ cohosts: [COLLEAGUE] }),
    );
    const part = await opened(main, "Medvärdar");
    await seen(main, COLLEAGUE);
    service.once("PATCH /api/v1/meetings/m1", () => problem(422, "unknown-mailbox", "Du kan inte boka."));
    write(part, "okand@demo.example");
    button(part, "Lägg till medvärd").click();
    await seen(part, "Vi hittar ingen kollega med adressen okand@demo.example.");
    expect(part.querySelector("[role=alert]")).not.toBeNull();
    expect(service.meetings.get("m1")?.cohosts).toEqual([COLLEAGUE]);
  });

  it("are not sent when the address is none", async () => {
    const { main, service } = await bench(form({ meetingId: "m1" }), (service) => service.add());
    const part = await opened(main, "Medvärdar");
    write(part, "kollegan");
    button(part, "Lägg till medvärd").click();
    await seen(part, "är ingen e-postadress");
    expect(service.writes()).toEqual([]);
  });

  it("are read anew when a colleague has changed them meanwhile", async () => {
    const { main, service } = await bench(form({ meetingId: "m1" }), (service) => service.add());
    const part = await opened(main, "Medvärdar");
    await seen(main, "Ingen medvärd ännu.");
    service.once("PATCH /api/v1/meetings/m1", () => {
      service.add({ id: "m1", cohosts: ["annan@demo.example"], version: 2 });
      return problem(412, "precondition-failed", "Någon annan har ändrat mötet.");
    });
    write(part, COLLEAGUE);
    button(part, "Lägg till medvärd").click();
    await seen(part, "Någon annan har ändrat mötet.");
    expect(words(part)).toContain("annan@demo.example");
    button(part, "Lägg till medvärd").click();
    await seen(part, `${COLLEAGUE} är medvärd.`);
    expect(service.meetings.get("m1")?.cohosts).toEqual(["annan@demo.example", COLLEAGUE]);
  });

  it("are shown, not changed, to who may not change the meeting", async () => {
    const { main } = await bench(form({ mode: "read", meetingId: "m1" }), (service) =>
      service.add({ may_change: false, appointment: null, cohosts: [COLLEAGUE] }),
    );
    const part = [...main.querySelectorAll("details")].find((node) => words(node).includes("Medvärdar"));
    part?.setAttribute("open", "");
    part?.dispatchEvent(new Event("toggle"));
    await seen(main, COLLEAGUE);
    expect(has(main, "Ta bort")).toBe(false);
    expect(has(main, "Lägg till medvärd")).toBe(false);
  });
});
