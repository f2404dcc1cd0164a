import { describe, expect, it, vi } from "vitest";
import { entry, press, words, write } from "./desk";
import { desk, goTo, LOG, page, shelf, shown } from "./logPage";

describe("the extract for a patient", () => {
  const EXTRACT = {
    extract: "x1",
    made_at: "2026-06-10T10:00:00+02:00",
    entries: [
      {
        ...entry(12),
        subjects: [
          {
            participant: "p1",
            kind: "patient",
            name: "Ottilia Vång",
            phone: "070-1740605",
            person_number: "",
          },
        ],
      },
    ],
  };

  it("asks in a body, shows the patient in clear, and nothing of it is in an address or kept", async () => {
    desk.on(`POST ${LOG}/extracts`, EXTRACT);
    await page();
    await goTo("extract");
    const node = document.querySelector<HTMLElement>("#extract") ?? document.body;
    expect(words(node)).toContain("loggas, med vem det gällde");
    write(node, "name", "Ottilia Vång");
    write(node, "from", "2026-06-01");
    press(node, "Ta fram utdraget");
    await shown(node, 1);
    expect(desk.sent(`POST ${LOG}/extracts`)).toEqual([
      { name: "Ottilia Vång", from: "2026-06-01T00:00:00+02:00" },
    ]);
    expect(words(node)).toContain("Ottilia Vång, 070-1740605, patient");
    expect(words(node)).toContain("Utdrag x1, onsdag 10 juni kl. 10.00.");
    expect(words(node)).toContain("Framtaget av Britt Åsberg.");
    expect(document.activeElement?.textContent).toBe("Loggutdrag");
    const kept = JSON.stringify([
      location.href,
      { ...localStorage },
      { ...sessionStorage },
      history.state,
      document.title,
    ]);
    expect(kept).not.toMatch(/Ottilia|1740605/);
    expect(desk.calls.some(({ query }) => `${query}`.includes("Ottilia"))).toBe(false);
  });

  it("is printed on a press", async () => {
    desk.on(`POST ${LOG}/extracts`, EXTRACT);
    const print = vi.fn();
    vi.stubGlobal("print", print);
    await page();
    await goTo("extract");
    write(document, "phone", "070-1740605");
    press(document, "Ta fram utdraget");
    await shown(document.body, 1);
    press(document, "Skriv ut loggutdrag");
    expect(print).toHaveBeenCalledTimes(1);
  });

  it("by the meeting alone shows everybody, and is nothing to print", async () => {
    desk.on(`POST ${LOG}/extracts`, EXTRACT);
    await page();
    await goTo("extract");
    write(document, "meeting", "m1");
    press(document, "Ta fram utdraget");
    await shown(document.body, 1);
    expect(words(document.body)).toContain("Lämna inte ut det här till en patient.");
    expect(() => press(document, "Skriv ut loggutdrag")).toThrow();
  });

  it("needs at least one thing the patient has told", async () => {
    await page();
    await goTo("extract");
    write(document, "from", "2026-06-01");
    press(document, "Ta fram utdraget");
    expect(words(document.body)).toContain("Fyll i minst ett av namn");
    expect(desk.count(`POST ${LOG}/extracts`)).toBe(0);
  });

  it("says when nothing matches, that it was logged all the same", async () => {
    desk.on(`POST ${LOG}/extracts`, { ...EXTRACT, entries: [] });
    await page();
    await goTo("extract");
    write(document, "phone", "070");
    press(document, "Ta fram utdraget");
    await vi.waitFor(() => expect(words(document.body)).toContain("Inga poster matchar."));
  });

  it("outlives a change of language, not a change of view", async () => {
    desk.on(`POST ${LOG}/extracts`, EXTRACT);
    await page();
    await goTo("extract");
    write(document, "name", "Ottilia Vång");
    press(document, "Ta fram utdraget");
    await shown(document.body, 1);
    await page("en");
    expect(words(document.body)).toContain("Print the extract");
    expect(words(document.body)).toContain("Ottilia Vång");
    await goTo("mine");
    expect(shelf.made).toBeNull();
    await goTo("extract");
    expect(document.body.innerHTML).not.toContain("Ottilia");
  });

  it("is cleared on a press, with what was written", async () => {
    desk.on(`POST ${LOG}/extracts`, EXTRACT);
    await page();
    await goTo("extract");
    write(document, "name", "Ottilia Vång");
    press(document, "Ta fram utdraget");
    await shown(document.body, 1);
    press(document, "Rensa utdraget");
    expect(document.body.innerHTML).not.toContain("Ottilia");
    expect(document.querySelector<HTMLInputElement>("[name=name]")?.value).toBe("");
    expect(shelf.made).toBeNull();
    expect(words(document.body)).toContain("Utdraget är borta från sidan.");
  });
});
