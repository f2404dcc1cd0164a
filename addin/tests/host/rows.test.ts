import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Card } from "../../src/host/cards";
import { type Rows, rows, STANDS_MS } from "../../src/host/rows";
import { person } from "../video/people";

let time = 0;
let made: string[] = [];
let aims = false;
let list: HTMLElement;
let shown: Rows;

beforeEach(() => {
  time = 0;
  made = [];
  aims = false;
  vi.spyOn(performance, "now").mockImplementation(() => time);
  const panel = document.createElement("aside");
  panel.className = "panel";
  panel.tabIndex = -1;
  list = panel.appendChild(document.createElement("ul"));
  document.body.replaceChildren(panel);
  shown = rows(list, make, () => aims);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function make({ id }: { id: string }): Card {
  made.push(id);
  const root = document.createElement("li");
  root.id = id;
  root.append(document.createElement("button"));
  return { root, update: () => undefined };
}

function update(ids: string, at = time): void {
  time = at;
  shown.update(
    [...ids].map((id) => person(id)),
    new Date(),
  );
}

/** The rows from above; who has gone in brackets. */
function order(): string {
  return [...list.children]
    .map(({ id, classList }) => (classList.contains("gone") ? `(${id})` : id))
    .join("");
}

test("cards follow the list without being made again, so that an open question keeps its focus", () => {
  update("ab");
  list.querySelector<HTMLElement>("#b button")?.focus();
  update("cb");
  expect(order()).toBe("(a)cb");
  expect(made).toEqual(["a", "b", "c"]);
  expect(document.activeElement).toBe(list.querySelector("#b button"));
});

test("the card that has the focus is never moved: the others move past it, and empty rows stand", () => {
  update("abcde");
  list.querySelector<HTMLElement>("#d button")?.focus();
  update("acde");
  update("dxca");
  expect(order()).toBe("(b)dxca(e)");
  expect(document.activeElement).toBe(list.querySelector("#d button"));
  update("acd", STANDS_MS);
  expect(order()).toBe("(b)acd(x)(e)");
  expect(document.activeElement).toBe(list.querySelector("#d button"));
});

test("who goes leaves an empty row that moves nobody, until all such rows go at once", () => {
  update("abc");
  update("bc", 100);
  update("c", 1500);
  expect(order()).toBe("(a)(b)c");
  expect([...list.children].map((row) => row.hasAttribute("inert"))).toEqual([true, true, false]);
  update("cd", STANDS_MS + 200);
  expect(order()).toBe("(a)(b)cd");
  update("cd", STANDS_MS + 1500);
  expect(order()).toBe("cd");
});

test("no row is taken away while somebody aims at what is beside it", () => {
  update("ab");
  update("b");
  aims = true;
  update("b", 10 * STANDS_MS);
  expect(order()).toBe("(a)b");
  aims = false;
  update("b", 10 * STANDS_MS);
  expect(order()).toBe("b");
});

test("who comes back has one row, and the last empty row is still a row", () => {
  update("ab");
  update("b");
  update("ab");
  expect(order()).toBe("ab");
  update("");
  expect([order(), shown.any]).toEqual(["(a)(b)", true]);
  update("", STANDS_MS);
  expect([order(), shown.any]).toEqual(["", false]);
});

test("focus on a card that goes stays in the list, which does not scroll", () => {
  const scrolled: (boolean | undefined)[] = [];
  const panel = list.closest<HTMLElement>(".panel");
  if (!panel) throw new Error("no panel");
  const focus = panel.focus.bind(panel);
  panel.focus = (options) => {
    scrolled.push(options?.preventScroll);
    focus(options);
  };
  update("a");
  list.querySelector<HTMLElement>("#a button")?.focus();
  update("");
  expect(document.activeElement).toBe(panel);
  expect(scrolled).toEqual([true]);
});
