// Elements, and replacing what has changed without taking the keyboard's place away.
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (typeof value === "boolean") element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

// `key` names the button across redraws.
export function button(key, text, press, attributes = {}) {
  return make("button", { type: "button", "data-key": key, click: press, ...attributes }, text);
}

const drawn = new WeakMap();

// Draw `facts` into the place with `draw`, if they are not what stands there.
export function draw(place, facts, parts) {
  const now = JSON.stringify(facts);
  if (drawn.get(place) === now) return false;
  drawn.set(place, now);
  const held = place.contains(document.activeElement) ? document.activeElement : null;
  place.replaceChildren(...parts(facts));
  if (held?.dataset.key) restore(place, held);
  return true;
}

function restore(place, held) {
  const again = [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === held.dataset.key);
  if (again === undefined) return;
  if (held.matches("input[type=text], input[type=password]")) again.value = held.value;
  again.focus();
}
