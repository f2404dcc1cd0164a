/** Going on to another system from a page of ours: pressed by a person, never by itself, and never within a frame. */
import { el } from "./dom";

/**
 * Open `url` in this window, or in a new one when this page stands in a frame (`framed`). It learns neither where we came from nor
 * how to reach this window. Returns true when this page is left; throws for anything but an https address.
 */
export function leaveFor(url: string, framed = window.top !== window.self): boolean {
  if (new URL(url).protocol !== "https:") throw new TypeError("Only https addresses are gone on to");
  // What opened this window must not be the other system's to steer.
  if (!framed) window.opener = null;
  const link = el("a", {
    href: url,
    target: framed ? "_blank" : "_self",
    rel: "noopener noreferrer",
    referrerpolicy: "no-referrer",
    hidden: true,
  });
  document.body.append(link);
  link.click();
  link.remove();
  return !framed;
}
