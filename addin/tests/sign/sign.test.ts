import { describe, expect, it } from "vitest";
import { type Feed, KNOWN_MS, Knowing } from "../../src/sign/knowing";
import { view } from "../../src/sign/view";

const FEED: Feed = {
  state: "busy",
  as_of: "2026-06-10T12:00:00+00:00",
  until: "2026-06-10T12:30:00+00:00",
  client: "a",
};

function shown(feed: Partial<Feed> = {}, after = 0): HTMLElement {
  let now = 5;
  const knowing = new Knowing(() => now);
  knowing.heard({ ...FEED, ...feed });
  now += after;
  const node = document.createElement("main");
  node.append(...(view("Alen", knowing.standing(), ["sv", "en"]) as Node[]));
  return node;
}

describe("the sign", () => {
  it("asks not to be disturbed, in both languages, until it is free", () => {
    const [first, second] = shown().querySelectorAll(".words");
    expect(first?.textContent).toBe("Här pågår videomöte – var god stör ejLedigt kl. 14.30");
    expect(second?.getAttribute("lang")).toBe("en");
    expect(second?.textContent).toContain("Free at 14:30");
  });

  it("gives no time for a call that nobody has booked", () => {
    expect(shown({ until: null }).querySelectorAll(".time")).toHaveLength(0);
  });

  it("says tomorrow by the server's day, whatever the tablet's clock says", () => {
    expect(shown({ state: "free", until: "2026-06-11T06:00:00+00:00" }).textContent).toContain(
      "Till kl. 08.00 i morgon",
    );
  });

  it("tells nothing booked from free", () => {
    expect(shown({ state: "unbooked", until: null }).textContent).toContain("Knacka och vänta på svar");
    expect(shown({ state: "free", until: null }).textContent).not.toContain("Knacka");
  });

  it("still says it after a minute without an answer, and after that since when it doesn't know", () => {
    expect(shown({}, KNOWN_MS).textContent).toContain("stör ej");
    const old = shown({ state: "free" }, KNOWN_MS + 1).textContent;
    expect(old).toContain("Skylten vet inte om rummet är ledigt");
    expect(old).toContain("Har inte fått svar sedan kl. 14.00");
    expect(old).not.toContain("Till kl.");
  });

  it("says so when its link is worth nothing, until it is heard again", () => {
    const knowing = new Knowing(() => 0);
    knowing.heard(FEED);
    knowing.removed();
    expect(knowing.standing().state).toBe("removed");
    knowing.heard(FEED);
    expect(knowing.standing().state).toBe("busy");
  });
});
