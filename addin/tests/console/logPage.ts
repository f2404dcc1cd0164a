/** The log's page in a test: somebody who reviews two units, and a log of two entries. */
import { beforeEach, vi } from "vitest";
import { LogPage } from "../../src/console/log/page";
import { Shelf } from "../../src/console/log/shelf";
import { context, Desk, entry } from "./desk";

export const LOG = "/api/v1/access-log";
export const UNITS = [
  { id: "medicin", name: { sv: "Medicin", en: "Medicine" }, roles: ["auditor"] },
  { id: "barn", name: { sv: "Barn", en: "Children" }, roles: ["auditor"] },
];

/** Made anew before each test of the file that imports this. */
export let desk: Desk;
export let shelf: Shelf;
let open: LogPage | null = null;

export async function page(language: "sv" | "en" = "sv"): Promise<HTMLElement> {
  open?.stop();
  open = new LogPage(context(language), shelf);
  document.body.replaceChildren(open.node);
  await open.start();
  return open.node;
}

export const shown = (node: HTMLElement, count: number): Promise<boolean> =>
  vi.waitUntil(() => node.querySelectorAll("tbody tr").length === count);

export async function goTo(view: string): Promise<void> {
  location.hash = `#${view}`;
  await vi.waitUntil(() => document.querySelector(`#${view}`) !== null);
}

beforeEach(() => {
  open?.stop();
  open = null;
  history.replaceState(null, "", "/console/log");
  sessionStorage.clear();
  shelf = new Shelf();
  desk = new Desk()
    .on("GET /api/v1/units", { units: UNITS })
    .on(`GET ${LOG}`, { entries: [entry(12), entry(11)], next: null })
    .on(`GET ${LOG}/mine`, { entries: [entry(9)], next: null })
    .on(`GET ${LOG}/reviews`, { reviews: [] });
});
