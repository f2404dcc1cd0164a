/** Who waited so long that the service sent them away: said for a while, as they are in the list no more. */
import { el } from "../shared/dom";
import { setText } from "../shared/words";
import { nameOf } from "../video/people";
import type { HostApp } from "./app";

/** Whoever calls anew may be another row: then this one goes by itself. */
const SHOWN_MS = 600_000;

export function waitedOutLine(app: HostApp): { root: HTMLElement; update(now: Date): void } {
  const root = el("p", { class: "hint waited-out", hidden: true });
  return {
    root,
    update: (now) => {
      const gone = app.model.people.filter(
        ({ state, reason, since }) =>
          state === "left" && reason === "waited-out" && now.getTime() - Date.parse(since) < SHOWN_MS,
      );
      root.hidden = gone.length === 0;
      const name = gone.map((person) => nameOf(person, app.text)).join(", ");
      setText(root, root.hidden ? "" : app.text("waitedOut", { name }));
    },
  };
}
