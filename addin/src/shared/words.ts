/** Words on a page that change while it is read. */

/** Writes only what has changed, so that a reader is not disturbed. */
export function setText(node: HTMLElement, words: string): void {
  if (node.textContent !== words) node.textContent = words;
}
