import { beforeEach, describe, expect, it, vi } from "vitest";
import { form } from "../appointment/hosts";
import { json, problem, type Service } from "../shared/service";
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

  it("who are still in a call that nobody here can end are said to be", async () => {
    const { main, service } = await bench(form({ meetingId: "m1" }), (service) => service.add());
    const part = await opened(main, "Deltagare");
    await seen(main, "Ingen är inlagd ännu.");
    write(part, "Ronja");
    button(part, "Lägg till deltagare").click();
    await seen(main, "Ronja är tillagd.");
    service.once("DELETE /api/v1/meetings/m1/participants/p1", () => json({ still_there: true }));
    button(part, "Ta bort").click();
    await seen(main, "Men Ronja är kvar i samtalet.");
  });

  it("who waited so long that they were sent away have not left", async () => {
    const gone = {
      id: "p1",
      name: "Ronja",
      kind: "patient",
      identity: "none",
      state: "left",
      reason: "waited-out",
    };
    const { main } = await bench(form({ meetingId: "m1" }), (service) => {
      service.add();
      service.once("GET /api/v1/meetings/m1/participants", () => json({ participants: [gone] }));
    });
    const part = await opened(main, "Deltagare");
    await seen(main, "Väntade för länge");
    expect(part.textContent).not.toContain("Har lämnat");
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

describe("participants that somebody else has changed", () => {
  const LIST = "/api/v1/meetings/m1/participants";
  const person = (id: string, name: string): object => ({ id, name, kind: "patient", identity: "none" });
  const listed = (service: Service, tag: string, ...people: object[]): void =>
    service.once(`GET ${LIST}`, () => json({ participants: people }, 200, { ETag: tag }));
  const withVidar = async (tag: string): Promise<{ part: HTMLElement; service: Service }> => {
    const { main, service } = await bench(form({ meetingId: "m1" }), (service) => {
      service.add();
      listed(service, tag, person("p7", "Vidar"));
    });
    const part = await opened(main, "Deltagare");
    await seen(part, "Vidar");
    return { part, service };
  };

  it("are added only once one has seen who came and went, and what was written is kept", async () => {
    const { part, service } = await withVidar('W/"one"');
    service.once(`POST ${LIST}`, () => problem(412, "precondition-failed"));
    listed(service, '"two"', person("p8", "Ronja"));
    write(part, "Ronja");
    button(part, "Lägg till deltagare").click();
    await seen(part, "Någon annan har ändrat deltagarna");
    expect(words(part)).toContain("Ronja är inte tillagd än. Det du har skrivit är kvar.");
    expect([...part.querySelectorAll(".did li")].map((row) => row.textContent)).toEqual([
      "Tillagd: Ronja",
      "Borttagen: Vidar",
    ]);
    expect(part.querySelector<HTMLInputElement>("input")?.value).toBe("Ronja");
    expect(document.activeElement?.id).toBe("people-merge");
    button(part, "Lägg till ändå").click();
    await seen(part, "Ronja är tillagd.");
    expect(service.matches).toEqual(['"one"', '"two"']);
    expect(new Set(service.keys).size).toBe(1);
  });

  it("can be left as they are", async () => {
    const { main, service } = await bench(form({ meetingId: "m1" }), (service) => service.add());
    const part = await opened(main, "Deltagare");
    await seen(part, "Ingen är inlagd ännu.");
    service.once(`POST ${LIST}`, () => problem(412, "precondition-failed"));
    write(part, "Ronja");
    button(part, "Lägg till deltagare").click();
    await seen(part, "Någon annan har ändrat deltagarna");
    button(part, "Låt listan vara").click();
    expect(words(part)).not.toContain("Någon annan har ändrat");
    expect(part.querySelector<HTMLInputElement>("input")?.value).toBe("Ronja");
    expect(service.writes()).toEqual([`POST ${LIST}`]);
  });

  it("are seen with what others did before the answer came, so that nobody is added twice", async () => {
    const { part, service } = await withVidar('"one"');
    // It was done already: the answer is of a list where a colleague has added Ylva.
    const done = (): Response => new Response(null, { status: 204, headers: { ETag: '"two"' } });
    service.once(`DELETE ${LIST}/p7`, done);
    listed(service, '"two"', person("p8", "Ylva"));
    button(part, "Ta bort").click();
    await seen(part, "Vidar är borttagen. Länken är stängd.");
    expect(part.querySelector(".people")?.textContent).toContain("Ylva");
  });

  it("are held against what was seen last when they cannot be read anew", async () => {
    const { part, service } = await withVidar('"one"');
    const done = (): Response => new Response(null, { status: 204, headers: { ETag: '"two"' } });
    service.once(`DELETE ${LIST}/p7`, done);
    service.once(`GET ${LIST}`, () => problem(503, "service-unavailable"));
    button(part, "Ta bort").click();
    await seen(part, "Vidar är borttagen. Länken är stängd.");
    expect(part.querySelector(".people")?.textContent).not.toContain("Vidar");
    write(part, "Ronja");
    button(part, "Lägg till deltagare").click();
    await seen(part, "Ronja är tillagd.");
    expect(service.matches).toEqual(['"one"', '"one"']);
  });

  it("are taken off all the same", async () => {
    const { part, service } = await withVidar('"one"');
    service.once(`DELETE ${LIST}/p7`, () => problem(412, "precondition-failed"));
    listed(service, '"two"', person("p7", "Vidar"), person("p8", "Ronja"));
    button(part, "Ta bort").click();
    await seen(part, "Vidar är inte borttagen.");
    await seen(part, "Tillagd: Ronja");
    button(part, "Ta bort ändå").click();
    await seen(part, "Vidar är borttagen. Länken är stängd.");
    expect(service.matches).toEqual(['"one"', '"two"']);
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
