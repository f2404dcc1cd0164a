import { describe, expect, it, vi } from "vitest";
import { problem } from "../shared/service";
import { entry, press, words, write } from "./desk";
import { desk, LOG, page, shown, UNITS } from "./logPage";

/** The page of somebody who reviews no unit. */
function nobody(): Promise<HTMLElement> {
  desk.on("GET /api/v1/units", { units: [] });
  return page();
}

describe("the review", () => {
  it("shows the last thirty days at once, in words", async () => {
    const node = await page();
    await shown(node, 2);
    const { query } = desk.calls.find(({ call }) => call === `GET ${LOG}`) ?? {
      query: new URLSearchParams(),
    };
    expect(Object.fromEntries(query)).toEqual({
      from: "2026-05-11T00:00:00+02:00",
      to: "2026-06-11T00:00:00+02:00",
    });
    const row = words(node.querySelector("tbody tr") ?? node);
    expect(row).toContain("tisdag 9 juni kl. 08.30");
    expect(row).toContain("Disa Ekmark");
    expect(row).toContain("Läste mötet");
    expect(row).toContain("Medicin");
    expect(row).toContain("Möte m1");
    expect(words(node)).toContain("Visar 2 poster.");
    expect(words(node)).toContain("Att du läser loggen loggas också.");
  });

  it("selects by period, unit, user and event", async () => {
    const node = await page();
    await shown(node, 2);
    write(node, "from", "2026-06-01");
    write(node, "to", "2026-06-02");
    write(node, "unit", "barn");
    write(node, "user", "annan");
    write(node, "action", "meeting.read");
    press(node, "Visa");
    await vi.waitFor(() => expect(desk.count(`GET ${LOG}`)).toBe(2));
    expect(Object.fromEntries(desk.calls.findLast(({ call }) => call === `GET ${LOG}`)?.query ?? [])).toEqual(
      {
        from: "2026-06-01T00:00:00+02:00",
        to: "2026-06-03T00:00:00+02:00",
        unit: "barn",
        user: "annan",
        action: "meeting.read",
      },
    );
    expect(location.search).toBe("");
  });

  it("refuses a period that ends before it begins", async () => {
    const node = await page();
    await shown(node, 2);
    write(node, "from", "2026-06-09");
    write(node, "to", "2026-06-01");
    press(node, "Visa");
    expect(words(node)).toContain("Slutet ligger före början.");
    expect(desk.count(`GET ${LOG}`)).toBe(1);
  });

  it("forgets a sample that was refused: what is shown next is what was asked for", async () => {
    const node = await page();
    await shown(node, 2);
    write(node, "from", "2026-06-09");
    write(node, "to", "2026-06-01");
    press(node, "Slumpa 20 poster");
    expect(words(node)).toContain("Slutet ligger före början.");
    write(node, "to", "2026-06-10");
    press(node, "Visa");
    await vi.waitFor(() => expect(desk.count(`GET ${LOG}`)).toBe(2));
    expect(desk.calls.findLast(({ call }) => call === `GET ${LOG}`)?.query.has("sample")).toBe(false);
  });

  it("does not ask for the unit of whoever has one", async () => {
    const [medicin, barn] = UNITS;
    desk.on("GET /api/v1/units", {
      units: [
        { ...medicin, roles: ["unit_head"] },
        { ...barn, roles: ["unit_admin"] },
      ],
    });
    const node = await page();
    await shown(node, 2);
    expect(node.querySelector("[name=unit]")).toBeNull();
  });

  it("is paged: what comes after is put below, with the focus on its first row", async () => {
    desk.answer(`GET ${LOG}`, ({ query }) => {
      const top = Number(query.get("cursor") ?? 401);
      const entries = Array.from({ length: 100 }, (_, at) => entry(top - 1 - at));
      return Response.json({ entries, next: top - 100 > 1 ? String(top - 100) : null });
    });
    const node = await page();
    await shown(node, 100);
    expect(words(node)).toContain("Visar 100 poster. Det finns fler.");
    for (const count of [200, 300, 400]) {
      press(node, "Visa fler");
      await shown(node, count);
    }
    await vi.waitFor(() => expect(document.activeElement).toBe(node.querySelectorAll("tbody tr")[300]));
    expect(words(node)).toContain("Visar 400 poster.");
    expect([...node.querySelectorAll("button")].some((one) => one.textContent === "Visa fler")).toBe(false);
  });

  it("says so when there is nothing, and when the log does not answer", async () => {
    desk.on(`GET ${LOG}`, { entries: [], next: null });
    const node = await page();
    await vi.waitFor(() => expect(words(node)).toContain("Inga poster i urvalet."));
    desk.answer(`GET ${LOG}`, () => problem(503, "service-unavailable", "Loggen svarar inte. Försök igen."));
    const again = await page();
    await vi.waitFor(() => expect(words(again)).toContain("Loggen svarar inte."));
    desk.on(`GET ${LOG}`, { entries: [entry(1)], next: null });
    press(again, "Försök igen");
    await shown(again, 1);
  });

  it("says what an entry's codes mean, and keeps those it does not know", async () => {
    desk.on(`GET ${LOG}`, {
      entries: [
        entry(3, {
          user: "guest",
          name: null,
          about: ["patient", "interpreter"],
          detail: {
            role: "care_staff",
            valid_to: "2026-12-24",
            record: "u1",
            sample: 0,
            odd: "x",
            note: true,
            type: "patient_care",
            answer: "lost",
          },
          reads_patient_data: true,
          on_behalf_of: "mottagning@demo.example",
        }),
      ],
      next: null,
    });
    const node = await page();
    await shown(node, 1);
    const row = words(node.querySelector("tbody tr") ?? node);
    expect(row).toContain("Gäst vid dörren");
    expect(row).toContain("patient, tolk");
    expect(row).toContain(
      "roll: Vårdpersonal, gäller till och med: torsdag 24 december, odd: x, note: ja, mötestyp: Vårdmöte patient, svar: inget, kanske blev det gjort",
    );
    expect(row).toContain("Läste patientuppgifter");
    expect(row).toContain("för mottagning@demo.example");
  });

  it("says of whom a no did not reach that their call went on", async () => {
    desk.on(`GET ${LOG}`, { entries: [entry(4, { detail: { answer: "not-hung-up" } })], next: null });
    const node = await page();
    await shown(node, 1);
    expect(words(node)).toContain("svar: samtalet är inte bortkopplat, men vägen in kan vara stängd");
  });
});

