import { expect, test } from "vitest";
import type { HostApp } from "../../src/host/app";
import { insideCard } from "../../src/host/cards";
import { HOST_TEXTS } from "../../src/host/texts";
import { translator } from "../../src/shared/i18n";
import { person } from "../video/people";

test.each([
  ["sv", "Ta bort personen i fönstret där mötet hålls."],
  ["en", "Remove them in the window where the meeting is held."],
] as const)(
  "who is still there that nobody here can put out is said to be, and nobody else (%s)",
  (language, words) => {
    const app = {
      text: translator(HOST_TEXTS, language),
      can: () => false,
      offers: () => false,
      me: null,
      reports: true,
    };
    const card = insideCard(app as unknown as HostApp, person("a"));
    card.update(person("a", { put_out: true }), new Date());
    expect(card.root.textContent).toContain(words);
    card.update(person("a"), new Date());
    expect(card.root.textContent).not.toContain(words);
  },
);
