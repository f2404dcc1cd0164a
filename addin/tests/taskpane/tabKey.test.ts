import { beforeEach, describe, expect, it } from "vitest";
import { keepTab } from "../../src/taskpane/tabKey";

keepTab(document);

/** Presses Tab on what has this id; tells whether office.js, which listens on the window, would hear of it. */
function isHanded(id: string, shiftKey = false): boolean {
  let heard = false;
  const listen = (): void => {
    heard = true;
  };
  addEventListener("keydown", listen);
  const press = new KeyboardEvent("keydown", { key: "Tab", shiftKey, bubbles: true });
  document.getElementById(id)?.dispatchEvent(press);
  removeEventListener("keydown", listen);
  return heard;
}

beforeEach(() => {
  document.body.innerHTML = `
    <p id="words" tabindex="-1">Mötet är skapat.</p>
    <fluent-button id="first" tabindex="0">Starta möte</fluent-button>
    <details><summary id="last">Hjälp</summary><a href="#" id="hidden">Mer</a></details>
    <p id="end" tabindex="-1">Slut</p>`;
});

describe("Tab", () => {
  it("is the browser's between our controls, also from words that have the focus", () => {
    expect([isHanded("words"), isHanded("first"), isHanded("last", true), isHanded("end", true)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it("is handed over where the pane ends, whatever a closed part holds", () => {
    expect([isHanded("last"), isHanded("end"), isHanded("first", true), isHanded("words", true)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it("leaves other keys alone", () => {
    let heard = "";
    const listen = ({ key }: KeyboardEvent): void => {
      heard = key;
    };
    addEventListener("keydown", listen);
    document
      .getElementById("first")
      ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    removeEventListener("keydown", listen);
    expect(heard).toBe("Escape");
  });
});
