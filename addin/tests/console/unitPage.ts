/** The unit's page as its tests open it. */
import { UnitPage } from "../../src/console/unit/page";
import { context, type Desk, unit } from "./desk";

export const PATH = "/api/v1/units/medicin";
export const EMPTY = () => new Response(null, { status: 204 });

/** The page of the one unit there is, with `more` in what is told of it. */
export async function unitPage(desk: Desk, more = {}, language: "sv" | "en" = "sv"): Promise<HTMLElement> {
  desk
    .on("GET /api/v1/units", { units: [{ id: "medicin", name: { sv: "Medicin", en: "Medicine" } }] })
    .on(`GET ${PATH}`, unit(more));
  const opened = new UnitPage(context(language));
  document.body.replaceChildren(opened.node);
  await opened.start();
  return opened.node;
}

export function part(node: HTMLElement, id: string): HTMLElement {
  const found = node.querySelector<HTMLElement>(`#${id}`);
  if (!found) {
    throw new Error(`no region ${id}`);
  }
  return found;
}
