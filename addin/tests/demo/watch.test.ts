import { describe, expect, it } from "vitest";
import { factsIn } from "../../src/demo/watch";

describe("the meeting's people", () => {
  it("says that a guest waits, and that one was let in", () => {
    expect(factsIn([{ role: "host", state: "in" }])).toEqual([]);
    expect(factsIn([{ role: "guest", state: "waiting" }])).toEqual(["waiting"]);
    expect(factsIn([{ role: "guest", state: "in" }])).toEqual(["waiting", "admitted"]);
    expect(factsIn([{ role: "guest", state: "left" }])).toEqual([]);
  });
});
