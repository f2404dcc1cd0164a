import { beforeEach, expect, test } from "vitest";
import { confirmButton } from "../../src/host/confirm";

const WORDS = { button: "Neka", spoken: "Neka A", question: "Neka A?", yes: "Ja", no: "Avbryt" };

beforeEach(() => document.body.replaceChildren());

test("a press that cannot be undone asks in its own place, and the way back is nearest", () => {
  let done = 0;
  const place = document.body.appendChild(
    confirmButton("cross", WORDS, () => {
      done += 1;
      return Promise.resolve();
    }).root,
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

test("yes is done once until what came of it is told", async () => {
  let come: () => void = () => undefined;
  let done = 0;
  const { root } = confirmButton("cross", WORDS, () => {
    done += 1;
    return new Promise<void>((told) => {
      come = told;
    });
  });
  const yes = [...root.querySelectorAll("button")].find((one) => one.textContent === "Ja");
  yes?.click();
  yes?.click();
  expect(done).toBe(1);
  come();
  await expect.poll(() => yes?.hasAttribute("aria-disabled")).toBe(false);
  yes?.click();
  expect(done).toBe(2);
});

test("it asks about whoever it is about now, also while the question stands open", () => {
  const { root, ask } = confirmButton("cross", WORDS, () => Promise.resolve());
  root.querySelector("button")?.click();
  ask({ spoken: "Neka B", question: "Neka B?" });
  expect(root.querySelector("button")?.getAttribute("aria-label")).toBe("Neka B");
  expect(root.querySelector("[role=group]")?.getAttribute("aria-label")).toBe("Neka B?");
  expect(root.querySelector("p")?.textContent).toBe("Neka B?");
});
