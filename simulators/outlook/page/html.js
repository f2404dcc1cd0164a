// What editors do to HTML: the cleaning any host does, and the rewriting the Word engine does on top.
const FORBIDDEN = "script,iframe,object,embed,form,input,button,link,meta,base,title";
const BLOCKS = "p,div,table,tr,li,h1,h2,h3,br";

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

/** The body as the web editor keeps it: nothing that runs, no wrapper elements. */
export function clean(html) {
  const page = parse(html);
  for (const element of page.querySelectorAll(FORBIDDEN)) element.remove();
  for (const element of page.body.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (
        name.startsWith("on") ||
        (/^(href|src|action)$/.test(name) && /^\s*(javascript|vbscript):/i.test(value))
      ) {
        element.removeAttribute(name);
      }
    }
  }
  return page.body.innerHTML;
}

/** Plain text of a body, one line per block. */
export function textOf(html) {
  const page = parse(html);
  for (const hidden of page.querySelectorAll("style,head")) hidden.remove();
  for (const block of page.body.querySelectorAll(BLOCKS)) block.append("\n");
  return page.body.textContent
    .replaceAll("\u00a0", " ")
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/**
 * The body as classic Outlook's Word engine hands it back: a whole document; ids, classes, data attributes and comments
 * gone; tables wrapped and dressed; cell text in paragraphs; links' words in spans; odd words marked by the speller.
 */
export function wordLike(html) {
  const page = parse(html);
  dropComments(page);
  for (const style of page.querySelectorAll("style")) style.remove();
  for (const element of page.body.querySelectorAll("*")) undress(element);
  for (const cell of page.body.querySelectorAll("td,th")) paragraphs(page, cell);
  paragraphs(page, page.body);
  for (const table of page.body.querySelectorAll("table")) dressTable(page, table);
  for (const link of page.body.querySelectorAll("a[href]")) wrapInside(page, link, "color:#0563C1");
  for (const paragraph of page.body.querySelectorAll("p")) {
    paragraph.className = "MsoNormal";
    if (paragraph.textContent.trim() === "") paragraph.innerHTML = "<o:p>&nbsp;</o:p>";
    else spell(page, paragraph);
  }
  return (
    `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>` +
    `<meta name="Generator" content="Microsoft Word 15 (filtered medium)">` +
    `<style><!-- p.MsoNormal {margin:0cm;font-size:11.0pt;} --></style></head>` +
    `<body lang="SV" style="word-wrap:break-word"><div class="WordSection1">${page.body.innerHTML}</div></body></html>`
  );
}

function dropComments(page) {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const comment of found) comment.remove();
}

function undress(element) {
  for (const { name } of [...element.attributes]) {
    if (
      name === "id" ||
      name === "class" ||
      name === "role" ||
      name.startsWith("data-") ||
      name.startsWith("aria-")
    ) {
      element.removeAttribute(name);
    }
  }
}

/** Loose text and inline elements become paragraphs; so do plain divs. */
function paragraphs(page, container) {
  for (const div of [...container.children].filter((child) => child.localName === "div")) {
    if (!div.querySelector("table,p,div,ul,ol,h1,h2,h3")) {
      const paragraph = page.createElement("p");
      paragraph.append(...div.childNodes);
      div.replaceWith(paragraph);
    }
  }
  let run = null;
  for (const node of [...container.childNodes]) {
    const block = node.nodeType === Node.ELEMENT_NODE && node.matches("p,div,table,ul,ol,h1,h2,h3,hr");
    const blank = node.nodeType === Node.TEXT_NODE && node.data.trim() === "";
    if (block) run = null;
    else if (run === null && !blank) {
      run = page.createElement("p");
      node.replaceWith(run);
      run.append(node);
    } else if (run !== null) run.append(node);
  }
}

function dressTable(page, table) {
  table.className = "MsoNormalTable";
  table.setAttribute("border", "0");
  table.setAttribute("cellspacing", "0");
  const wrapper = page.createElement("div");
  wrapper.setAttribute("align", "left");
  table.replaceWith(wrapper);
  wrapper.append(table);
}

function wrapInside(page, element, style) {
  const span = page.createElement("span");
  span.setAttribute("style", style);
  span.append(...element.childNodes);
  element.append(span);
}

/** Words with digits and letters mixed are marked as misspelt, in an element of their own. */
function spell(page, paragraph) {
  const walker = page.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = text.data.split(/(\b(?=\w*\d)(?=\w*[A-Za-z])\w+\b)/);
    if (parts.length === 1) continue;
    text.replaceWith(
      ...parts.map((part, index) => {
        if (index % 2 === 0) return page.createTextNode(part);
        const mark = page.createElement("span");
        mark.className = "SpellE";
        mark.append(part);
        return mark;
      }),
    );
  }
}
