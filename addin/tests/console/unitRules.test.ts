/** What the unit has decided and agreed: services, approval, exceptions, systems and contacts. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Desk, person, press, unit, words, write } from "./desk";
import { EMPTY, PATH, part, unitPage } from "./unitPage";

let desk: Desk;

const page = (more = {}): Promise<HTMLElement> => unitPage(desk, more);

beforeEach(() => {
  sessionStorage.clear();
  desk = new Desk().on(`GET ${PATH}/people`, { people: [person()] });
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
