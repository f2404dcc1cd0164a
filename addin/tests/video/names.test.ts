import { expect, test } from "vitest";
import { HOST_TEXTS } from "../../src/host/texts";
import { translator } from "../../src/shared/i18n";
import { nameOf } from "../../src/video/people";
import { person } from "./people";

test.each([
  ["sv", "En till med samma länk som Anna", "Länken är öppnad en gång till"],
  ["en", "One more by the same link as Anna", "The link is opened once more"],
] as const)(
  "whoever is second by a link is never called what the first is (%s)",
  (language, named, nameless) => {
    const text = translator(HOST_TEXTS, language);
    expect(nameOf(person("a", { name: "Anna", kind: "patient" }), text)).toBe("Anna");
    expect(nameOf(person("b", { name: "Anna", kind: "second" }), text)).toBe(named);
    expect(nameOf(person("c", { name: null, kind: "second" }), text)).toBe(nameless);
  },
);
