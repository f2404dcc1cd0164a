/** The sign at a room's door: its link is made here, shown once, and taken away here. */
import { Action } from "../../shared/controls";
import { type Child, el } from "../../shared/dom";
import { askFirst } from "../../staff/askFirst";
import { explain } from "../../staff/context";
import { momentWords } from "../../staff/days";
import { push } from "../../staff/parts";
import type { Room, Sign } from "./client";
import type { RoomContext } from "./part";

let made = 0;

/** What can be done with the room's sign. `sign` is null where there is none. */
export function signDeeds(context: RoomContext, room: Room, sign: Sign | null): HTMLElement {
  const { text, language, calls, now } = context;
  const spoken = (words: string): string => text("spoken", { words, room: room.name });
  let url: string | null = null;
  const make: Action = new Action(controls, explain(context));

  function controls(): Child[] {
    if (url !== null) {
      return [link(url)];
    }
    const words = text(sign === null ? "makeSign" : "remakeSign");
    return [push(words, "outline", press, spoken(words))];
  }

  function press(): void {
    make.run(text("working"), async () => {
      url = await calls.makeSign(room.id);
      make.reset();
      make.node.querySelector("input")?.focus();
    });
  }

  /** The link, to be copied: it cannot be shown again. */
  function link(address: string): HTMLElement {
    made += 1;
    const id = `sign-link-${made}`;
    const field = el("input", { id, class: "input", readonly: true, "aria-describedby": `${id}-help` });
    field.value = address;
    field.addEventListener("focus", () => field.select());
    const said = el("p", { role: "status" });
    const copy = push(text("copySign"), "outline", async () => {
      try {
        await navigator.clipboard.writeText(address);
        said.textContent = text("copiedSign");
      } catch {
        field.focus();
        said.textContent = text("notCopiedSign");
      }
    });
    return el(
      "div",
      { class: "sign-link" },
      el("label", { class: "field-label", for: id }, text("signLink", { room: room.name })),
      el("p", { id: `${id}-help`, class: "field-help" }, text("signLinkHelp")),
      field,
      el("div", { class: "buttons" }, copy),
      said,
    );
  }

  return el(
    "div",
    { class: "row-deeds" },
    el("h4", {}, text("sign")),
    el("p", { class: "quiet" }, standing()),
    make.node,
    sign !== null &&
      askFirst(
        context,
        {
          button: text("removeSign"),
          spoken: spoken(text("removeSign")),
          question: text("removeSignAsk"),
          yes: text("removeSignYes"),
        },
        async () => {
          await calls.removeSign(room.id);
          await context.refresh();
        },
      ),
  );

  function standing(): string {
    if (sign === null) {
      return text("signNone");
    }
    const shown = sign.shown_at;
    return shown === null
      ? text("signUnused", { when: momentWords(sign.made_at, language, now()) })
      : text("signShown", { when: momentWords(shown, language, now()) });
  }
}