describe("the documented check", () => {
  it("takes a random sample, marks all of it and is saved with its period", async () => {
    desk.answer(`POST ${LOG}/reviews`, () => Response.json({}, { status: 201 }));
    const node = await page();
    await shown(node, 2);
    desk.on(`GET ${LOG}`, { entries: [entry(7), entry(3), entry(5)], next: null });
    write(node, "unit", "medicin");
    press(node, "Slumpa 20 poster");
    await shown(node, 3);
    expect(desk.calls.findLast(({ call }) => call === `GET ${LOG}`)?.query.get("sample")).toBe("20");
    expect(words(node)).toContain("3 poster, slumpade ur perioden.");
    press(node, "Markera alla som visas");
    expect(words(node)).toContain("3 poster är markerade.");
    node.querySelector<HTMLInputElement>("[data-number='5']")?.click();
    expect(words(node)).toContain("2 poster är markerade.");
    node.querySelector<HTMLInputElement>("[value=follow_up]")?.click();
    const done = {
      number: 20,
      at: "2026-06-10T08:00:00Z",
      user: "granskare",
      name: "Hjalmar Stenlid",
      unit: "region",
      from: "2026-05-11T00:00:00+02:00",
      to: "2026-06-11T00:00:00+02:00",
      result: "follow_up",
      entries: [3, 7],
    };
    desk.on(`GET ${LOG}/reviews`, { reviews: [done] });
    press(node, "Spara kontrollen");
    await vi.waitFor(() =>
      expect(desk.sent(`POST ${LOG}/reviews`)).toEqual([
        { from: done.from, to: done.to, unit: "medicin", result: "follow_up", entries: [3, 7] },
      ]),
    );
    await vi.waitFor(() => expect(words(node)).toContain("Kontrollen av 2 poster är sparad."));
    expect(words(node)).toContain("rutin för misstänkt obehörig åtkomst");
    const checks = words(node.querySelector("#checks") ?? node);
    expect(checks).toContain("Hjalmar Stenlid");
    expect(checks).toContain("Perioden måndag 11 maj – onsdag 10 juni");
    expect(checks).toContain("Post 3, 7");
    expect(node.querySelectorAll("input.mark:checked")).toHaveLength(0);
  });

  it("is not saved with nothing marked, without a result, or with too much marked", async () => {
    const entries = Array.from({ length: 201 }, (_, at) => entry(at + 1));
    desk.on(`GET ${LOG}`, { entries, next: null });
    const node = await page();
    await shown(node, 201);
    press(node, "Spara kontrollen");
    expect(words(node)).toContain("Välj vad du kom fram till.");
    node.querySelector<HTMLInputElement>("[value=ok]")?.click();
    press(node, "Spara kontrollen");
    expect(words(node.querySelector(".document .notice") ?? node)).toContain("Inga poster är markerade.");
    press(node, "Markera alla som visas");
    press(node, "Spara kontrollen");
    expect(words(node)).toContain("Högst 200 kan dokumenteras åt gången.");
    expect(desk.count(`POST ${LOG}/reviews`)).toBe(0);
  });
});

describe("one's own accesses", () => {
  it("are all that other staff see, and say who reviews", async () => {
    const node = await nobody();
    await shown(node, 1);
    expect(node.querySelector("nav")).toBeNull();
    expect(words(node)).toContain("Dina egna åtkomster kan du alltid se.");
    expect(words(node)).toContain("vad andra har gjort för din räkning");
    expect(words(node)).toContain("går inte att ändra utan att det märks");
    expect(desk.count(`GET ${LOG}`)).toBe(0);
    expect(node.querySelectorAll("input.mark")).toHaveLength(0);
  });

  it("say so when there are none in the period", async () => {
    desk.on(`GET ${LOG}/mine`, { entries: [], next: null });
    const node = await nobody();
    await vi.waitFor(() => expect(words(node)).toContain("Inget är loggat om dig i perioden."));
    write(node, "from", "2026-01-01");
    desk.on(`GET ${LOG}/mine`, { entries: [entry(1)], next: null });
    press(node, "Visa");
    await shown(node, 1);
    expect(words(node)).toContain("Visar 1 post.");
  });

  it("are a view of their own for reviewers", async () => {
    history.replaceState(null, "", "/console/log#mine");
    const node = await page();
    await shown(node, 1);
    expect(node.querySelector("[aria-current=page]")?.textContent).toBe("Mina åtkomster");
    location.hash = "#content";
    await vi.waitFor(() => expect(location.hash).toBe("#content"));
    expect(node.querySelector("#mine")).not.toBeNull();
  });
});
