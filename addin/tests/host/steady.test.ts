import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AIM_MS, type Steady, steady } from "../../src/host/steady";

const HEIGHT = 40;
let time = 0;
let done: string[] = [];
let missed = 0;
let root: HTMLElement;
let aim: Steady;

beforeEach(() => {
  time = 10_000;
  done = [];
  missed = 0;
  vi.spyOn(performance, "now").mockImplementation(() => time);
  root = document.createElement("div");
  document.body.replaceChildren(root);
  aim = steady(root, () => {
    missed += 1;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** One button for each name, each at its line from above; what was there and is not named goes. */
function stand(...names: string[]): void {
  stands(...names);
  aim.look();
}

/** The same, before anybody has looked. */
function stands(...names: string[]): void {
  for (const gone of [...root.children]) if (!names.includes(gone.textContent ?? "")) gone.remove();
  names.forEach((name, line) => {
    let button = [...root.children].find((one) => one.textContent === name) as HTMLElement | undefined;
    if (!button) {
      button = root.appendChild(document.createElement("button"));
      button.textContent = name;
      button.addEventListener("click", () => done.push(name));
    }
    button.getBoundingClientRect = () => new DOMRect(0, line * HEIGHT - root.scrollTop, 100, HEIGHT - 4);
  });
}

/** Scroll the list to here; `also` something else, before anybody has looked. */
function scroll(top: number, also: () => void = aim.look): void {
  root.scrollTop = top;
  also();
}

function at(line: number): MouseEventInit {
  return {
    bubbles: true,
    cancelable: true,
    clientX: 50,
    clientY: line * HEIGHT - root.scrollTop + 10,
    detail: 1,
  };
}

function under(line: number): Element {
  const top = line * HEIGHT - root.scrollTop;
  return [...root.children].find((one) => one.getBoundingClientRect().top === top) ?? root;
}

function press(line: number, between: () => void = () => undefined): void {
  under(line).dispatchEvent(new PointerEvent("pointerdown", at(line)));
  between();
  under(line).dispatchEvent(new PointerEvent("click", at(line)));
}

test("the second click of two hits nobody who has come to the first one's place", () => {
  stand("Anna", "Bo", "Cia");
  press(0);
  time += 250;
  stand("Bo", "Cia");
  time += 50;
  press(0);
  expect([done, missed]).toEqual([["Anna"], 1]);
  time += AIM_MS;
  press(0);
  expect([done, missed]).toEqual([["Anna", "Bo"], 1]);
});

test("a row that goes or comes above between aim and press lets nobody else be hit", () => {
  stand("Anna", "Bo", "Cia");
  time += 5000;
  stand("Bo", "Cia");
  time += 300;
  press(1);
  expect([done, missed]).toEqual([[], 1]);
  time += 5000;
  stand("Hanna", "Bo", "Cia");
  time += 300;
  press(1);
  expect([done, missed]).toEqual([[], 2]);
});

test("what a part of the list wrote by itself long ago is no reason to doubt a press", async () => {
  stand("Anna", "Bo");
  stands("Bo");
  await new Promise((go) => setTimeout(go));
  await new Promise((go) => setTimeout(go));
  time += 300;
  press(0);
  expect([done, missed]).toEqual([[], 1]);
  time += 5000;
  stands("Cia", "Bo");
  await new Promise((go) => setTimeout(go));
  await new Promise((go) => setTimeout(go));
  time += AIM_MS + 1;
  press(0);
  expect([done, missed]).toEqual([["Cia"], 1]);
});

test("who came where nothing could be pressed can be let in at once", () => {
  stand("Anna");
  stand("Anna", "Bo");
  press(1);
  press(0);
  expect([done, missed]).toEqual([["Bo", "Anna"], 0]);
});

test("a press is for whom it began on: who comes there before it ends is not hit by holding it long", () => {
  stand("Anna", "Bo");
  time += 5000;
  press(0, () => {
    stand("Bo");
    time += 2 * AIM_MS;
  });
  // It began on Anna's: the browser would send no click at all, and one that is sent counts for Bo alone after a while.
  time += 5000;
  done = [];
  stand("Cia", "Bo");
  time += 100;
  press(1, () => {
    time += 2 * AIM_MS;
  });
  expect(done).toEqual(["Bo"]);
  stand("Bo");
  time += 100;
  done = [];
  press(0, () => {
    time += 2 * AIM_MS;
  });
  expect(done).toEqual([]);
});

test("what a press of one's own opens can be pressed at once, but not where that press was", () => {
  stand("Neka", "Meddelande");
  const deny = root.children[0] as HTMLElement;
  deny.addEventListener("click", () => {
    for (const [name, line] of [
      ["Ja", 0],
      ["Avbryt", 1],
    ] as const) {
      const button = root.appendChild(document.createElement("button"));
      button.textContent = name;
      button.addEventListener("click", () => done.push(name));
      button.getBoundingClientRect = () => new DOMRect(0, line * HEIGHT, 100, HEIGHT - 4);
    }
    for (const gone of [...root.children].slice(0, 2)) gone.remove();
  });
  press(0);
  time += 200;
  press(0);
  expect([done, missed]).toEqual([["Neka"], 1]);
  press(1);
  expect(done).toEqual(["Neka", "Avbryt"]);
});

test("the same button for another person is another button", () => {
  stand("x");
  const button = root.children[0] as HTMLElement;
  button.setAttribute("aria-label", "Tillåt Anna");
  aim.look();
  time += 5000;
  button.setAttribute("aria-label", "Tillåt Bo");
  aim.look();
  time += 200;
  press(0);
  expect([done, missed]).toEqual([[], 1]);
});

test("keys always count, and scrolling is no move of the list", () => {
  stand("Anna", "Bo");
  stand("Bo");
  (root.children[0] as HTMLElement).click();
  expect(done).toEqual(["Bo"]);
  time += 5000;
  stand("Bo", "Cia");
  root.scrollTop = HEIGHT;
  press(1);
  expect([done, missed]).toEqual([["Bo", "Cia"], 0]);
});

test("scrolling a little does not forget who just came to the place of another", () => {
  stand("Anna", "Bo", "Cia");
  time += 5000;
  stand("Bo", "Cia");
  time += 100;
  scroll(1);
  time += 100;
  press(0);
  expect([done, missed]).toEqual([[], 1]);
});

test("what waits goes along with what is scrolled, and nothing else waits for it", () => {
  stand("Anna", "Bo", "Cia", "David");
  time += 5000;
  stand("Anna", "Cia", "David");
  scroll(HEIGHT);
  time += 100;
  press(2);
  press(1);
  expect([done, missed]).toEqual([[], 2]);
  time += AIM_MS;
  scroll(0);
  press(0);
  press(2);
  expect([done, missed]).toEqual([["Anna", "David"], 2]);
});

test("who comes to another's place in the same moment as somebody scrolls is not hit", () => {
  stand("Anna", "Bo");
  time += 5000;
  scroll(1, () => stand("Bo", "Anna"));
  time += 100;
  press(0);
  expect([done, missed]).toEqual([[], 1]);
});

test("a list that stays where it is when the page is scrolled has not moved", () => {
  stand("Anna", "Bo");
  document.body.scrollTop += 300;
  press(1);
  expect([done, missed]).toEqual([["Bo"], 0]);
});

test("a doubt is of one press: what comes after it without a pointer counts", () => {
  stand("Anna", "Bo");
  time += 5000;
  stand("Bo");
  under(0).dispatchEvent(new PointerEvent("pointerdown", at(0)));
  under(0).dispatchEvent(new PointerEvent("pointerup", at(0)));
  time += AIM_MS;
  under(0).dispatchEvent(new MouseEvent("click", at(0)));
  stand("Cia");
  press(0);
  time += AIM_MS;
  under(0).dispatchEvent(new MouseEvent("click", at(0)));
  expect([done, missed]).toEqual([["Bo", "Cia"], 1]);
});

test.each(["submit", "change", "keydown", "toggle"])(
  "what %s of one's own opens can be pressed at once, but what somebody else moved before it can not",
  async (deed) => {
    const bubbles = deed !== "toggle";
    const opens = (): void => stands("Ring", "Ja", "Avbryt");
    stand("Ring", "Avbryt");
    press(0);
    done = [];
    (root.children[0] as HTMLElement).addEventListener(deed, opens);
    if (!bubbles) opens();
    root.children[0]?.dispatchEvent(new Event(deed, { bubbles }));
    await new Promise((next) => setTimeout(next));
    press(1);
    expect([done, missed]).toEqual([["Ja"], 0]);
    time += 5000;
    aim.look();
    stand("Bo", "Ja", "Avbryt");
    stands("Ja", "Avbryt");
    if (bubbles) root.children[0]?.dispatchEvent(new Event(deed, { bubbles }));
    press(1);
    expect([done, missed]).toEqual([["Ja"], 1]);
  },
);

test("somebody aims while a pointer moves in the list, and a moment after", () => {
  expect(aim.aims()).toBe(false);
  root.dispatchEvent(new PointerEvent("pointermove", { bubbles: true }));
  expect(aim.aims()).toBe(true);
  time += AIM_MS;
  expect(aim.aims()).toBe(false);
});
