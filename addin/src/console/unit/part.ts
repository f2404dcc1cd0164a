/** What each region of the unit's page is given, and what it gives back. */

import type { Region } from "../../staff/parts";
import type { Context } from "../context";
import type { Unit, UnitCalls } from "./client";

export interface UnitContext extends Context {
  readonly calls: UnitCalls;
}

/** One region of the page: drawn for a unit, and drawn again when something in it has changed. */
export interface UnitPart {
  readonly region: Region;
  draw(unit: Unit): void;
}

/** Reads again what a change has touched, then says the change in words. The change stands even when the reading fails. */
export async function changed<T>(
  { text }: Pick<Context, "text">,
  region: Region,
  done: string,
  read: () => Promise<T>,
  draw: (found: T) => void,
): Promise<void> {
  try {
    draw(await read());
    region.tell(done);
  } catch {
    region.tell(text("notRefreshed", { done }));
  }
}
