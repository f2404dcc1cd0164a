import { describe, expect, it } from "vitest";
import { roomShown } from "../../src/demo/roomPane";

const ROOMS = ["a", "b"].map((id) => ({
  id,
  name: id,
  screen: `http://127.0.0.1:1/${id}/`,
  language: "sv" as const,
}));

describe("the room that is shown", () => {
  it("is the one that was chosen, and the first until then", () => {
    expect(roomShown(ROOMS, "b")?.id).toBe("b");
    expect(roomShown(ROOMS, undefined)?.id).toBe("a");
  });

  it("is the first when the chosen one is gone, and none when there are none", () => {
    expect(roomShown(ROOMS, "gone")?.id).toBe("a");
    expect(roomShown([], "a")).toBeUndefined();
  });
});
