import { beforeEach, describe, expect, it, vi } from "vitest";
import { UnitPage } from "../../src/console/unit/page";
import { problem } from "../shared/service";
import { context, Desk, NOTHING, person, press, unit, words, write } from "./desk";
import { EMPTY, PATH, part, unitPage } from "./unitPage";

let desk: Desk;

const page = (more = {}, language: "sv" | "en" = "sv"): Promise<HTMLElement> =>
  unitPage(desk, more, language);

beforeEach(() => {
  sessionStorage.clear();
  desk = new Desk().on(`GET ${PATH}/people`, { people: [person()] });
});

describe("the unit's page", () => {
  it("opens the one unit there is without a choice, with a way to each region", async () => {
    const node = await page();
    expect(node.querySelector("h1")?.textContent).toBe("Medicin");
    expect(node.querySelector("#which-unit")).toBeNull();
    const ways = [...node.querySelectorAll<HTMLAnchorElement>(".contents a")];
    expect(ways.map(({ hash }) => hash)).toEqual(
      [...node.querySelectorAll(".region")].map(({ id }) => `#${id}`),
    );
    expect(desk.calls[0]?.bearer).toBe("Bearer demo:chef");
  });

  it("lets whoever has several choose, and keeps the choice", async () => {
    desk.on("GET /api/v1/units/barn", unit({ id: "barn", name: { sv: "Barn", en: "Children" } }));
    desk.on("GET /api/v1/units/barn/people", { people: [] });
    await page();
    desk.on("GET /api/v1/units", {
      units: ["medicin", "barn"].map((id) => ({ id, name: { sv: id, en: id } })),
    });
    const opened = new UnitPage(context());
    document.body.replaceChildren(opened.node);
    await opened.start();
    const choice = opened.node.querySelector<HTMLSelectElement>("#which-unit");
    expect(choice?.value).toBe("medicin");
    if (choice) {
      choice.value = "barn";
      choice.dispatchEvent(new Event("change"));
    }
    await vi.waitFor(() => expect(opened.node.querySelector("h1")?.textContent).toBe("Barn"));
    await vi.waitFor(() => expect(words(opened.node)).toContain("Ingen har någon roll på enheten ännu."));
    const again = new UnitPage(context());
    await again.start();
    expect(again.node.querySelector<HTMLSelectElement>("#which-unit")?.value).toBe("barn");
  });

  it("says so to whoever has none, with a way to their own accesses", async () => {
    desk.on("GET /api/v1/units", { units: [] });
    const opened = new UnitPage(context());
    await opened.start();
    expect(words(opened.node)).toContain("Du har ingen enhet att sköta här.");
    expect(opened.node.querySelector("a")?.getAttribute("href")).toBe("/console/log#mine");
  });

  it("says what went wrong in place of the page, and tries again on a press", async () => {
    desk.answer("GET /api/v1/units", () => problem(503, "service-unavailable", "Tjänsten svarar inte."));
    const opened = new UnitPage(context());
    await opened.start();
    expect(words(opened.node)).toContain("Tjänsten svarar inte.");
    desk.on("GET /api/v1/units", { units: [] });
    press(opened.node, "Försök igen");
    await vi.waitFor(() => expect(words(opened.node)).toContain("Du har ingen enhet att sköta här."));
  });

  it("has text in the place of every control for whoever may only look", async () => {
    const node = await page({ may: NOTHING });
    expect(node.querySelectorAll("form, button, summary, input[type=checkbox]")).toHaveLength(0);
    expect(node.querySelectorAll(".aside")).toHaveLength(6);
  });

  it("speaks English throughout", async () => {
    const node = await page({}, "en");
    const headings = [...node.querySelectorAll("h2")].map(({ textContent }) => textContent);
    expect(headings).toEqual([
      "People and roles",
      "Agreements and video services",
      "Approval for digital care",
      "Exceptions",
      "Systems the unit uses",
      "Support contacts",
    ]);
  });
});

