/** What each region of the rooms' page is given. */
import type { Context } from "../context";
import type { Desk, RoomCalls } from "./client";

export interface RoomContext extends Context {
  readonly calls: RoomCalls;
  /** Reads everything again after a change, and draws it. Never rejects. */
  readonly refresh: () => Promise<void>;
}

export interface RoomPart {
  readonly node: HTMLElement;
  draw(desk: Desk): void;
}
