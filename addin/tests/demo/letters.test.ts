import { describe, expect, it } from "vitest";
import { doorOf, hasDoor, letter, runs } from "../../src/demo/letters";
import { WORDS } from "../../src/demo/words";
import { translator } from "../../src/shared/i18n";

const HERE = "http://127.0.0.1:5000";
const DOOR = `${HERE}/m/Ab_3-x`;

describe("messages to the patient", () => {
  it("follows only plain links to doors of this server", () => {
    expect(doorOf(DOOR, HERE)).toBe("/m/Ab_3-x");
    for (const other of [
      "http://example.org/m/Ab",
      `${HERE}/h/Ab`,
      `${HERE}/m/a/b`,
      "m/Ab",
      "javascript:x",
    ]) {
      expect(doorOf(other, HERE)).toBeNull();
    }
  });

  it("cuts a text at its links, without the full stop after one", () => {
    expect(runs(`Se ${DOOR}. Mer: https://1177.se/x`, HERE)).toEqual([
      { text: "Se ", door: null },
      { text: DOOR, door: "/m/Ab_3-x" },
      { text: ". Mer: ", door: null },
      { text: "https://1177.se/x", door: null },
    ]);
  });

  it("knows when the link is missing", () => {
    expect(hasDoor("Hej!", HERE)).toBe(false);
    expect(hasDoor(`Hej ${DOOR}`, HERE)).toBe(true);
  });

  it("puts the template's words around a bare link and leaves a whole text alone", () => {
    const words = translator(WORDS, "sv");
    const now = new Date("2026-06-10T06:00:00Z");
    expect(letter("Mall", ` ${DOOR}\n`, words, now).text).toContain(`Anslutningslänk:\n${DOOR}`);
    expect(letter("Mall", `Hej\n${DOOR}`, words, now).text).toBe(`Hej\n${DOOR}`);
  });
});
