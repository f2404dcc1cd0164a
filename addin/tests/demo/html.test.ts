import { describe, expect, it } from "vitest";
import { nodesOf, paragraphs } from "../../src/demo/html";

function shown(html: string): HTMLElement {
  const box = document.createElement("div");
  box.append(nodesOf(html));
  return box;
}

describe("the text of an appointment", () => {
  it("keeps inline styles, so that it reads back as it was written", () => {
    const box = shown(
      '<table data-vardmote="m1" style="width:100%"><tr><td style="color:#595959">style="x"</td></tr></table>',
    );
    expect(box.querySelector("table")?.getAttribute("style")).toContain("width: 100%");
    expect(box.querySelector("td")?.style.color).not.toBe("");
    expect(box.textContent).toBe('style="x"');
    expect(box.innerHTML).not.toContain("held");
  });

  it("runs nothing and frames nothing", () => {
    const box = shown(
      '<p onclick="x()">Hej<script>x()</script><iframe src="/m/a"></iframe><a href="javascript:x()">l</a><a href="https://x.example/">m</a></p>',
    );
    expect(box.innerHTML).toBe('<p>Hej<a>l</a><a href="https://x.example/">m</a></p>');
  });

  it("pastes plain text as paragraphs", () => {
    const box = document.createElement("div");
    box.append(paragraphs("a <b>\n\nc"));
    expect(box.innerHTML).toBe("<p>a &lt;b&gt;</p><p><br></p><p>c</p>");
  });
});
