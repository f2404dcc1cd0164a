import { beforeEach, expect, it } from "vitest";
import { el } from "../../src/shared/dom";
import { translator } from "../../src/shared/i18n";
import { guideWay } from "../../src/teams/guideWay";
import { TEXTS } from "../../src/teams/texts";
import { Asker, BOOK } from "../guide/asker";
import { PROFILE } from "../shared/profile";
import { json } from "../shared/service";
import { button, emptyPage, has, seen, words } from "../taskpane/bench";

beforeEach(emptyPage);

it("takes the day's place, says where to book, and gives the day back", async () => {
  const asker = new Asker();
  asker.last = { answer: BOOK, answers: { initiator: "caregiver", content: "sensitive", others: [] } };
  const page = document.body.appendChild(el("main", {}, el("p", {}, "Dagens möten")));
  page.append(guideWay(page, translator(TEXTS, "sv"), { api: asker.api, language: "sv", profile: PROFILE }));
  button(page, "Hjälp mig välja mötesform").click();
  await seen(page, "Samma som sist");
  expect(words(page)).not.toContain("Dagens möten");
  page.querySelector<HTMLElement>(".guide-last")?.click();
  await seen(page, "tryck på Nytt möte och välj Vårdmöte patient");
  expect(has(page, "Välj Vårdmöte patient")).toBe(false);
  button(page, "Till dagens möten").click();
  expect(words(page)).toContain("Dagens möten");
  expect(has(page, "Hjälp mig välja mötesform")).toBe(true);
});

it("says how to come to a type that has no card of its own", async () => {
  const asker = new Asker();
  asker.instead.push(() => json({ answer: { ...BOOK, type: "mdt" }, answers: {} }));
  const page = document.body.appendChild(el("main"));
  page.append(guideWay(page, translator(TEXTS, "sv"), { api: asker.api, language: "sv", profile: PROFILE }));
  button(page, "Hjälp mig välja mötesform").click();
  await seen(page, "Hjälp mig välja, och svara likadant. Då kan du välja MDK.");
});
