import { beforeEach, describe, expect, it, vi } from "vitest";
import { Booking } from "../../src/shared/booking";
import { translator } from "../../src/shared/i18n";
import type { Meeting } from "../../src/shared/meetings";
import { ruleWords } from "../../src/taskpane/ruleWords";
import { TEXTS } from "../../src/taskpane/seriesTexts";
import { type Form, form, WEEKLY } from "../appointment/hosts";
import { type Bench, bench, button, emptyPage, has, seen, words } from "./bench";

beforeEach(emptyPage);

/** Three Wednesdays from 10 June in a saved appointment. */
function series(more: Partial<Form> = {}, change: Partial<Meeting["series"] & object> = {}): Promise<Bench> {
  const state = form({ recurrence: WEEKLY, meetingId: "m1", itemId: "item-1", ...more });
  return bench(state, (service) => {
    const first = service.addSeries(service.add({ appointment: { item_id: "item-1" } }), WEEKLY.rule);
    service.meetings.set("m1", { ...first, series: first.series && { ...first.series, ...change } });
    state.body += first.invite_html;
  });
}

async function choose(main: HTMLElement, value: string): Promise<void> {
  const control = await vi.waitUntil(() => main.querySelector<HTMLSelectElement>("section.part select"));
  control.value = value;
  control.dispatchEvent(new Event("change"));
}

