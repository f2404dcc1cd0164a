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

  it("in one of many links that differ, whatever is quoted in them", () => {
    const cell = (link: string): string => `<b>1</b></td><td style='width:3pt'><a href="${link}">Mer</a>\n`;
    const links = ["?a=1", "?a=2", `?a='${NUMBER}'`, "?a='", `?b=${NUMBER}`, "?c=3"];
    expect(found(links.map(cell).join(""))).toEqual([`href ${NUMBER}`, `href ${NUMBER}`]);
  });

  it("in one of many rows whose style differs, if it hides", () => {
    const row = (style: string): string => `<p style="${style}"><a href="?${style.length}">${NUMBER}</a></p>`;
    expect(found(["color:red", "color:blue", "display:none", "color:green"].map(row).join(""))).toEqual([
      `text ${NUMBER}`,
      `text ${NUMBER}`,
      `hidden ${NUMBER}`,
      `text ${NUMBER}`,
    ]);
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

describe("a short field", () => {
  const fields = (subject: string): string[] => {
    const { findings } = check({ ...NOTHING, subject, today: "2026-11-22" });
    return findings.map(({ rule, start, length }) => `${rule} ${subject.slice(start, start + length)}`);
  };

  it("is read when a name, or few digits, may say something", () => {
    expect(fields("patient Åsa")).toEqual(["patient-name Åsa"]);
    expect(fields("dnr: 1a2b3c4")).toEqual(["record-number 1a2b3c4"]);
    expect(fields("patient\u00a0Bo")).toEqual(["patient-name Bo"]);
    expect(fields("Vårdmöte i rum 3")).toEqual([]);
  });
});
