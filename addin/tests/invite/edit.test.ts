// @vitest-environment node
import { describe, expect, it } from "vitest";
import { isGone, isInPlace, LooseInvite, putInvite, removeInvites } from "../../src/invite/edit";
import { countInvites, findInvites, readingElsewhere } from "../../src/invite/find";
import { BODIES, invite, wordInvite } from "./bodies";

const OURS = invite("mtg_ours");
const OTHER = invite("mtg_other", "https://vard.example/m/otherotherotherother01", "Teams med mötesskydd");

describe.each(Object.entries(BODIES))("body: %s", (_name, body) => {
  it("gets exactly one block, and every character of the user's stays", () => {
    const written = putInvite(body, OURS);
    expect(countInvites(written)).toBe(1);
    expect(written.replace(OURS, "")).toBe(body);
    expect(isInPlace(body, written, OURS)).toBe(true);
  });

  it("does not change on a second press", () => {
    const written = putInvite(body, OURS);
    expect(putInvite(written, OURS)).toBe(written);
  });

  it("has the block replaced where it stands", () => {
    const written = putInvite(body, OURS);
    const changed = putInvite(written, OTHER);
    expect(changed).toBe(written.replace(OURS, OTHER));
    expect(findInvites(changed).blocks.map((block) => block.id)).toEqual(["mtg_other"]);
  });

  it("is as it was when the block is removed", () => {
    expect(removeInvites(putInvite(body, OURS))).toBe(body);
  });

  it("is left alone when there is nothing to remove", () => {
    expect(removeInvites(body)).toBe(body);
  });
});

describe("where a new block goes", () => {
  it("stands first in a blank form, so that one can write below it", () => {
    expect(putInvite("<html><body><div><br></div></body></html>", "<table>X</table>")).toBe(
      "<html><body><table>X</table><div><br></div></body></html>",
    );
  });

  it("stands after what the user wrote", () => {
    expect(putInvite("<body><p>Hej</p></body>", "<table>X</table>")).toBe(
      "<body><p>Hej</p><table>X</table></body>",
    );
  });

  it("stands inside Word's section", () => {
    expect(putInvite("<body><div class=WordSection1><p>Hej</p></div>\r\n</body>", "<table>X</table>")).toBe(
      "<body><div class=WordSection1><p>Hej</p><table>X</table></div>\r\n</body>",
    );
  });

  it("comes after a picture, which is something though it is no text", () => {
    expect(putInvite("<body><img src=a></body>", "<table>X</table>")).toBe(
      "<body><img src=a><table>X</table></body>",
    );
  });

  it("goes into an empty string", () => {
    expect(putInvite("", OURS)).toBe(OURS);
  });
});

describe("a body that an editor has rewritten", () => {
  const mangled = `<html><body><p class=MsoNormal>Över</p>${wordInvite("mtg_ours")}<p class=MsoNormal>Under</p></body></html>`;

  it("is recognised without attributes, by the visible line", () => {
    expect(findInvites(mangled).blocks.map((block) => block.id)).toEqual(["mtg_ours"]);
  });

  it("is not written again when it reads the same and leads to the same door", () => {
    expect(putInvite(mangled, OURS)).toBe(mangled);
  });

  it("has its block replaced in place", () => {
    const changed = putInvite(mangled, OTHER);
    expect(changed).toBe(mangled.replace(wordInvite("mtg_ours"), OTHER));
  });

  it("is verified after the host's rewriting", () => {
    const before = "<body><p>Över</p><p>Under</p></body>";
    expect(isInPlace(before, mangled, OURS)).toBe(true);
  });

  it("is not taken for ours when the door is another", () => {
    const moved = mangled.replace("/m/codecodecodecodecode01", "/m/othercodeothercode0001");
    expect(putInvite(moved, OURS)).not.toBe(moved);
    expect(isInPlace("<p>Över</p><p>Under</p>", moved, OURS)).toBe(false);
  });

  it("leaves the wrapper's other content alone when removed", () => {
    const left = removeInvites(mangled.replace("<p class=MsoNormal>Under", "<div>Och</div><p>Under"));
    expect(left).toContain("<div>Och</div>");
    expect(readingElsewhere(left)).toBe("Över Och Under");
  });
});

