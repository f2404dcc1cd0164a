import { expect, test } from "vitest";
import { judge, opens, unwrap } from "../../src/video/signals";

test("words for a connection that is gone are dropped", () => {
  expect(judge("mine-2", null, { session: "theirs", for: "mine-1" })).toBe("drop");
});

test("the first words of a new connection are taken", () => {
  expect(judge("mine", null, { session: "theirs", for: null })).toBe("take");
  expect(judge("mine", "theirs", { session: "theirs", for: "mine" })).toBe("take");
});

test("words from a page that was loaded again start this end anew", () => {
  expect(judge("mine", "theirs-1", { session: "theirs-2", for: null })).toBe("rebuild");
});

test("exactly one of two opens", () => {
  expect(opens("a", "b")).not.toBe(opens("b", "a"));
});

test("an envelope that is not one gives no signals", () => {
  const good = { session: "s", for: null, hello: true };
  expect(unwrap({ signals: [good, 4, null, { session: 1 }, { session: "s", for: 2 }] })).toEqual([good]);
  for (const bad of [null, "x", 3, {}, { signals: "x" }]) expect(unwrap(bad)).toEqual([]);
});
