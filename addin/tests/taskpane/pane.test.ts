import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Form, form } from "../appointment/hosts";
import { wordInvite } from "../invite/bodies";
import { problem, type Service } from "../shared/service";
import { bench, button, choose, emptyPage, has, seen, words } from "./bench";

beforeEach(emptyPage);

describe("choosing a type", () => {
  it("shows the picker's types, with the unit's usual one chosen", async () => {
    const { main } = await bench(form());
    const radios = [...main.querySelectorAll<HTMLInputElement>("input[name=type]")];
    expect(radios.map((radio) => radio.value)).toEqual(["patient_care", "patient_information", "internal"]);
    expect(radios.map((radio) => radio.checked)).toEqual([true, false, false]);
    expect(main.querySelectorAll(".mark")).toHaveLength(1);
  });

  it("books with the service that was chosen", async () => {
    const { main, service } = await bench(form());
    const select = main.querySelector<HTMLSelectElement>(".card select");
    if (!select) {
      throw new Error("no service to choose");
    }
    select.value = "teams_protected";
    select.dispatchEvent(new Event("change"));
    button(main, "Skapa möte").click();
    await seen(main, "Mötet är skapat.");
    expect(service.meetings.get("m1")?.service).toBe("teams_protected");
  });

  it("speaks English where Outlook does", async () => {
    const { main } = await bench(form({ language: "en-GB" }));
    expect(words(main)).toContain("Choose meeting type");
    expect(has(main, "Create meeting")).toBe(true);
  });
});

describe("creating", () => {
  it("says what is going on, and then what happened in the appointment", async () => {
    const state = form();
    const { main } = await bench(state);
    button(main, "Skapa möte").click();
    expect(words(main)).toContain("Skapar mötet …");
    expect(has(main, "Skapa möte")).toBe(false);
    await seen(main, "Mötet är skapat. Inbjudan är klar att skicka.");
    expect(words(main)).toContain("Plats: Plats pexip");
    expect(words(main)).toContain("Ämne: Skyddat vårdmöte");
    expect(document.activeElement?.textContent).toContain("Mötet är skapat.");
  });

  it("shows a refusal in the button's place, and the button again", async () => {
    const { main, service } = await bench(form());
    service.once("POST /api/v1/meetings", () =>
      problem(422, "end-before-start", "Sluttiden är före starttiden."),
    );
    button(main, "Skapa möte").click();
    await seen(main, "Sluttiden är före starttiden.");
    expect(main.querySelector("[role=alert]")).not.toBeNull();
    button(main, "Skapa möte").click();
    await seen(main, "Mötet är skapat.");
    expect(service.meetings.size).toBe(1);
  });

  it("keeps the meeting when Outlook refuses the text, and mends it on a press", async () => {
    const state = form({ refuses: new Set(["body"]) });
    const { main, service } = await bench(state);
    button(main, "Skapa möte").click();
    await seen(main, "Mötet är sparat och länken gäller.");
    state.refuses.clear();
    button(main, "Laga inbjudan").click();
    await seen(main, "Inbjudan är lagad.");
    expect(service.meetings.size).toBe(1);
    expect(state.body).toContain("Mötes-id: m1");
  });

  it.each([
    ["location", "Outlook skrev inte platsen."],
    ["meetingId", "Outlook skrev inte mötets märkning i bokningen."],
  ])("says only what failed: %s", async (refused, said) => {
    const state = form({ refuses: new Set([refused]) });
    const { main } = await bench(state);
    button(main, "Skapa möte").click();
    await seen(main, said);
    expect(words(main)).not.toContain("saknas");
    expect(document.activeElement?.textContent).toContain(said);
    state.refuses.clear();
    button(main, "Laga inbjudan").click();
    await seen(main, "Inbjudan är lagad.");
  });
});

