/** The one line Outlook shows above an appointment: a fact, work going on, or trouble. */
import type { NoticeKind } from "../appointment/appointment";
import { el, fill } from "../shared/dom";
import { type IconName, icon } from "../video/icons";
import type { Words } from "./words";

export interface Notices {
  readonly root: HTMLElement;
  show(kind: NoticeKind, text: string): void;
  clear(): void;
}

const ICONS: Readonly<Record<NoticeKind, IconName>> = { done: "tick", working: "clock", trouble: "warning" };

export function notices(words: Words): Notices {
  const root = el("div", { class: "notices", role: "status" });
  const clear = (): void => fill(root);
  return {
    root,
    clear,
    show: (kind, text) =>
      fill(
        root,
        el(
          "div",
          { class: `notice ${kind}` },
          icon(ICONS[kind]),
          el("p", {}, text),
          el(
            "button",
            { type: "button", class: "plain small", "aria-label": words("dismiss"), on: { click: clear } },
            icon("cross"),
          ),
        ),
      ),
  };
}
