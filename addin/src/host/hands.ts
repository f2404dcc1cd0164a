/** Raised hands where the meeting is held: nobody tells us of them, so a host looks, and sees when that was. */
import { clockTime } from "../shared/dates";
import { el } from "../shared/dom";
import { setText } from "../shared/words";
import type { HostApp } from "./app";
import { resting } from "./press";

/** The press that looks, and when it was last done. */
export function handsLook(app: HostApp): { root: HTMLElement; update(): void } {
  const { text } = app;
  const look = el("button", { type: "button", class: "button" }, text("lookForHands"));
  look.addEventListener("click", resting(look, () => app.control("hands")).press);
  const last = el("p", { class: "hint", role: "status" });
  return {
    root: el("div", { class: "hands-look" }, look, last),
    update: () => {
      const at = app.model.meeting?.hands_at;
      setText(
        last,
        at ? text("lookedAt", { time: clockTime(new Date(at), app.language) }) : text("notLooked"),
      );
    },
  };
}
