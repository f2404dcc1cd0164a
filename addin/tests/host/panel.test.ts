import { beforeEach, expect, test } from "vitest";
import type { Card } from "../../src/host/cards";
import { confirmButton } from "../../src/host/confirm";
import { keepCards } from "../../src/host/panel";
import { person } from "../video/people";

let made: string[] = [];

beforeEach(() => {
  document.body.replaceChildren();
  made = [];
});

function make({ id }: { id: string }): Card {
  made.push(id);
  const root = document.createElement("li");
  root.id = id;
  root.append(document.createElement("button"));
  return { root, update: () => undefined };
}

function order(list: HTMLElement): string[] {
  return [...list.children].map((child) => child.id);
}

test("cards follow the list without being made again, so that an open question keeps its focus", () => {
  const list = document.body.appendChild(document.createElement("ul"));
  const cards = new Map<string, Card>();
  keepCards(cards, list, [person("a"), person("b")], make);
  list.querySelector<HTMLElement>("#b button")?.focus();
  keepCards(cards, list, [person("c"), person("b")], make);
  expect(order(list)).toEqual(["c", "b"]);
  expect(made).toEqual(["a", "b", "c"]);
  expect(document.activeElement).toBe(list.querySelector("#b button"));
});

test("focus on a card that goes stays in the list", () => {
  const panel = document.body.appendChild(document.createElement("aside"));
  panel.className = "panel";
  panel.tabIndex = -1;
  const list = panel.appendChild(document.createElement("ul"));
  const cards = new Map<string, Card>();
  keepCards(cards, list, [person("a")], make);
  list.querySelector<HTMLElement>("#a button")?.focus();
  keepCards(cards, list, [], make);
  expect(order(list)).toEqual([]);
  expect(document.activeElement).toBe(panel);
});

test("a press that cannot be undone asks in its own place, and the way back is nearest", () => {
  let done = 0;
  const words = { button: "Neka", spoken: "Neka A", question: "Neka A?", yes: "Ja", no: "Avbryt" };
  const place = document.body.appendChild(
    confirmButton("cross", words, () => {
      done += 1;
    }),
  );
  const [first, yes, no] = [...place.querySelectorAll("button")];
  const question = place.querySelector<HTMLElement>(".confirm");
  expect(question?.hidden).toBe(true);
  first?.click();
  expect(question?.hidden).toBe(false);
  expect(first?.hidden).toBe(true);
  expect(document.activeElement).toBe(no);
  question?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  expect(question?.hidden).toBe(true);
  expect(document.activeElement).toBe(first);
  expect(done).toBe(0);
  first?.click();
  yes?.click();
  expect(done).toBe(1);
});
