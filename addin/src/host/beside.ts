/** The host's list beside a booking, in the pane and in the Teams tab: a fold whose content is fetched when it is opened. */
import { button, fold, notice, progress } from "../shared/controls";
import { el, fill } from "../shared/dom";
import { type Language, translator } from "../shared/i18n";
import type { Meetings } from "../shared/meetings";
import { BESIDE_TEXTS } from "./besideTexts";
import type { HostLook } from "./look";

export interface Beside {
  readonly meetings: Meetings;
  readonly meetingId: string;
  readonly language: Language;
}

/** Shown only to who may host, while the meeting is near. Closed, it asks the service for nothing. */
export function hostFold(beside: Beside): HTMLElement {
  const text = translator(BESIDE_TEXTS, beside.language);
  const body = el("div", { class: "later" });
  let look: Promise<HostLook> | null = null;
  const turn = async (): Promise<void> => {
    if (!(node.open || look)) return;
    try {
      look ??= fetched();
      const { open, close } = await look;
      // One that has been taken away comes back closed, not open and empty.
      node.open &&= node.isConnected;
      (node.open ? open : close)();
    } catch {
      look = null;
      fill(body, notice("bad", text("faultPart")), button(text("tryAgain"), "outline", turn));
    }
  };
  const fetched = async (): Promise<HostLook> => {
    fill(body, progress(text("opening")));
    const { hostLook } = await import("./look");
    const made = hostLook(beside);
    fill(body, made.root);
    return made;
  };
  const node = fold(text("beside"), "clock", [body]);
  node.addEventListener("toggle", turn);
  return node;
}
