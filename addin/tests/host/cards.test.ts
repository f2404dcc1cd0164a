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
      model: { meeting: null },
    };
    const card = insideCard(app as unknown as HostApp, person("a"));
    card.update(person("a", { put_out: true }), new Date());
    expect(card.root.textContent).toContain(words);
    card.update(person("a"), new Date());
    expect(card.root.textContent).not.toContain(words);
  },
);

test("elsewhere the camera is shown as it was when somebody last looked, and of whoever was in then", () => {
  const since = "2026-06-10T08:00:00+02:00";
  const shown = (reports: boolean, handsAt: string | null, camera: boolean): string[] => {
    const meeting = { hands_at: handsAt };
    const text = translator(HOST_TEXTS, "sv");
    const app = { text, can: () => false, offers: () => false, me: null, reports, model: { meeting } };
    const card = insideCard(app as unknown as HostApp, person("a", { since }));
    card.update(person("a", { since, camera }), new Date());
    return ["Kamera på", "Kamera av"].filter((words) => card.root.textContent?.includes(words));
  };
  expect(shown(true, null, true)).toEqual([]);
  expect(shown(true, "2026-06-10T07:59:00+02:00", true)).toEqual([]);
  expect(shown(true, "2026-06-10T08:00:00+02:00", true)).toEqual(["Kamera på"]);
  expect(shown(true, "2026-06-10T08:10:00+02:00", false)).toEqual(["Kamera av"]);
  expect(shown(false, null, false)).toEqual(["Kamera av"]);
});