describe("more than one block", () => {
  const two = `<body><p>Ett</p>${OURS}<p>Två</p>${wordInvite("mtg_other")}<p>Tre</p></body>`;

  it("becomes one, in the place of the first", () => {
    const written = putInvite(two, OTHER);
    expect(written).toBe(`<body><p>Ett</p>${OTHER}<p>Två</p><p>Tre</p></body>`);
  });

  it("also when the first already reads as it should", () => {
    expect(countInvites(putInvite(two, OURS))).toBe(1);
  });

  it("is removed altogether", () => {
    expect(removeInvites(two)).toBe("<body><p>Ett</p><p>Två</p><p>Tre</p></body>");
  });

  it("is never taken as in place", () => {
    expect(isInPlace("<p>Ett</p><p>Två</p><p>Tre</p>", two, OURS)).toBe(false);
  });
});

describe("a block inside other things", () => {
  it("does not take a surrounding layout table with it", () => {
    const body = `<body><table><tr><td>Agenda</td><td>${wordInvite("mtg_ours")}</td></tr></table></body>`;
    expect(removeInvites(body)).toBe("<body><table><tr><td>Agenda</td><td></td></tr></table></body>");
  });

  it("is taken whole when it holds a table of its own", () => {
    const nested = `<table data-vardmote="mtg_ours"><tr><td><table><tr><td>Mötes-id: mtg_ours</td></tr></table></td></tr></table>`;
    expect(removeInvites(`<div>a${nested}b</div>`)).toBe("<div>ab</div>");
  });

  it("is found by its attribute when somebody deleted the line", () => {
    const lineless = OURS.replace("Mötes-id: mtg_ours", "");
    expect(findInvites(lineless).blocks.map((block) => block.id)).toEqual(["mtg_ours"]);
    expect(removeInvites(`<p>a</p>${lineless}`)).toBe("<p>a</p>");
  });
});

describe("a block whose edges are lost", () => {
  const dissolved = "<body><p>Hej</p><p>Anslut till videomötet</p><p>Mötes-id: mtg_ours</p></body>";

  it("is found but never guessed at", () => {
    expect(findInvites(dissolved)).toEqual({ blocks: [], loose: ["mtg_ours"] });
    expect(() => putInvite(dissolved, OURS)).toThrow(LooseInvite);
    expect(() => removeInvites(dissolved)).toThrow(LooseInvite);
  });
});

describe("what is not ours", () => {
  it.each([
    ["a Teams invitation", "<p>Mötes-ID: 123 456 789 012</p>"],
    ["a commented block", `<p>x</p><!-- ${OURS} -->`],
    ["a style sheet", "<style>/* Mötes-id: mtg_x */</style><p>x</p>"],
    ["a title", "<head><title>Mötes-id: mtg_x</title></head><p>x</p>"],
  ])("%s", (_name, body) => {
    expect(findInvites(body)).toEqual({ blocks: [], loose: [] });
  });
});

describe("verification", () => {
  it("sees that the host dropped a word of the user's", () => {
    const before = "<p>Ta med kallelsen</p>";
    const after = `<p>Ta med</p>${OURS}`;
    expect(isInPlace(before, after, OURS)).toBe(false);
  });

  it("does not mind how white space and entities are written", () => {
    const before = "<p>Ta&nbsp;med\r\n  kallelsen åäö</p>";
    const after = `<div>Ta med kallelsen &aring;&auml;&#246;</div>${OURS}`;
    expect(isInPlace(before, after, OURS)).toBe(true);
  });

  it("sees an old body given back after removing", () => {
    const before = `<p>a</p>${OURS}`;
    expect(isGone(before, before)).toBe(false);
    expect(isGone(before, "<p>a</p>")).toBe(true);
  });

  it("reads a body of one megabyte in reasonable time", () => {
    const body = `<body>${"<p class=MsoNormal><span lang=SV>Rad &aring; med text</span></p>".repeat(15_000)}</body>`;
    const written = putInvite(body, OURS);
    expect(isInPlace(body, written, OURS)).toBe(true);
  });
});
