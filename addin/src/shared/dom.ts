/** A tiny element helper: no framework, no HTML strings, so no text can become markup. */

export type Child = Node | string | false | null | undefined;

type Attribute = string | number | boolean | null | undefined;
type Listener<E extends Event = Event> = (event: E) => void;

interface Listeners {
  on?: Readonly<Record<string, Listener>> | undefined;
}

export type Attributes = Listeners & Readonly<Record<string, Attribute | Listeners["on"]>>;

/** Makes an element. `true` writes an empty attribute; `false`, `null` and `undefined` leave it out; `on` adds listeners. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes?: Attributes,
  ...children: Child[]
): HTMLElementTagNameMap[K];
export function el(tag: string, attributes?: Attributes, ...children: Child[]): HTMLElement;
export function el(tag: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "object" && value !== null) {
      for (const [type, listener] of Object.entries(value)) {
        node.addEventListener(type, listener);
      }
    } else {
      setAttribute(node, name, value);
    }
  }
  node.append(...present(children));
  return node;
}

/** Sets or removes one attribute by the same rule as {@link el}. */
export function setAttribute(node: Element, name: string, value: Attribute): void {
  if (value === false || value === null || value === undefined) {
    node.removeAttribute(name);
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Replaces all children. */
export function fill(node: Element, ...children: Child[]): void {
  node.replaceChildren(...present(children));
}

/** The element with this id. Throws when the page lacks it: a broken page should say so at once. */
export function byId(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (!node) {
    throw new Error(`The page has no element #${id}`);
  }
  return node;
}

/** The JSON that the server put in the page (`<script type="application/json" id="page-data">`). */
export function pageData<T>(): T {
  return JSON.parse(byId("page-data").textContent ?? "") as T;
}

/** Copies text; falls back to a selected field where the clipboard is closed to frames. Resolves to whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = el("textarea", { class: "visually-hidden", "aria-hidden": "true", tabindex: "-1" });
  field.value = text;
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) {
      focused.focus();
    }
  }
}

function present(children: Child[]): (Node | string)[] {
  return children.filter(
    (child): child is Node | string => child instanceof Node || typeof child === "string",
  );
}
