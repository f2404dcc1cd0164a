/** The fourth pane: one of the software rooms, its screen and its touch panel, on the page that the room itself serves. */
import { el, setAttribute } from "../shared/dom";
import { icon } from "../video/icons";
import type { Context, Part } from "./context";
import type { RoomPage } from "./data";
import { visit } from "./frames";

/** The room to show: the one that was chosen, while it is there. */
export function roomShown(rooms: readonly RoomPage[], chosen: string | undefined): RoomPage | undefined {
  return rooms.find(({ id }) => id === chosen) ?? rooms[0];
}

export function roomPane({ data, me, store, words, language }: Context): Part {
  const { rooms } = data;
  const frame = el("iframe", { title: words("roomTitle"), class: "room-frame" });
  const own = el("a", { class: "plain own-window", target: "_blank", rel: "noopener" }, words("ownWindow"));
  const buttons = rooms.map(({ id, name }) => ({
    id,
    button: el(
      "button",
      { type: "button", class: "place-button", on: { click: () => store.set({ room: id }) } },
      name,
    ),
  }));
  const none = el(
    "div",
    { class: "empty" },
    icon("camera"),
    el("p", {}, words("roomsAway")),
    el("p", { class: "hint" }, words("roomsAwayHint")),
  );
  const root =
    rooms.length === 0
      ? el("div", { class: "room-place" }, none)
      : el(
          "div",
          { class: "room-place" },
          el(
            "div",
            { class: "switch", role: "group", "aria-label": words("rooms") },
            ...buttons.map(({ button }) => button),
          ),
          el(
            "ul",
            { class: "tries" },
            el(
              "li",
              {},
              words("tryConference"),
              " ",
              el(
                "a",
                { href: `/conferences?demo=${me.user}`, target: "_blank", rel: "noopener" },
                words("planPage"),
              ),
            ),
            el("li", {}, words("tryBooked")),
            el("li", {}, words("tryMore")),
            rooms[0]?.language !== language && el("li", {}, words("otherLanguage")),
          ),
          el("div", { class: "room-screen" }, frame),
          el("p", { class: "own-row" }, own),
        );
  let loaded = "";
  return {
    root,
    update: () => {
      const shown = roomShown(rooms, store.state.room);
      if (!shown) {
        return;
      }
      for (const { id, button } of buttons) {
        setAttribute(button, "aria-pressed", id === shown.id ? "true" : "false");
      }
      const address = `${shown.screen}?language=${language}`;
      // A narrow page loads it first when it is looked at.
      if (address !== loaded && frame.isConnected) {
        loaded = address;
        own.href = address;
        visit(frame, address);
      }
    },
  };
}
