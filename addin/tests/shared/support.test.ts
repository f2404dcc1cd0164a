import { expect, it } from "vitest";
import { supportContact } from "../../src/shared/support";

const both = (words: string): { sv: string; en: string } => ({ sv: words, en: `en ${words}` });
const CONTACT = { problem: both("Ljud"), label: both("IT-stöd") };
const links = (node: HTMLElement): (string | null)[] =>
  [...node.querySelectorAll("a")].map((link) => link.getAttribute("href"));

it("says what to ask about first, then whom, and every way to reach them", () => {
  const reach = { phone: "021-00 00 00", email: "stod@region.example", url: "https://stod.example/" };
  const shown = supportContact({ ...CONTACT, ...reach, hours: both("Vardagar") }, "sv");
  expect([...shown.children].map((one) => one.textContent)).toEqual([
    "Ljud",
    "IT-stöd",
    "021-00 00 00",
    "stod@region.example",
    "Vardagar",
  ]);
  expect(links(shown)).toEqual(["https://stod.example/", "tel:021000000", "mailto:stod@region.example"]);
});

it("follows the language, and links to no page that is not https", () => {
  const shown = supportContact({ ...CONTACT, url: "javascript:alert(1)" }, "en");
  expect([shown.textContent, links(shown)]).toEqual(["en Ljuden IT-stöd", []]);
});
