/** The right column: the real host page, or a window of its own. */
import { el, fill } from "../shared/dom";
import { icon } from "../video/icons";
import { type Context, saw } from "./context";
import { MEETING_ALLOW, shortAddress, visit } from "./frames";

/** The host's right lives in this window's session, so what is shown is remembered there too. */
const KEY = "vardmote.demo.host";

export interface HostScreen {
  readonly root: HTMLElement;
  show(url: string): void;
  /** After a reload: the page that was shown, by the session it began. */
  resume(): void;
}

/** `again` fetches a new way in as host, for the window of its own. */
export function hostScreen(
  { words, store }: Context,
  again: (path: string) => Promise<string | null>,
): HostScreen {
  const frame = el("iframe", {
    title: words("hostTitle"),
    allow: MEETING_ALLOW,
    class: "host-frame",
  });
  const empty = el("div", { class: "empty" });
  const address = el("span", { class: "address" });
  const lens = el("div", { class: "lens" }, frame);
  const bar = el("div", { class: "browser-bar" }, icon("lock"), address);
  const own = el("button", { type: "button", class: "plain own-window", hidden: true }, words("ownWindow"));
  const root = el(
    "div",
    { class: "host-place" },
    el("div", { class: "screen", "data-guide": "host" }, bar, lens, empty),
    el("p", { class: "own-row" }, own),
  );
  const nothing = (title: "hostEmpty" | "hostMoved", hint: "hostEmptyHint" | "hostMovedHint"): void => {
    lens.hidden = own.hidden = bar.hidden = true;
    empty.hidden = false;
    address.textContent = "";
    fill(empty, icon("camera"), el("p", {}, words(title)), el("p", { class: "hint" }, words(hint)));
  };
  const open = (url: string): void => {
    const path = new URL(url, location.origin).pathname;
    sessionStorage.setItem(KEY, path);
    lens.hidden = own.hidden = bar.hidden = false;
    empty.hidden = true;
    address.textContent = shortAddress(location.origin + path);
    visit(frame, url);
    saw(store, "hosting");
  };
  own.addEventListener("click", async () => {
    const path = sessionStorage.getItem(KEY);
    const url = path ? await again(path) : null;
    if (url && window.open(url, "_blank", "noopener") === null) {
      sessionStorage.removeItem(KEY);
      visit(frame, "about:blank");
      nothing("hostMoved", "hostMovedHint");
    }
  });
  nothing("hostEmpty", "hostEmptyHint");
  return {
    root,
    show: (url) => {
      // Only what follows # differs between two ways in: the same page would not load again by itself.
      visit(frame, "about:blank");
      frame.addEventListener("load", () => open(url), { once: true });
      store.set({ column: "host" });
    },
    resume: () => {
      const path = sessionStorage.getItem(KEY);
      if (path) {
        open(path);
      }
    },
  };
}