describe("a series in the pane", () => {
  it("says what will be made, makes it, and shows what it is", async () => {
    const { main, service } = await bench(form({ recurrence: WEEKLY }));
    await seen(main, "Alla möten skapas på en gång");
    button(main, "Skapa möte").click();
    await seen(main, "Mötet är skapat.");
    await seen(main, "Varje onsdag. 3 möten, till och med onsdag 24 juni.");
    await seen(main, "Nästa: onsdag 10 juni kl. 08.00–09.00");
    expect(service.writes()).toEqual(["POST /api/v1/meetings"]);
  });

  it("says of one occurrence that is open on its own that the meeting is for it alone", async () => {
    const { main } = await bench(form({ recurrence: { ...WEEKLY, master: "item-1" } }));
    await seen(main, "Mötet gäller bara det.");
  });

  it("says how far meetings are made of a recurrence without an end", async () => {
    const { main } = await series({}, { capped: true });
    await seen(main, "Upprepningen har inget slut. Möten finns till och med onsdag 24 juni.");
  });

  it("gives the patient the link of the meeting that is shown, and no other", async () => {
    const copied = vi.fn((_text: string) => Promise.resolve());
    vi.stubGlobal("navigator", { clipboard: { writeText: copied } });
    const { main } = await series();
    await choose(main, "m1-2");
    await seen(main, "Hej! Anslut: https://vard.example/m/own-2");
    button(main, "Kopiera länk till 1177").click();
    await vi.waitFor(() => expect(copied).toHaveBeenCalledWith("https://vard.example/m/own-2"));
    expect(words(main)).not.toContain("Lagar");
  });

  it("moves all meetings when the time of the whole is another", async () => {
    const start = new Date("2026-06-10T10:00:00+02:00");
    const { main, service } = await series({ start, end: new Date("2026-06-10T11:00:00+02:00") });
    await seen(main, "Mötet är flyttat till onsdag 10 juni kl. 10.00–11.00.");
    expect(service.writes()).toEqual(["PATCH /api/v1/meetings/m1"]);
  });

  it("asks before the meetings follow another rule", async () => {
    const recurrence = { ...WEEKLY, rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;WKST=MO" };
    const { main, service } = await series({ recurrence });
    await seen(main, "Bokningen upprepas inte som mötena gör.");
    expect(service.writes()).toEqual([]);
    button(main, "Ändra mötena efter bokningen").click();
    await seen(main, "Mötena stämmer nu med bokningen.");
    expect(service.meetings.get("m1")?.series?.rule).toBe(recurrence.rule);
  });

  it("lets the calendar's series end with the meetings when it goes on after them, or makes the rest", async () => {
    const recurrence = { ...WEEKLY, rule: "FREQ=WEEKLY;BYDAY=WE;WKST=MO" };
    const { main, service, host } = await series({ recurrence });
    await seen(main, "Bokningen upprepas längre än mötena. Mötena: Varje onsdag. 3 möten");
    expect(has(main, "Skapa möten på resten")).toBe(true);
    button(main, "Korta upprepningen").click();
    await seen(main, "Upprepningen i kalendern slutar nu före torsdag 25 juni.");
    expect((await host.appointment.recurrence())?.rule).toBe(WEEKLY.rule);
    expect([has(main, "Korta upprepningen"), service.writes()]).toEqual([false, []]);
    // Outlook tells of it while the pane, on a slow net, still reads what to show with the news.
    const slow = await series({ recurrence });
    await seen(slow.main, "Bokningen upprepas längre än mötena.");
    const find = vi.spyOn(Booking.prototype, "find");
    let tell = (): void => undefined;
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    find.mockImplementationOnce(async function (this: Booking) {
      await told;
      return this.find();
    });
    slow.host.changed("recurrence");
    await vi.waitFor(() => expect(find).toHaveBeenCalled());
    button(slow.main, "Korta upprepningen").click();
    await seen(slow.main, "Upprepningen i kalendern slutar nu före torsdag 25 juni.");
    const asked = find.mock.calls.length;
    tell();
    await vi.waitFor(() => expect(find.mock.calls.length).toBeGreaterThan(asked));
    await find.mock.results.at(-1)?.value;
    await slow.host.appointment.subject();
    expect(words(slow.main)).toContain("Upprepningen i kalendern slutar nu");
    find.mockRestore();
    const other = await series({ recurrence });
    await seen(other.main, "Bokningen upprepas längre än mötena.");
    const item = Office.context.mailbox.item as unknown as { recurrence: { setAsync?: unknown } };
    delete item.recurrence.setAsync;
    button(other.main, "Korta upprepningen").click();
    await seen(other.main, "Outlook lät oss inte korta upprepningen. Inget är ändrat. Korta den i kalendern");
    expect(has(other.main, "Korta upprepningen")).toBe(true);
  });

  it("makes no second meetings on the days of a later part, that a split has made a series of its own", async () => {
    const recurrence = { ...WEEKLY, rule: "FREQ=WEEKLY;BYDAY=WE;WKST=MO" };
    const { main, service } = await series({ recurrence });
    const join_url = service.meetings.get("m1")?.series?.join_url ?? null;
    const start = "2026-07-01T08:00:00+02:00";
    service.addSeries(service.add({ id: "m9", start, join_url }), recurrence.rule);
    await seen(main, "Bokningen upprepas längre än mötena.");
    button(main, "Skapa möten på resten").click();
    await seen(main, "Från onsdag 1 juli finns redan möten: serien är delad där.");
    expect([service.writes(), has(main, "Korta upprepningen")]).toEqual([[], true]);
    service.meetings.delete("m9");
    button(main, "Skapa möten på resten").click();
    await seen(main, "Mötena stämmer nu med bokningen.");
  });

  it("does not say that nothing is changed when it cannot see what Outlook has done", async () => {
    const { main } = await series({ recurrence: { ...WEEKLY, rule: "FREQ=WEEKLY;BYDAY=WE;WKST=MO" } });
    await seen(main, "Bokningen upprepas längre än mötena.");
    const { recurrence } = Office.context.mailbox.item as unknown as { recurrence: object };
    Object.assign(recurrence, {
      setAsync: (_told: unknown, done: (result: object) => void) => done({ status: "succeeded" }),
    });
    button(main, "Korta upprepningen").click();
    await seen(main, "Se till i kalendern att den slutar före torsdag 25 juni.");
    expect(words(main)).not.toContain("Inget är ändrat");
  });

  it("never cuts off the meetings that a colleague has made since the question was drawn", async () => {
    const recurrence = { ...WEEKLY, rule: "FREQ=WEEKLY;BYDAY=WE;WKST=MO" };
    const { main, service, host } = await series({ recurrence });
    await seen(main, "Bokningen upprepas längre än mötena.");
    const known = service.meetings.get("m1") as Meeting;
    const rule = "FREQ=WEEKLY;BYDAY=WE;WKST=MO;UNTIL=20260708";
    service.meetings.set("m1", { ...known, series: known.series && { ...known.series, rule } });
    button(main, "Korta upprepningen").click();
    await seen(main, "Seriens möten har ändrats sedan du fick frågan.");
    expect((await host.appointment.recurrence())?.rule).toBe(recurrence.rule);
    // The question is drawn anew, for the day that holds now.
    await vi.waitUntil(() => has(main, "Korta upprepningen"));
    button(main, "Korta upprepningen").click();
    await seen(main, "Upprepningen i kalendern slutar nu före torsdag 9 juli.");
    expect((await host.appointment.recurrence())?.rule).toBe(rule);
  });

  it("asks when the appointment has begun to recur, and when it has stopped", async () => {
    const state = form({ meetingId: "m1", itemId: "item-1" });
    const { main, host } = await bench(state, (service) => {
      state.body += service.add({ appointment: { item_id: "item-1" } }).invite_html;
    });
    state.recurrence = WEEKLY;
    host.changed("recurrence");
    await seen(main, "Bokningen upprepas nu, men mötet gäller bara onsdag 10 juni kl. 08.00–09.00.");
    expect(has(main, "Skapa hela serien")).toBe(true);
    const other = await series({ recurrence: null });
    await seen(other.main, "Bokningen upprepas inte längre, men mötena finns kvar.");
    expect(has(other.main, "Behåll bara ett möte")).toBe(true);
  });

  it("asks which meeting has moved here when nothing tells", async () => {
    const recurrence = { ...WEEKLY, master: "item-1" };
    const start = new Date("2026-06-18T08:00:00+02:00");
    const end = new Date("2026-06-18T09:00:00+02:00");
    const { main, service } = await series({ recurrence, itemId: "item-1b", start, end });
    await seen(main, "Vilket möte ska hållas här?");
    const control = main.querySelector<HTMLSelectElement>(".question select");
    expect([...(control?.options ?? [])].map(({ value }) => value)).toEqual(["m1", "m1-2", "m1-3"]);
    if (control) {
      control.value = "m1-2";
    }
    button(main, "Flytta mötet hit").click();
    await seen(main, "Mötet är flyttat till torsdag 18 juni kl. 08.00–09.00.");
    expect(service.writes()).toEqual(["PATCH /api/v1/meetings/m1-2"]);
  });
});

describe("removing", () => {
  const ask = async (main: HTMLElement): Promise<HTMLInputElement[]> => {
    button(main, "Ta bort möte").click();
    await seen(main, "Vad ska tas bort?");
    return [...main.querySelectorAll<HTMLInputElement>("input[name=scope]")];
  };

  it("asks how much, the least from the start, and says what is left to do", async () => {
    const { main, service } = await series();
    const scopes = await ask(main);
    expect(scopes.map(({ value, checked }) => [value, checked])).toEqual([
      ["this", true],
      ["following", false],
      ["all", false],
    ]);
    button(main, "Ja, ta bort").click();
    await seen(main, "Mötet onsdag 10 juni är borttaget.");
    await seen(main, "2 möten, till och med");
    expect(service.meetings.get("m1")?.occurrences?.map(({ id }) => id)).toEqual(["m1-2", "m1-3"]);
  });

  it("tells which meeting goes on", async () => {
    const { main, service } = await series();
    const left_alone = [{ id: "m1", start: "2026-06-10T08:00:00+02:00", reason: "live" }];
    service.once("DELETE /api/v1/meetings/m1", () => new Response(JSON.stringify({ left_alone })));
    await ask(main);
    button(main, "Ja, ta bort").click();
    await seen(main, "Mötet onsdag 10 juni pågår och går vidare tills värden avslutar det.");
    await seen(main, "Ta bort tillfället i kalendern också");
  });

  const removeFollowing = async (main: HTMLElement): Promise<void> => {
    const [, following] = await ask(main);
    following?.click();
    button(main, "Ja, ta bort").click();
  };

  it("lets the calendar's recurrence end before what it has removed, and stays as it says it", async () => {
    const { main, service, host } = await series();
    await choose(main, "m1-2");
    await seen(main, "https://vard.example/m/own-2");
    await removeFollowing(main);
    await seen(main, "Mötet onsdag 17 juni och alla efter det är borttagna.");
    await seen(main, "Upprepningen i kalendern slutar nu före onsdag 17 juni.");
    expect((await host.appointment.recurrence())?.rule).toBe("FREQ=WEEKLY;BYDAY=WE;WKST=MO;UNTIL=20260616");
    expect(service.meetings.get("m1")?.series?.rule).toBe(
      "FREQ=WEEKLY;BYDAY=WE;WKST=MO;UNTIL=20260617T055959Z",
    );
    // Outlook tells of it as of any other change.
    const read = service.calls.length;
    host.changed("recurrence");
    await vi.waitFor(() => expect(service.calls.length).toBeGreaterThan(read));
    expect(words(main)).toContain("Upprepningen i kalendern slutar nu");
    expect(words(main)).not.toContain("Bokningen upprepas inte som mötena gör");
  });

  it("asks the person to shorten it where Outlook does not let us", async () => {
    const { main } = await series();
    const item = Office.context.mailbox.item as unknown as { recurrence: { setAsync?: unknown } };
    delete item.recurrence.setAsync;
    await choose(main, "m1-2");
    await seen(main, "https://vard.example/m/own-2");
    await removeFollowing(main);
    await seen(main, "Korta upprepningen i kalendern också, så att den slutar före onsdag 17 juni.");
  });

  it("asks the person to open the whole when one occurrence is open by itself", async () => {
    const start = new Date("2026-06-17T08:00:00+02:00");
    const end = new Date("2026-06-17T09:00:00+02:00");
    const recurrence = { ...WEEKLY, master: "item-1" };
    const { main } = await series({ recurrence, itemId: "item-1b", start, end });
    await removeFollowing(main);
    await seen(
      main,
      "Öppna hela serien i kalendern och korta upprepningen, så att den slutar före onsdag 17",
    );
  });

  it("takes the invitation away too when nothing is left before it", async () => {
    const { main, host } = await series();
    await removeFollowing(main);
    await seen(main, "Skicka då en uppdatering, eller ställ in serien i kalendern.");
    expect(await host.appointment.meetingId()).toBeNull();
  });

  it("takes all away, and the invitation with it", async () => {
    const { main } = await series();
    const scopes = await ask(main);
    scopes[2]?.click();
    button(main, "Ja, ta bort").click();
    await seen(main, "Alla möten i serien är borttagna.");
    expect(has(main, "Skapa möte")).toBe(true);
  });

  it("removes nothing when one thinks better of it", async () => {
    const { main, service } = await series();
    await ask(main);
    button(main, "Behåll mötena").click();
    expect([has(main, "Ta bort möte"), service.writes()]).toEqual([true, []]);
  });
});

describe("a rule in words", () => {
  it.each([
    ["FREQ=DAILY", "Varje dag", "Every day"],
    ["FREQ=DAILY;INTERVAL=2", "Varannan dag", "Every other day"],
    ["FREQ=DAILY;INTERVAL=5", "Var 5:e dag", "Every 5 days"],
    ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Varje vardag", "Every weekday"],
    [
      "FREQ=WEEKLY;BYDAY=MO,WE,FR;WKST=MO",
      "Varje måndag, onsdag och fredag",
      "Every Monday, Wednesday and Friday",
    ],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Varannan vecka: tisdag", "Every other week: Tuesday"],
    ["FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", "Var 3:e vecka: tisdag", "Every 3 weeks: Tuesday"],
    ["FREQ=MONTHLY;BYMONTHDAY=15", "Den 15, varje månad", "Day 15, every month"],
    ["FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "Den 31, varje månad", "Day 31, every month"],
    ["FREQ=MONTHLY;BYMONTHDAY=-1", "Sista dagen, varje månad", "The last day, every month"],
    [
      "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU",
      "Andra tisdagen, var 3:e månad",
      "The second Tuesday, every 3 months",
    ],
    [
      "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-1",
      "Sista helgdagen, varje månad",
      "The last weekend day, every month",
    ],
    [
      "FREQ=YEARLY;BYMONTH=6;BYDAY=-1FR",
      "Sista fredagen i juni, varje år",
      "The last Friday of June, every year",
    ],
    ["FREQ=WEEKLY", "", ""],
    ["FREQ=YEARLY;BYDAY=20MO", "", ""],
    ["FREQ=HOURLY", "", ""],
  ])("%s", (rule, sv, en) => {
    expect([ruleWords(rule, translator(TEXTS, "sv")), ruleWords(rule, translator(TEXTS, "en"))]).toEqual([
      sv,
      en,
    ]);
  });
});
