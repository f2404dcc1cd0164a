// @vitest-environment node
import { describe, expect, it } from "vitest";
import { accentShades, contrast, modeOfBackground } from "../../src/shared/theme";

const rgb = (hex: string): [number, number, number] => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];

describe("accentShades", () => {
  it.each(["#0b6070", "#ffd200", "#ffffff", "#000000", "#e2007a", "#7fba00"])(
    "keeps %s legible",
    (accent) => {
      const shades = accentShades(accent);
      if (!shades) {
        throw new Error("no shades");
      }
      const pairs = [
        [shades.fill, "#ffffff"],
        [shades.lightText, "#ffffff"],
        [shades.lightText, shades.lightSoft],
        [shades.darkText, "#292929"],
        [shades.darkText, shades.darkSoft],
      ] as const;
      for (const [text, background] of pairs) {
        expect(contrast(rgb(text), rgb(background)), `${text} on ${background}`).toBeGreaterThanOrEqual(4.4);
      }
    },
  );

  it("refuses what is no colour", () => {
    expect(accentShades("teal; }")).toBeNull();
  });
});

describe("modeOfBackground", () => {
  it("tells Office's dark grey from white", () => {
    expect([modeOfBackground("#1f1f1f"), modeOfBackground("#FFFFFF"), modeOfBackground("")]).toEqual([
      "dark",
      "light",
      "light",
    ]);
  });
});
