import { beforeEach, describe, expect, it, vi } from "vitest";
import { UnitPage } from "../../src/console/unit/page";
import { problem } from "../shared/service";
import { context, Desk, NOTHING, person, press, unit, words, write } from "./desk";

const PATH = "/api/v1/units/medicin";
const EMPTY = () => new Response(null, { status: 204 });

let desk: Desk;

async function page(more = {}, language: "sv" | "en" = "sv"): Promise<HTMLElement> {
  desk
    .on("GET /api/v1/units", { units: [{ id: "medicin", name: { sv: "Medicin", en: "Medicine" } }] })
    .on(`GET ${PATH}`, unit(more));
  const opened = new UnitPage(context(language));
  document.body.replaceChildren(opened.node);
  await opened.start();
  return opened.node;
}

const part = (node: HTMLElement, id: string): HTMLElement => {
  const found = node.querySelector<HTMLElement>(`#${id}`);
  if (!found) {
    throw new Error(`no region ${id}`);
  }
  return found;
};

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

describe("agreements", () => {
  it("are recorded for a service that is off, and turn it on", async () => {
    desk.answer(`POST ${PATH}/agreements`, () => Response.json({}, { status: 201 }));
    const node = part(await page(), "services");
    expect(words(node)).toContain("Inget avtal är registrerat.");
    const agreement = {
      id: "u1",
      reference: "D 12/26",
      recorded_by: "chef",
      recorded_at: "2026-06-10T08:00:00Z",
    };
    const [pexip] = unit().services;
    const on = pexip ? { ...pexip, on: true, agreement: { ...agreement, valid_to: "2027-01-31" } } : null;
    write(node, "reference", "D 12/26");
    desk.on(`GET ${PATH}`, unit({ services: on ? [on] : [] }));
    press(node, "Registrera avtal");
    await vi.waitFor(() => expect(words(node)).toContain("Avtalet för Pexip är registrerat."));
    expect(desk.sent(`POST ${PATH}/agreements`)).toEqual([{ service: "pexip", reference: "D 12/26" }]);
    expect(words(node)).toContain("Avtal D 12/26.");
    expect(words(node)).toContain("Gäller till och med söndag 31 januari 2027.");
    desk.answer(`DELETE ${PATH}/agreements/u1`, EMPTY);
    press(node, "Ta bort avtalet för Pexip");
    expect(words(node)).toContain("Möten som redan är bokade finns kvar.");
    press(node, "Ja, ta bort");
    await vi.waitFor(() => expect(desk.count(`DELETE ${PATH}/agreements/u1`)).toBe(1));
  });

  it("that have run out can be recorded anew", async () => {
    const [pexip] = unit().services;
    const old = {
      id: "u1",
      reference: "D 1",
      recorded_by: "chef",
      recorded_at: "2025-01-01T08:00:00Z",
      valid_to: "2026-06-09",
    };
    const node = part(await page({ services: pexip ? [{ ...pexip, agreement: old }] : [] }), "services");
    expect(words(node)).toContain("Avtalet har gått ut.");
    expect(node.querySelector("form")).not.toBeNull();
  });
});

describe("the approval", () => {
  const answer = (node: HTMLElement, ...answers: ("yes" | "no")[]): void => {
    for (const [at, one] of answers.entries()) {
      node.querySelectorAll("fieldset")[at]?.querySelector<HTMLInputElement>(`[value=${one}]`)?.click();
    }
  };

  it("is given when every question is answered yes", async () => {
    desk.answer(`POST ${PATH}/approval`, () => Response.json({}, { status: 201 }));
    const node = part(await page(), "approval");
    expect(words(node)).toContain("Inget godkännande finns");
    answer(node, "yes", "yes");
    write(node, "valid_to", "2027-06-01");
    press(node, "Godkänn enheten", 1);
    await vi.waitFor(() =>
      expect(desk.sent(`POST ${PATH}/approval`)).toEqual([
        { answers: { one: true, two: true }, valid_to: "2027-06-01" },
      ]),
    );
  });

  it("is not sent with a no, or without an answer", async () => {
    const node = part(await page(), "approval");
    answer(node, "yes");
    press(node, "Godkänn enheten", 1);
    expect(words(node)).toContain("Svara ja eller nej.");
    answer(node, "yes", "no");
    press(node, "Godkänn enheten", 1);
    expect(words(node)).toContain("Enheten kan godkännas när svaret är ja på alla fyra frågor.");
    expect(desk.count(`POST ${PATH}/approval`)).toBe(0);
  });

  it("is withdrawn after a question", async () => {
    desk.answer(`DELETE ${PATH}/approval`, EMPTY);
    const current = {
      id: "u2",
      approved_by: "chef",
      approved_at: "2026-06-01T08:00:00Z",
      valid_to: "2027-06-01",
    };
    const node = part(await page({ approval: { ...unit().approval, current } }), "approval");
    expect(words(node)).toContain("Av chef måndag 1 juni.");
    press(node, "Dra tillbaka godkännandet");
    press(node, "Ja, dra tillbaka");
    await vi.waitFor(() => expect(words(node)).toContain("Godkännandet är tillbakadraget."));
  });
});

