/** Buttons that do one thing at once, and rest until what came of it is told. */
import { el, setAttribute } from "../shared/dom";
import { type IconName, icon } from "../video/icons";
import type { HostApp } from "./app";
import type { HostTextKey } from "./texts";

/** The id of the line that says why nobody can be let in yet. */
export const ADMITTING = "admitting";
const PRESSED = "[data-pressed]";

export interface Press {
  readonly root: HTMLButtonElement;
  /** Bring it up to date; `spoken` says what a press does, and to whom, where the words alone do not. */
  update(spoken?: string): void;
}

/** When an order may be given, and the id of the line that says why not. */
export interface Terms {
  readonly may: () => boolean;
  readonly why?: string;
}

/** A button for one order. While it may not be given, a press leads to the line that says why, if there is one. */
export function actionButton(
  app: HostApp,
  picture: IconName,
  key: HostTextKey,
  path: string,
  { may, why }: Terms = { may: () => true },
): Press {
  const root = el("button", { type: "button", class: "button" }, icon(picture), app.text(key));
  const show = (): void => {
    setAttribute(root, "aria-disabled", (root.matches(PRESSED) || !may()) && "true");
    setAttribute(root, "aria-describedby", !may() && why);
  };
  const rest = (pressed: boolean): void => {
    setAttribute(root, "data-pressed", pressed);
    show();
  };
  root.addEventListener("click", () => {
    if (root.matches(PRESSED)) return;
    if (!may()) {
      if (why) (root.getRootNode() as Document | ShadowRoot).getElementById(why)?.focus();
      return;
    }
    rest(true);
    app.control(path).finally(() => rest(false));
  });
  return {
    root,
    update: (spoken) => {
      setAttribute(root, "aria-label", spoken);
      show();
    },
  };
}

/** Show or hide a button; whoever stands on one that goes comes to `place`, not to the top of the page. */
export function showButton(button: HTMLElement, shown: boolean, place: HTMLElement): void {
  const { activeElement } = button.getRootNode() as Document | ShadowRoot;
  if (!shown && activeElement === button) place.focus({ preventScroll: true });
  button.hidden = !shown;
}
