// @vitest-environment node
import { describe, expect, it } from "vitest";
import { languageOf, translator } from "../../src/shared/i18n";

const TABLE = { hello: { sv: "Hej {name}", en: "Hello {name}" } } as const;

describe("texts", () => {
  it("speaks Swedish unless English is asked for", () => {
    expect(["sv-SE", "en-GB", "EN", "fi-FI", "", undefined].map(languageOf)).toEqual([
      "sv",
      "en",
      "en",
      "sv",
      "sv",
      "sv",
    ]);
  });

  it("fills words in and leaves a missing one visible", () => {
    expect(translator(TABLE, "sv")("hello", { name: "Maj" })).toBe("Hej Maj");
    expect(translator(TABLE, "en")("hello")).toBe("Hello {name}");
  });
});
