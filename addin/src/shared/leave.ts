/** Going on to another system from a page of ours: pressed by a person, never by itself, and never within a frame. */
import { el } from "./dom";

const OWN_MACHINE = /^(127\.0\.0\.1|localhost)$/;

/** Throw for anything but an https address; a demo, which is on one's own machine, may go on to another part of it. */
export function requireLed(url: string, here: Pick<Location, "protocol" | "hostname"> = location): string {
  const { protocol, hostname } = new URL(url);
  const demo = here.protocol === "http:" && OWN_MACHINE.test(here.hostname);
  if (protocol === "https:" || (demo && protocol === "http:" && OWN_MACHINE.test(hostname))) return url;
  throw new TypeError("Only https addresses are gone on to");
}

/**
 * Open `url` in this window, or in a new one when this page stands in a frame (`framed`). It learns neither where we came from nor
 * how to reach this window. Returns true when this page is left; throws as `requireLed`.
 */
export function leaveFor(url: string, framed = window.top !== window.self): boolean {
  requireLed(url);
  // What opened this window must not be the other system's to steer.
  if (!framed) window.opener = null;
  const link = el("a", { ...wayTo(url), target: framed ? "_blank" : "_self", hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  return !framed;
}

/** What a link to another system carries, so that it learns nothing of us. */
export function wayTo(url: string): Readonly<Record<"href" | "rel" | "referrerpolicy", string>> {
  return { href: url, rel: "noopener noreferrer", referrerpolicy: "no-referrer" };
}

export interface Tab {
  /** Go to `url`; false when the browser opened no tab, or somebody has closed it. Throws as `requireLed`. */
  go(url: string): boolean;
  close(): void;
}

/** A tab of its own for another system, opened within the press: later a browser would take it for an advertisement. */
export function newTab(): Tab {
  const tab = window.open("", "_blank");
  // From its first moment it cannot reach this page.
  if (tab) tab.opener = null;
  return {
    go: (url) => {
      requireLed(url);
      if (!tab || tab.closed) return false;
      tab.location.replace(url);
      return true;
    },
    close: () => tab?.close(),
  };
}