describe("exceptions", () => {
  it("are given with a rule, a routine and a last day", async () => {
    desk.answer(`POST ${PATH}/exceptions`, () => Response.json({}, { status: 201 }));
    const node = part(await page(), "exceptions");
    write(node, "routine", "Rutin 7");
    write(node, "valid_to", "2026-12-01");
    press(node, "Ge undantaget");
    await vi.waitFor(() =>
      expect(desk.sent(`POST ${PATH}/exceptions`)).toEqual([
        { rule: "share", routine: "Rutin 7", valid_to: "2026-12-01" },
      ]),
    );
  });

  it("are removed after a question; one that has run out is said to have", async () => {
    const exceptions = [
      {
        id: "u3",
        rule: "share",
        routine: "Rutin 7",
        approved_by: "chef",
        approved_at: "2026-01-01T08:00:00Z",
        valid_to: "2026-06-09",
      },
    ];
    desk.answer(`DELETE ${PATH}/exceptions/u3`, EMPTY);
    const node = part(await page({ exceptions }), "exceptions");
    expect(words(node)).toContain("Gick ut tisdag 9 juni");
    press(node, "Ta bort undantaget: Dela skärm");
    press(node, "Ja, ta bort");
    await vi.waitFor(() => expect(words(node)).toContain("Undantaget är borttaget."));
  });
});

describe("systems and contacts", () => {
  it("keep the systems that are ticked", async () => {
    desk.on(`PUT ${PATH}/systems`, { systems: [] });
    const node = part(await page(), "systems");
    node.querySelector<HTMLInputElement>("[name=platform]")?.click();
    press(node, "Spara systemen");
    await vi.waitFor(() =>
      expect(desk.sent(`PUT ${PATH}/systems`)).toEqual([{ systems: ["cosmic", "platform"] }]),
    );
    await vi.waitFor(() => expect(words(node)).toContain("Systemen är sparade."));
  });

  it("add a contact for a known problem beside those there are", async () => {
    const kept = {
      role: "guest" as const,
      problem: { sv: "A", en: "A" },
      label: { sv: "B", en: "B" },
      phone: "021-1",
    };
    desk.on(`PUT ${PATH}/contacts`, { contacts: [] });
    const node = part(await page({ contacts: [{ id: "c1", ...kept }] }), "contacts");
    write(node, "problem", "0");
    write(node, "label_sv", "Växeln");
    write(node, "label_en", "The switchboard");
    press(node, "Spara kontakten");
    expect(words(node)).toContain("minst ett sätt att nås");
    write(node, "phone", "021-17 00 00");
    press(node, "Spara kontakten");
    await vi.waitFor(() =>
      expect(desk.sent(`PUT ${PATH}/contacts`)).toEqual([
        {
          contacts: [
            kept,
            {
              role: "host",
              problem: { sv: "Ljud, bild eller nät", en: "Ljud, bild eller nät (en)" },
              label: { sv: "Växeln", en: "The switchboard" },
              phone: "021-17 00 00",
            },
          ],
        },
      ]),
    );
  });

  it("ask for the problem in both languages when it is another", async () => {
    desk.on(`PUT ${PATH}/contacts`, { contacts: [] });
    const node = part(await page(), "contacts");
    write(node, "problem", "other");
    write(node, "label_sv", "Växeln");
    write(node, "label_en", "The switchboard");
    write(node, "phone", "021-17 00 00");
    write(node, "role", "everyone");
    write(node, "problem_sv", "Nyckel");
    press(node, "Spara kontakten");
    expect(desk.count(`PUT ${PATH}/contacts`)).toBe(0);
    write(node, "problem_en", "Key");
    press(node, "Spara kontakten");
    await vi.waitFor(() => expect(desk.count(`PUT ${PATH}/contacts`)).toBe(1));
    expect(desk.sent(`PUT ${PATH}/contacts`)).toMatchObject([
      { contacts: [{ role: "everyone", problem: { sv: "Nyckel", en: "Key" } }] },
    ]);
  });

  it("give the region's contact back when the unit's is removed", async () => {
    desk.on(`PUT ${PATH}/contacts`, { contacts: [] });
    const contact = {
      id: "c1",
      role: "host" as const,
      problem: { sv: "Ljud", en: "Sound" },
      label: { sv: "IT", en: "IT" },
      phone: "021-1",
    };
    const node = part(await page({ contacts: [contact] }), "contacts");
    press(node, "Ta bort kontakten IT för Ljud");
    press(node, "Ja, ta bort");
    await vi.waitFor(() => expect(desk.sent(`PUT ${PATH}/contacts`)).toEqual([{ contacts: [] }]));
  });
});
