/** The patient's phone: an inbox, a message, and the real door behind its link. */
import { clockTime, dayText } from "../shared/dates";
import { el, fill } from "../shared/dom";
import { icon } from "../video/icons";
import type { Context, Part } from "./context";
import { MEETING_ALLOW, shortAddress, visit } from "./frames";
import { type Run, runs } from "./letters";
import type { Letter } from "./state";

export function phone(context: Context): Part {
  const { store, words, language } = context;
  const clock = el("span", {});
  const screen = el("div", { class: "phone-app" });
  const address = el("span", { class: "address" });
  const own = el("a", { class: "plain own-window", target: "_blank", rel: "noopener" }, words("ownWindow"));
  const frame = el("iframe", { title: words("doorTitle"), allow: MEETING_ALLOW, class: "door-frame" });
  const back = el(
    "button",
    {
      type: "button",
      class: "plain",
      "aria-label": words("browserBack"),
      on: { click: () => store.set({ phone: { ...store.state.phone, door: null } }) },
    },
    "‹",
  );
  const browser = el(
    "div",
    { class: "browser" },
    el("div", { class: "browser-bar" }, back, icon("lock"), address),
    el("div", { class: "lens" }, frame),
  );
  const root = el(
    "div",
    { class: "phone-place" },
    el(
      "div",
      { class: "phone", "data-guide": "phone" },
      el(
        "div",
        { class: "status-bar", "aria-hidden": "true" },
        clock,
        el("span", { class: "island" }),
        el("span", { class: "signal" }),
      ),
      el("div", { class: "phone-screen" }, screen, browser),
    ),
    el("p", { class: "own-row" }, own),
  );
  let drawn = "";
  let loaded = "about:blank";
  return {
    root,
    update: () => {
      const { letters, phone: view } = store.state;
      clock.textContent = clockTime(new Date(), language);
      screen.hidden = view.door !== null;
      browser.hidden = view.door === null;
      own.hidden = view.door === null;
      const wanted = view.door ?? "about:blank";
      if (wanted !== loaded) {
        loaded = wanted;
        visit(frame, wanted);
        address.textContent = shortAddress(location.origin + wanted);
        own.href = wanted;
      }
      const key = JSON.stringify([letters, view.letter]);
      if (key === drawn) {
        return;
      }
      const first = drawn === "";
      drawn = key;
      const open = letters.find(({ id }) => id === view.letter);
      fill(screen, ...(open ? letterView(context, open) : inboxView(context, letters)));
      if (!first) {
        screen.querySelector<HTMLElement>("h3")?.focus();
      }
    },
  };
}

function inboxView({ store, words, language }: Context, letters: readonly Letter[]): (HTMLElement | false)[] {
  const open = (one: Letter) => (): void =>
    store.set({
      letters: store.state.letters.map((other) => (other.id === one.id ? { ...one, read: true } : other)),
      phone: { letter: one.id, door: null },
    });
  return [
    el("h3", { tabindex: "-1" }, words("inbox")),
    el("p", { class: "hint" }, words("inboxOf")),
    letters.length === 0 &&
      el(
        "div",
        { class: "empty" },
        icon("note"),
        el("p", {}, words("inboxEmpty")),
        el("p", { class: "hint" }, words("inboxEmptyHint")),
      ),
    letters.length > 0 &&
      el(
        "ul",
        { class: "letters" },
        ...letters.map((one) =>
          el(
            "li",
            {},
            el(
              "button",
              {
                type: "button",
                class: one.read ? "letter" : "letter unread",
                "data-guide": "letter",
                on: { click: open(one) },
              },
              el("strong", {}, one.caseType),
              el(
                "span",
                {},
                `${dayText(new Date(one.at), language)} ${clockTime(new Date(one.at), language)}`,
              ),
              !one.read && el("span", { class: "badge" }, words("unread")),
            ),
          ),
        ),
      ),
  ];
}

function letterView(context: Context, one: Letter): HTMLElement[] {
  const { store, words, data, language } = context;
  return [
    el(
      "button",
      {
        type: "button",
        class: "plain back",
        on: { click: () => store.set({ phone: { letter: null, door: null } }) },
      },
      `‹ ${words("inbox")}`,
    ),
    el("h3", { tabindex: "-1" }, one.caseType),
    el("p", { class: "hint" }, data.unit[language]),
    el("div", { class: "letter-text" }, ...runs(one.text).map((run) => runView(context, run))),
  ];
}

/** The door's link is a button of the phone: it opens in the phone's own browser. */
function runView({ store, words }: Context, { text, door }: Run): HTMLElement {
  if (door === null) {
    return el("span", {}, text);
  }
  const follow = (event: Event): void => {
    event.preventDefault();
    store.set({ phone: { ...store.state.phone, door } });
  };
  return el(
    "a",
    { href: door, class: "button primary join-link", "data-guide": "link", on: { click: follow } },
    words("join"),
  );
}
