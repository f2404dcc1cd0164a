import { expect, test } from "vitest";
import { App } from "../../src/door/app";
import type { DoorData } from "../../src/door/data";
import { earlyPage } from "../../src/door/entrance";

const both = (words: string): { sv: string; en: string } => ({ sv: words, en: words });
const DATA = {
  state: "early",
  opens_at: "2026-06-10T07:30:00+02:00",
  start: "2026-06-10T08:00:00+02:00",
  end: "2026-06-10T09:00:00+02:00",
  unit: both("Mottagningen"),
  emergency: both("Ring 112. Vänta inte på mötet, ring 112 nu."),
  support: [],
  leads_to: null,
};

function early(): HTMLElement {
  const data = DATA as unknown as DoorData;
  const say = (): void => undefined;
  return earlyPage(new App({ data, code: "x", language: "sv", say, changed: say })).root;
}

test("what is said of the calendar stands right below its own button, and describes it", () => {
  const root = early();
  const button = root.querySelector("a[download]");
  const below = button?.parentElement?.nextElementSibling;
  expect(button?.parentElement?.children).toHaveLength(1);
  expect(below?.textContent).toBe("Varken ditt namn eller mottagningens namn står med.");
  expect(button?.getAttribute("aria-describedby")).toBe(below?.id);
});

test("the number to ring when it is urgent can be pressed, and the words stay as they were", () => {
  const said = early().querySelector(".emergency");
  expect(said?.textContent).toBe(DATA.emergency.sv);
  expect(
    [...(said?.querySelectorAll("a") ?? [])].map((a) => [a.textContent, a.getAttribute("href")]),
  ).toEqual([
    ["112", "tel:112"],
    ["112", "tel:112"],
  ]);
});
