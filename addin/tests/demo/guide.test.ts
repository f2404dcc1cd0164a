import { describe, expect, it } from "vitest";
import { advance, COLUMN, type Fact, STEPS, settled, targetOf } from "../../src/demo/guide";
import { WORDS } from "../../src/demo/words";
import { AT_PEXIP } from "../../src/demo/wordsAtPexip";

const facts = (...all: Fact[]): ReadonlySet<Fact> => new Set(all);

describe("the guide", () => {
  it("has five steps, each with its words and a place on the page for every thing to do", () => {
    expect(STEPS).toHaveLength(5);
    for (const { says, path } of STEPS) {
      expect(WORDS[says].sv).not.toBe(WORDS[says].en);
      expect(path.every(([, target]) => target in COLUMN)).toBe(true);
    }
  });

  it("says where Pexip holds the meeting that a tab opens, who waits there, and never that one sees and hears", () => {
    for (const language of ["sv", "en"] as const) {
      const tab = { sv: "ny flik", en: "new tab" }[language];
      expect(AT_PEXIP.step4[language]).toContain(tab);
      expect(AT_PEXIP.step5[language]).toContain(tab);
      expect(AT_PEXIP.guideDone[language]).not.toMatch(/ser och hör|see and hear/);
      expect(AT_PEXIP.step1).toEqual(WORDS.step1);
    }
  });

  it("moves on when all of a step is done, and not before", () => {
    expect(advance(0, facts())).toBe(0);
    expect(advance(0, facts("opened"))).toBe(0);
    expect(advance(0, facts("opened", "pane"))).toBe(1);
    expect(advance(2, facts("created", "delivered"))).toBe(2);
    expect(advance(2, facts("created", "delivered", "sent"))).toBe(3);
  });

  it("never goes back when what was done is undone", () => {
    expect(advance(4, facts())).toBe(4);
    expect(advance(5, facts())).toBe(5);
  });

  it("passes steps that were done in another order", () => {
    const done = facts("created", "sent", "delivered", "admitted");
    expect(advance(0, done)).toBe(5);
  });

  it("points at the first thing left to do", () => {
    expect(targetOf(0, facts())).toBe("appointment");
    expect(targetOf(0, facts("opened"))).toBe("new-meeting");
    expect(targetOf(2, facts("sent"))).toBe("pane");
    expect(targetOf(2, facts("sent", "copied"))).toBe("staff-tool");
    expect(targetOf(4, facts("hosting"))).toBe("host");
    expect(targetOf(5, facts())).toBeNull();
  });

  it("does not ask for a copy when the message has been sent", () => {
    expect(targetOf(2, facts("delivered"))).toBe("send");
    expect(settled(facts("delivered"))).toContain("copied");
  });
});
