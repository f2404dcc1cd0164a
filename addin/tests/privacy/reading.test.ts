// @vitest-environment node
import { describe, expect, it } from "vitest";
import { check, type Invite } from "../../src/privacy/check";

const NOTHING: Invite = {
  subject: "",
  bodyHtml: "",
  location: "",
  attendees: [],
  attachmentNames: [],
  ownDomains: [],
};
const NUMBER = "19900101-2385";

/** Every find in a body, as it stands in the source. */
function found(bodyHtml: string): string[] {
  const { findings } = check({ ...NOTHING, bodyHtml, today: "2026-11-22" });
  return findings.map(({ part, start, length }) => `${part} ${bodyHtml.slice(start, start + length)}`);
}

describe("where a find stands in a body that repeats itself", () => {
  const row = `<tr><td width=3><p class=MsoNormal>1000&nbsp;<b>Beslut</b></p></td></tr>\n`;

  it("in a text, after runs that are alike", () => {
    expect(found(`${row.repeat(200)}<p>${NUMBER}</p>${row.repeat(200)}`)).toEqual([`text ${NUMBER}`]);
  });

  it("in entities between tags", () => {
    const split = "1990<b>01</b>&#48;&#49;<i>-</i>&#x32;385";
    expect(found(`${row}<p>${split}</p>${row}`)).toEqual([`text ${split}`]);
  });

  it("in a link that stands in many places, each of them", () => {
    const link = `<a href="https://x.example/${NUMBER}?a=1&amp;b=2">Mer</a>`;
    expect(found(`${row}${link}${row}${link}`)).toEqual([`href ${NUMBER}`, `href ${NUMBER}`]);
  });

  it("after more tags than one run holds", () => {
    expect(found(`${"<p><b></b></p>".repeat(100)}${NUMBER}${"<br>".repeat(100)}`)).toEqual([
      `text ${NUMBER}`,
    ]);
  });

  it("beside what can't be seen", () => {
    expect(found(`${row}\u200b<p>1990\u200b0101-2385</p>`)).toEqual(["text 1990\u200b0101-2385"]);
  });

  it("after something hidden, and in it", () => {
    const hidden = `<span style="display:none">${NUMBER}<b>.</b></span>`;
    expect(found(`${row}${hidden}&nbsp;<p>${NUMBER}</p>`)).toEqual([`hidden ${NUMBER}`, `text ${NUMBER}`]);
  });

  it("on both sides of what Word writes into its lists", () => {
    const list = `<![if !supportLists]><span>·&nbsp;</span><![endif]>`;
    const comment = "<!--[if !supportLists]-->·<!--[endif]-->";
    expect(found(`<p>${list}19900101<![endif]>-2385</p>${comment}`)).toEqual([
      "text 19900101<![endif]>-2385",
    ]);
  });
});
