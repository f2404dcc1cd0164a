/** Buttons that do one thing at once, and rest until what came of it is told. */
import { el, setAttribute } from "../shared/dom";
import { type IconName, icon } from "../video/icons";
import type { HostApp } from "./app";
import type { HostTextKey } from "./texts";

/** The id of the line that says why nobody can be let in, or written to, yet. */
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

/** Give an order, and say what was `done` once it is: who sees nothing move would not know. */
export async function order(app: HostApp, path: string, body: unknown, done: () => string): Promise<boolean> {
  const isDone = await app.control(path, body);
  if (isDone) app.say(done());
  return isDone;
}

export interface Resting {
  /**
   * Do it, unless it is being done, or the click before in the same double click did it: that one may have been told of
   * already, and the same button might undo it. While it may not be done, lead to the line that says why, if there is one.
   */
  press(event?: Event): void;
  /** Bring the button's look up to date. */
  show(): void;
}

/** Let `button` do one thing once, however often it is pressed, until what came of it is told. */
export function resting(
  button: HTMLButtonElement,
  act: () => Promise<unknown>,
  { may = () => true, why }: Partial<Terms> = {},
): Resting {
  let didByClick = false;
  const show = (): void => {
    setAttribute(button, "aria-disabled", (button.matches(PRESSED) || !may()) && "true");
    setAttribute(button, "aria-describedby", !may() && why);
  };
  const rest = (pressed: boolean): void => {
    setAttribute(button, "data-pressed", pressed);
    show();
  };
  const press = (event?: Event): void => {
    if (button.matches(PRESSED) || (didByClick && isFurtherClick(event))) return;
    didByClick = false;
    if (!may()) {
      if (why) (button.getRootNode() as Document | ShadowRoot).getElementById(why)?.focus();
      return;
    }
    didByClick = true;
    rest(true);
    act().finally(() => rest(false));
  };
  return { press, show };
}

/** Whether it is the second click of a double click, or a later one. */
function isFurtherClick(event: Event | undefined): boolean {
  return event instanceof MouseEvent && event.detail > 1;
}

/** A button for one order; `done` is said when it is, where the list tells nothing of it. */
export function actionButton(
  app: HostApp,
  picture: IconName,
  key: HostTextKey,
  path: string,
  { done, ...terms }: Partial<Terms> & { readonly done?: HostTextKey } = {},
): Press {
  const root = el("button", { type: "button", class: "button" }, icon(picture), app.text(key));
  const act = (): Promise<boolean> => (done ? order(app, path, {}, () => app.text(done)) : app.control(path));
  const { press, show } = resting(root, act, terms);
  root.addEventListener("click", press);
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
