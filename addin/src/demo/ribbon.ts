/** The ribbon of an open appointment: its own actions, and our group as the manifest describes it. */
import { el, setAttribute } from "../shared/dom";
import type { Context, Part } from "./context";

export interface RibbonActions {
  send(): void;
  discard(): void;
  edit(): void;
  close(): void;
  openPane(): void;
  startMeeting(): void;
}

export function ribbon(context: Context, actions: RibbonActions): Part {
  const { store, words, me } = context;
  const action = (label: string, act: () => void, attributes: Record<string, string> = {}): HTMLElement =>
    el("button", { type: "button", class: "button", ...attributes, on: { click: act } }, label);
  const send = action(words("send"), actions.send, { class: "button primary", "data-guide": "send" });
  const discard = action(words("discard"), actions.discard);
  const edit = action(words("edit"), actions.edit);
  const close = action(words("close"), actions.close);
  const large = (label: string, picture: string, target: string, act: () => void): HTMLElement =>
    el(
      "button",
      { type: "button", class: "large", "data-guide": target, on: { click: act } },
      el("img", { src: `/icons/${picture}.svg`, alt: "", width: 28, height: 28 }),
      label,
    );
  const pane = large(words("newMeeting"), "new-meeting", "new-meeting", actions.openPane);
  const start = large(words("startMeeting"), "start-meeting", "start-meeting", actions.startMeeting);
  const root = el(
    "div",
    { class: "ribbon", role: "group", "aria-label": words("ribbon") },
    el(
      "div",
      { class: "ribbon-group", role: "group", "aria-label": words("actions") },
      send,
      discard,
      edit,
      close,
    ),
    el(
      "div",
      { class: "ribbon-group ours", role: "group", "aria-labelledby": "ribbon-ours" },
      el("div", { class: "row" }, pane, start),
      el("span", { id: "ribbon-ours", class: "ribbon-name" }, words("group")),
    ),
  );
  return {
    root,
    update: () => {
      const { open } = store.state;
      if (!open) {
        return;
      }
      const compose = open.mode === "compose";
      const mine = me.mailboxes.some(({ address }) => address === open.draft.calendar);
      send.hidden = discard.hidden = !compose;
      edit.hidden = compose || !mine;
      close.hidden = compose;
      send.textContent = words(open.draft.itemId ? "sendUpdate" : "send");
      setAttribute(pane, "aria-pressed", open.pane ? "true" : "false");
    },
  };
}