describe("people and roles", () => {
  it("show what a role waits for", async () => {
    const node = part(await page(), "people");
    expect(words(node)).toContain("Vårdpersonal");
    expect(words(node)).toContain("Väntar på utbildning");
    expect(words(node)).toContain("given av chef");
  });

  it("give a role: the person, the role, the last day, who answers for them", async () => {
    const node = part(await page(), "people");
    desk.answer(`POST ${PATH}/people/konsult/roles`, () => Response.json({}, { status: 201 }));
    write(node, "user", "konsult");
    write(node, "role", "care_staff");
    write(node, "valid_to", "2026-12-31");
    write(node, "responsible", "chef");
    press(node, "Ge rollen");
    await vi.waitFor(() =>
      expect(desk.sent(`POST ${PATH}/people/konsult/roles`)).toEqual([
        { role: "care_staff", valid_to: "2026-12-31", responsible: "chef" },
      ]),
    );
    await vi.waitFor(() =>
      expect(node.querySelector("[role=status]")?.textContent).toBe("konsult har fått rollen Vårdpersonal."),
    );
    expect(document.activeElement).toBe(node.querySelector("h2"));
    expect(desk.count(`GET ${PATH}/people`)).toBe(2);
  });

  it.each([
    ["unit_admin", ["care_staff", "booking_secretary"]],
    ["unit_head", ["care_staff", "booking_secretary", "unit_admin"]],
    ["region_admin", ["care_staff", "booking_secretary", "unit_admin", "unit_head"]],
  ])("offer %s only the roles they may give", async (role, given) => {
    const node = part(await page({ roles: [role] }), "people");
    const options = [...node.querySelectorAll<HTMLOptionElement>("[name=role] option")];
    expect(options.map(({ value }) => value).filter(Boolean)).toEqual(given);
  });

  it("have nothing to press on one's own row", async () => {
    desk.on(`GET ${PATH}/people`, { people: [person({ user: "chef", name: "Britt Åsberg" })] });
    const row = part(await page(), "people").querySelector(".row");
    expect(row?.querySelectorAll("button, summary")).toHaveLength(0);
    expect(words(row ?? document.body)).toContain("Din egen behörighet ändras av någon annan");
  });

  it("leave what the directory says to the directory", async () => {
    const [granted] = person().roles;
    const roles = granted
      ? [{ ...granted, from: "directory" as const, granted_by: null, waiting_for: null, active: true }]
      : [];
    desk.on(`GET ${PATH}/people`, { people: [person({ roles })] });
    const row = part(await page(), "people").querySelector(".role");
    expect(words(row ?? document.body)).toContain("från katalogen");
    expect(row?.querySelector("button")).toBeNull();
  });

  it("take a role away after a question", async () => {
    desk.answer(`DELETE ${PATH}/people/personal/roles/care_staff`, EMPTY);
    const node = part(await page(), "people");
    press(node, "Ta bort rollen Vårdpersonal för Disa Ekmark");
    expect(desk.count(`DELETE ${PATH}/people/personal/roles/care_staff`)).toBe(0);
    press(node, "Ja, ta bort");
    await vi.waitFor(() =>
      expect(node.querySelector("[role=status]")?.textContent).toBe(
        "Rollen Vårdpersonal är borttagen för Disa Ekmark.",
      ),
    );
    expect(desk.count(`DELETE ${PATH}/people/personal/roles/care_staff`)).toBe(1);
  });

  it("record training and take it away again", async () => {
    desk.on(`PUT ${PATH}/people/personal/training`, { completed_on: "2026-06-01", recorded_by: "chef" });
    desk.answer(`DELETE ${PATH}/people/personal/training`, EMPTY);
    const node = part(await page(), "people");
    expect(words(node)).toContain("Ingen utbildning registrerad");
    write(node, "completed_on", "2026-06-01");
    desk.on(`GET ${PATH}/people`, {
      people: [person({ training: { completed_on: "2026-06-01", recorded_by: "chef" } })],
    });
    press(node, "Spara utbildning");
    await vi.waitFor(() => expect(words(node)).toContain("Utbildning klar måndag 1 juni"));
    expect(desk.sent(`PUT ${PATH}/people/personal/training`)).toEqual([{ completed_on: "2026-06-01" }]);
    press(node, "Ta bort utbildning: Disa Ekmark");
    press(node, "Ja, ta bort");
    await vi.waitFor(() => expect(words(node)).toContain("Utbildningen är borttagen för Disa Ekmark."));
  });

  it("say that a change is saved when the list could not be read again", async () => {
    desk.answer(`DELETE ${PATH}/people/personal/roles/care_staff`, EMPTY);
    const node = part(await page(), "people");
    desk.answer(`GET ${PATH}/people`, () => problem(503, "service-unavailable"));
    press(node, "Ta bort rollen Vårdpersonal för Disa Ekmark");
    press(node, "Ja, ta bort");
    await vi.waitFor(() =>
      expect(words(node)).toContain("är borttagen för Disa Ekmark. Listan kunde inte läsas om."),
    );
  });

  it("are searched and shown a few at a time when they are many, with long names whole", async () => {
    const long = "Ottilia Vångestad-Überheim med ett mycket långt efternamn Öå";
    const people = [
      ...Array.from({ length: 60 }, (_, at) => person({ user: `u${at}`, name: `Person nummer ${at}` })),
      person({ user: "lång", name: long }),
    ];
    desk.on(`GET ${PATH}/people`, { people });
    const node = part(await page(), "people");
    const rows = (): number => node.querySelectorAll(".person").length;
    expect(rows()).toBe(25);
    expect(words(node)).toContain("Visar 25 av 61 personer.");
    press(node, "Visa fler");
    expect(rows()).toBe(50);
    expect(document.activeElement?.textContent).toBe("Person nummer 25");
    const search = node.querySelector<HTMLInputElement>("[type=search]");
    if (search) {
      search.value = "vångestad";
      search.dispatchEvent(new Event("input"));
    }
    expect(rows()).toBe(1);
    expect(words(node)).toContain(long);
    if (search) {
      search.value = "ingen alls";
      search.dispatchEvent(new Event("input"));
    }
    expect(words(node)).toContain("Ingen heter så.");
  });
});
