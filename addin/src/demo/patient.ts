/** The middle column: where staff send the link, and the phone where the patient follows it. */
import { el, setAttribute } from "../shared/dom";
import type { Context, Part } from "./context";
import { phone } from "./phone";
import { staffTool } from "./staffTool";
import type { DemoState } from "./state";

type Place = DemoState["patientPlace"];

const PLACES: readonly (readonly [Place, "staffTool" | "phone"])[] = [
  ["staff-tool", "staffTool"],
  ["phone", "phone"],
];

export function patient(context: Context, say: (text: string) => void): Part {
  const { store, words } = context;
  const parts: Readonly<Record<Place, Part>> = {
    "staff-tool": staffTool(context, () => say(words("delivered"))),
    phone: phone(context),
  };
  const buttons = PLACES.map(([place, word]) => ({
    place,
    button: el(
      "button",
      { type: "button", class: "place-button", on: { click: () => store.set({ patientPlace: place }) } },
      words(word),
    ),
  }));
  const root = el(
    "div",
    { class: "patient" },
    el(
      "div",
      { class: "switch", role: "group", "aria-label": words("views") },
      ...buttons.map(({ button }) => button),
    ),
    ...Object.values(parts).map((part) => part.root),
  );
  return {
    root,
    update: () => {
      for (const { place, button } of buttons) {
        const shown = place === store.state.patientPlace;
        setAttribute(button, "aria-pressed", shown ? "true" : "false");
        parts[place].root.hidden = !shown;
        parts[place].update();
      }
    },
  };
}
