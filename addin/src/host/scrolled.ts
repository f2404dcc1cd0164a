/** How far a list is scrolled, with all that it stands in: who scrolls knows where things then are. */

export interface Scrolled {
  readonly tops: string;
  readonly heights: string;
  /** Where each part of the list begins, and the list itself, by what is scrolled alone. */
  readonly origins: ReadonlyMap<Element, number>;
}

export function scrolled(root: HTMLElement): Scrolled {
  const { top } = root.getBoundingClientRect();
  const origins = new Map<Element, number>([[root, top - root.scrollTop]]);
  const found: Element[] = [...root.children];
  for (const part of found) origins.set(part, top - root.scrollTop - part.scrollTop);
  for (let at: Node | null = root; at; at = at instanceof ShadowRoot ? at.host : at.parentNode)
    if (at instanceof Element) found.push(at);
  return {
    tops: found.map((one) => one.scrollTop).join(),
    heights: found.map((one) => one.scrollHeight).join(),
    origins,
  };
}

/** How far down scrolling has moved a part of `root`. A list that has shrunk may scroll by itself: that moves nothing. */
export function moved(root: Element, was: Scrolled, is: Scrolled): (part: Element) => number {
  if (was.tops === is.tops || was.heights !== is.heights) return () => 0;
  const origin = ({ origins }: Scrolled, part: Element): number =>
    origins.get(part) ?? origins.get(root) ?? 0;
  return (part) => origin(is, part) - origin(was, part);
}
