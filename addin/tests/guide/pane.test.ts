import { beforeEach, expect, it } from "vitest";
import { form } from "../appointment/hosts";
import { wordInvite } from "../invite/bodies";
import { json, type Service } from "../shared/service";
import { bench, button, choose, emptyPage, has, seen, words } from "../taskpane/bench";
import { BOOK, step } from "./asker";

beforeEach(emptyPage);

const asks = (service: Service): void => service.once("POST /api/v1/guide/next", () => json(step({})));
const answers = (service: Service, type: string): void =>
  service.once("POST /api/v1/guide/next", () => json({ answer: { ...BOOK, type }, answers: {} }));

it("chooses the card, so that creating is the next press", async () => {
  const { main, service } = await bench(form(), (one) => answers(one, "patient_care"));
  choose(main, "internal");
  button(main, "Hjälp mig välja").click();
  await seen(main, "Boka Vårdmöte patient");
  expect(has(main, "Skapa möte")).toBe(false);
  button(main, "Välj Vårdmöte patient").click();
  expect((document.activeElement as HTMLInputElement).value).toBe("patient_care");
  expect(main.querySelector(".effect")?.textContent).toContain("Vårdmöte patient är valt.");
  button(main, "Skapa möte").click();
  await seen(main, "Mötet är skapat.");
  expect(service.meetings.get("m1")).toMatchObject({ type: "patient_care", service: "teams_protected" });
});

it("gives a type that the picker leaves out its card", async () => {
  const { main, service } = await bench(form(), (one) => answers(one, "mdt"));
  button(main, "Hjälp mig välja").click();
  await seen(main, "Välj MDK");
  button(main, "Välj MDK").click();
  button(main, "Skapa möte").click();
  await seen(main, "Mötet är skapat.");
  expect(service.meetings.get("m1")).toMatchObject({ type: "mdt", service: "pexip" });
});

it("leaves everything as it was when one goes back to the cards", async () => {
  const { main, service } = await bench(form(), asks);
  choose(main, "internal");
  button(main, "Hjälp mig välja").click();
  await seen(main, "Vem bjuder in?");
  button(main, "Tillbaka").click();
  expect(document.activeElement?.textContent).toBe("Välj mötestyp");
  expect(main.querySelector<HTMLInputElement>("input:checked")?.value).toBe("internal");
  expect([has(main, "Hjälp mig välja"), has(main, "Skapa möte")]).toEqual([true, true]);
  expect(service.meetings.size).toBe(0);
});

it("helps when a type is to be changed, and says what becomes of the link", async () => {
  const state = form({ meetingId: "m1", itemId: "item-1", body: wordInvite("m1") });
  const { main } = await bench(state, (service) => {
    service.add({ appointment: { item_id: "item-1" } });
    answers(service, "internal");
  });
  button(main, "Byt mötestyp").click();
  button(main, "Hjälp mig välja").click();
  await seen(main, "Välj Internt möte utan patient");
  button(main, "Välj Internt möte utan patient").click();
  expect(words(main)).toContain("Internt möte utan patient är valt. Länken blir ny");
  expect(has(main, "Byt till Internt möte utan patient")).toBe(true);
});
