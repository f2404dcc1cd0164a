// @vitest-environment node
import { describe, expect, it } from "vitest";
import manifest from "../../../manifest/addin.toml?raw";
import { COMMANDS } from "../../src/commands/names";
import { SEND_EVENTS } from "../../src/events/names";

describe("the names that the manifests call", () => {
  it("are the ones we bind", () => {
    const called = [...manifest.matchAll(/^runs = "(\w+)"$/gm)].map((match) => match[1]);
    expect([...called].sort()).toEqual(Object.values({ ...COMMANDS, ...SEND_EVENTS }).sort());
  });
});
