import { describe, expect, it } from "vitest";
import { demoMessage } from "../../src/appointment/demoProtocol";

const from = (origin: string, source: Window | null, data: unknown): MessageEvent =>
  new MessageEvent("message", { data, origin, source });

describe("messages of the demo", () => {
  const ours = { vardmote: "demo", id: 1, ok: true, value: 1 } as const;

  it("are taken from the page beside us only", () => {
    expect(demoMessage(from(location.origin, window, ours), window)).toEqual(ours);
    expect(demoMessage(from("https://evil.example", window, ours), window)).toBeNull();
    expect(demoMessage(from(location.origin, null, ours), window)).toBeNull();
  });

  it.each([null, "demo", 7, {}, { vardmote: "other" }])("never take %j for one of ours", (data) => {
    expect(demoMessage(from(location.origin, window, data), window)).toBeNull();
  });
});
