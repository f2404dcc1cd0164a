/**
 * In a browser office.js takes the Tab key: it walks its own list of controls, which has no `summary`, and leaves the
 * pane from whatever is not in the list, such as words that have the focus after a press. Within the pane the browser
 * knows the way itself; only past its first and last control office.js is needed, to hand over to Outlook.
 */
const STOPS =
  "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^='-']):not([disabled])";

/** Keeps Tab from office.js as long as there is a control of ours on the way. */
export function keepTab(page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && event.target instanceof Element && leadsOn(event.target, event.shiftKey)) {
      event.stopPropagation();
    }
  });
}

function leadsOn(from: Element, backward: boolean): boolean {
  const way = backward ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  return [...from.ownerDocument.querySelectorAll(STOPS)].some(
    (stop) =>
      from.compareDocumentPosition(stop) & way && !stop.closest("details:not([open]) > :not(summary)"),
  );
}