describe("a meeting in the appointment", () => {
  const placed = (more: Partial<Form> = {}): Form =>
    form({ meetingId: "m1", itemId: "item-1", body: `<p>Hej</p>${wordInvite("m1")}`, ...more });
  const mine = (service: Service): void => {
    service.add({ appointment: { item_id: "item-1" } });
  };

  it("is shown when the pane opens, and nothing is written", async () => {
    const state = placed();
    const { main, service } = await bench(state, mine);
    expect(words(main)).toContain("Vårdmöte patient");
    expect(words(main)).toContain("10 juni");
    expect([state.writes, service.writes()]).toEqual([[], []]);
  });

  it("changes its type in place and says what became of the link", async () => {
    const state = placed();
    const { main } = await bench(state, mine);
    button(main, "Byt mötestyp").click();
    choose(main, "internal");
    expect(words(main)).toContain("Länken blir ny");
    button(main, "Byt till Internt möte utan patient").click();
    await seen(main, "Mötestypen är bytt.");
    expect(words(main)).toContain("Länken är ny.");
    expect(has(main, "Kopiera länk")).toBe(true);
  });

  it("can be left as it was", async () => {
    const { main, service } = await bench(placed(), mine);
    button(main, "Byt mötestyp").click();
    choose(main, "internal");
    button(main, "Avbryt").click();
    await vi.waitUntil(() => has(main, "Byt mötestyp"));
    expect(service.writes()).toEqual([]);
  });

  it("asks before it is removed, in the button's place", async () => {
    const state = placed();
    const { main, service } = await bench(state, mine);
    button(main, "Ta bort möte").click();
    expect(service.writes()).toEqual([]);
    button(main, "Behåll mötet").click();
    button(main, "Ta bort möte").click();
    button(main, "Ja, ta bort").click();
    await seen(main, "Mötet är borttaget. Länken är stängd.");
    expect([state.body, state.meetingId]).toEqual(["<p>Hej</p>", null]);
  });

  it("is not shown as removed by the watch while it is still being removed", async () => {
    vi.useFakeTimers();
    const state = placed();
    const { main } = await bench(state, (service) =>
      service.add({ appointment: { item_id: "item-1" }, state: "creating" }),
    );
    const { body } = Office.context.mailbox.item as Office.AppointmentCompose;
    const write = body.setAsync.bind(body) as (...args: unknown[]) => void;
    vi.spyOn(body, "setAsync").mockImplementation((...args: unknown[]) => {
      setTimeout(() => write(...args), 3000);
    });
    button(main, "Ta bort möte").click();
    button(main, "Ja, ta bort").click();
    await vi.advanceTimersByTimeAsync(2000);
    expect(words(main)).toContain("Tar bort mötet …");
    await vi.advanceTimersByTimeAsync(2000);
    expect(words(main)).toContain("Mötet är borttaget. Länken är stängd.");
    vi.useRealTimers();
  });

  it("follows its appointment at once when it is surely the same", async () => {
    const { main, service } = await bench(placed(), (service) =>
      service.add({ appointment: { item_id: "item-1" }, start: "2026-06-09T08:00:00+02:00" }),
    );
    expect(words(main)).toContain("Mötet är flyttat till onsdag 10 juni kl. 08.00–09.00");
    expect(service.writes()).toEqual(["PATCH /api/v1/meetings/m1"]);
  });

  it("follows while the pane is open", async () => {
    vi.useFakeTimers();
    const state = placed();
    const { main, host, service } = await bench(state, mine);
    state.start = new Date("2026-06-10T13:00:00+02:00");
    state.end = new Date("2026-06-10T13:30:00+02:00");
    host.changed("times");
    host.changed("times");
    await vi.advanceTimersByTimeAsync(500);
    expect(words(main)).toContain("kl. 13.00");
    expect(service.writes()).toEqual(["PATCH /api/v1/meetings/m1"]);
    vi.useRealTimers();
  });

  it("asks whether it was moved or copied when it cannot know", async () => {
    const { main, service } = await bench(placed(), (service) =>
      service.add({ start: "2026-06-09T08:00:00+02:00" }),
    );
    expect(service.writes()).toEqual([]);
    button(main, "Flytta mötet hit").click();
    await seen(main, "Mötet är flyttat till");
    expect(service.meetings.get("m1")?.appointment).toEqual({ item_id: "item-1" });
  });

  it.each([
    ["the very same time", {}],
    ["another time", { start: new Date("2026-06-12T13:00:00+02:00") }],
  ])(
    "is left alone from a copy not yet saved, at %s, until a person has said which it is",
    async (_name, times) => {
      vi.useFakeTimers();
      const state = placed({ itemId: null, ...times });
      const { main, host, service } = await bench(state, mine);
      expect(words(main)).toContain("eller en kopia?");
      for (const name of ["Starta möte", "Byt mötestyp", "Ta bort möte", "Kopiera länk till 1177"]) {
        expect(has(main, name)).toBe(false);
      }
      state.end = new Date("2026-06-12T15:00:00+02:00");
      host.changed("times");
      await vi.advanceTimersByTimeAsync(1000);
      expect(service.writes()).toEqual([]);
      vi.useRealTimers();
      const original = service.meetings.get("m1");
      button(main, "Det är en kopia").click();
      button(main, "Skapa möte").click();
      await seen(main, "Mötet är skapat.");
      expect([service.meetings.get("m1"), state.meetingId]).toEqual([original, "m2"]);
      expect(state.body).not.toContain("m1");
    },
  );

  it("is worked with once a person has said that the appointment is the same", async () => {
    vi.useFakeTimers();
    const state = placed({ itemId: null });
    const { main, host, service } = await bench(state, mine);
    button(main, "Det är samma bokning").click();
    await vi.advanceTimersByTimeAsync(100);
    expect(words(main)).toContain("Mötet hör till den här bokningen.");
    expect(has(main, "Ta bort möte")).toBe(true);
    state.end = new Date("2026-06-10T10:00:00+02:00");
    host.changed("times");
    await vi.advanceTimersByTimeAsync(1000);
    expect(service.writes()).toEqual(["PATCH /api/v1/meetings/m1"]);
    vi.useRealTimers();
  });

  it("asks when another appointment turns out to be its own while the pane is open", async () => {
    vi.useFakeTimers();
    const { main, service } = await bench(placed({ itemId: null }), (service) => service.add());
    expect(has(main, "Ta bort möte")).toBe(true);
    service.add({ id: "m1", appointment: { item_id: "item-1" }, version: 2 });
    await vi.advanceTimersByTimeAsync(31_000);
    expect(words(main)).toContain("eller en kopia?");
    expect(has(main, "Ta bort möte")).toBe(false);
    vi.useRealTimers();
  });

  it("comes back when the pane shows the saved appointment only", async () => {
    const { main, service } = await bench(placed({ mode: "read" }), (service) =>
      service.add({ appointment: { item_id: "item-1" }, start: "2026-06-09T08:00:00+02:00" }),
    );
    expect(words(main)).toContain("Mötet är flyttat till");
    expect(service.writes()).toEqual(["PATCH /api/v1/meetings/m1"]);
  });

  it("gets one of its own in a copy, and the original is not touched", async () => {
    const state = placed({ itemId: "item-2" });
    const { main, service } = await bench(state, mine);
    expect(words(main)).toContain("Den här bokningen är en kopia.");
    const original = service.meetings.get("m1");
    button(main, "Skapa möte").click();
    await seen(main, "Mötet är skapat.");
    expect(service.meetings.get("m1")).toBe(original);
    expect(state.meetingId).toBe("m2");
  });

  it("replaces the text of a meeting we may not see", async () => {
    const state = placed({ meetingId: null });
    const { main } = await bench(state);
    expect(words(main)).toContain("hör till en annan enhet");
    button(main, "Skapa möte").click();
    await seen(main, "Mötet är skapat.");
    expect(state.body.match(/M(?:ö|&ouml;)tes-id/g)).toHaveLength(1);
  });

  it("offers to take the text out when the meeting is removed", async () => {
    const state = placed();
    const { main } = await bench(state, (service) => service.add({ state: "removed", join_url: null }));
    button(main, "Ta bort texten").click();
    await seen(main, "Mötets text är borttagen ur inbjudan.");
    expect(state.body).toBe("<p>Hej</p>");
  });

  it("can be started and copied but not changed where the appointment is only shown", async () => {
    const { main } = await bench(placed({ mode: "read" }), mine);
    expect(has(main, "Starta möte")).toBe(true);
    expect(has(main, "Ta bort möte")).toBe(false);
    expect(words(main)).toContain("Öppna bokningen för redigering");
  });

  it("offers a link when the browser holds the window back", async () => {
    const { main } = await bench(placed(), mine);
    vi.spyOn(window, "open").mockReturnValue(null);
    button(main, "Starta möte").click();
    await vi.waitFor(() => expect(main.querySelector("a[href^='https://vard.example/h/m1']")).not.toBeNull());
  });

  it("goes from being created to ready without a press", async () => {
    vi.useFakeTimers();
    const { main, service } = await bench(placed(), (service) =>
      service.add({ appointment: { item_id: "item-1" }, state: "creating" }),
    );
    expect(words(main)).toContain("Skapas …");
    service.add({ id: "m1", appointment: { item_id: "item-1" } });
    await vi.advanceTimersByTimeAsync(1100);
    expect(words(main)).toContain("Klart");
    vi.useRealTimers();
  });

  it("names the template that belongs to the choice", async () => {
    const { main } = await bench(placed(), mine);
    main.querySelectorAll<HTMLInputElement>("input[name=template]")[1]?.click();
    expect(main.querySelector(".template")?.textContent).toContain("Skyddat digitalt vårdmöte i grupp");
  });

  it("copies the link and says where to paste it", async () => {
    const { main } = await bench(placed(), mine);
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    button(main, "Kopiera länk till 1177").click();
    await seen(main, "Öppna Personalverktyget");
    expect(writeText).toHaveBeenCalledWith("https://vard.example/m/codecodecodecodecode01");
  });
});
