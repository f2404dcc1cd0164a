/** What could not be done, said where whoever pressed is: the list is longer than the window, and a press is anywhere in it. */
import type { ApiProblem } from "../shared/api";
import { el, fill } from "../shared/dom";
import type { HostApp } from "./app";

/** What is seen between the line and what was pressed. */
const GAP = 8;

/**
 * One line for all presses of the page, until the next one. It stays at the window's edge while the list is scrolled,
 * and what was `pressed` in the list stays where it is.
 */
export function refusalLine(
  app: HostApp,
  pressed: () => Element | null,
): { root: HTMLElement; update(): void } {
  const root = el("p", { class: "notice bad refusal", role: "alert", hidden: true });
  let shown: ApiProblem | null = null;
  const write = (problem: ApiProblem | null): void => {
    root.hidden = problem === null;
    fill(root, problem?.text(app.language));
  };
  return {
    root,
    update: () => {
      const { problem } = app.visit;
      // The same refusal of another press is written anew, and heard anew.
      if (problem === shown) return;
      shown = problem;
      keepInPlace(pressed(), root, () => write(problem));
      if (problem) bringIntoView(root);
    },
  };
}

/** Scroll no further than it takes to see it; what is seen already moves nothing. */
export function bringIntoView(node: HTMLElement): void {
  node.scrollIntoView?.({ block: "nearest" });
}

/** Let nothing that is written above `node` move it in the window, nor `above` cover it, as far as there is to scroll. */
function keepInPlace(node: Element | null, above: Element, write: () => void): void {
  const was = node?.getBoundingClientRect();
  write();
  if (!(node?.isConnected && was?.height)) return;
  scrollTo(node, was.top);
  const edge = above.getBoundingClientRect();
  if (edge.top < was.bottom && edge.bottom + GAP > was.top) scrollTo(node, edge.bottom + GAP);
}

/** Scroll all that `node` stands in until its top is so far down in the window. */
function scrollTo(node: Element, top: number): void {
  for (let at: Node | null = node; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    const by = node.getBoundingClientRect().top - top;
    if (Math.abs(by) >= 1 && at instanceof Element) at.scrollTop += by;
  }
}
