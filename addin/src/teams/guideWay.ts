/** The way to the choice guide, fetched when it is asked for: it takes the day's place until it is left. */
import type { GuideHost } from "../guide/host";
import { Action, button } from "../shared/controls";
import { el } from "../shared/dom";
import type { Translator } from "../shared/i18n";
import type { TEXTS } from "./texts";

/** `page` holds the day and, below it, what is given back here. */
export function guideWay(
  page: HTMLElement,
  text: Translator<typeof TEXTS>,
  host: Omit<GuideHost, "leave">,
): HTMLElement {
  const open = async (): Promise<void> => {
    let fetched: typeof import("../guide/guide") | undefined;
    await way.run(text("opening"), async () => {
      fetched = await import("../guide/guide");
    });
    if (!fetched) {
      return;
    }
    const day = [...page.childNodes];
    const leave = (): void => {
      page.replaceChildren(...day);
      way.node.querySelector<HTMLElement>(".button")?.focus();
    };
    const guide = new fetched.Guide({ ...host, leave });
    page.replaceChildren(el("h1", {}, text("guide")), guide.node);
    guide.start();
  };
  const way: Action = new Action(
    () => [button(text("guide"), "outline", open)],
    () => text("faultPart"),
  );
  return el("div", { class: "guide-way" }, way.node);
}
