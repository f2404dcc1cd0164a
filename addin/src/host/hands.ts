/** Raised hands where the meeting is held: nobody tells us of them, so a host looks, and sees when that was. */
import { clockTime } from "../shared/dates";
import { el, setAttribute } from "../shared/dom";
import { setText } from "../shared/words";
import type { HostApp } from "./app";

/** The press that looks, and when it was last done. */
export function handsLook(app: HostApp): { root: HTMLElement; update(): void } {
  const { text } = app;
  const look = el("button", { type: "button", class: "button" }, text("lookForHands"));
  look.addEventListener("click", () => {
    if (look.getAttribute("aria-disabled") === "true") return;
    setAttribute(look, "aria-disabled", "true");
    app.control("hands").finally(() => setAttribute(look, "aria-disabled", null));
  });
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
