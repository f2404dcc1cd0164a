/** Every room, and a way to find the one that is meant. */
import { el } from "../../shared/dom";
import { choice, input } from "../../staff/form";
import { Region } from "../../staff/parts";
import type { Desk, Room } from "./client";
import { KeyedRows } from "./keyed";
import type { RoomContext, RoomPart } from "./part";
import { RoomRows, type RoomShown } from "./room";

type Choice = "all" | "wrong" | "in_call" | "mdt";

const CHOICES: Readonly<Record<Choice, (room: Room) => boolean>> = {
  all: () => true,
  wrong: (room) =>
    room.alarms.some((one) => one.acknowledged_at === null) ||
    room.open_cases > 0 ||
    room.state === "unreached" ||
    room.state === "stopped",
  in_call: (room) => room.state === "in_call",
  mdt: (room) => room.kind === "mdt_room",
};

export function listPart(context: RoomContext): RoomPart {
  const { text } = context;
  const region = new Region("all-rooms", text("allRooms"), text("allRoomsWhy"));
  const drawing = new RoomRows(context);
  const rows = new KeyedRows<RoomShown>(
    ({ room }) => room.id,
    (shown) => shown,
    (shown, node) => drawing.draw(shown, node),
  );
  const count = el("p", { class: "quiet", role: "status" });
  let desk: Desk | null = null;

  const word = input("find", { label: text("findRoom"), longest: 100 });
  const which = choice("which", { label: text("whichRooms"), value: "all", changed: show }, [
    ["all", text("whichAll")],
    ["wrong", text("whichWrong")],
    ["in_call", text("whichInCall")],
    ["mdt", text("whichMdt")],
  ]);
  word.node.addEventListener("input", show);
  region.show(el("div", { class: "finding" }, word.node, which.node), count, rows.node);

  function show(): void {
    if (desk === null) {
      return;
    }
    const { rooms, signs } = desk;
    const asked = word.value().toLocaleLowerCase("sv");
    const chosen = CHOICES[which.value() as Choice];
    const found = rooms.filter(
      (room) =>
        chosen(room) &&
        [room.name, room.site, room.id].some((one) => one.toLocaleLowerCase("sv").includes(asked)),
    );
    rows.show(found.map((room) => ({ room, sign: signs.get(room.id) ?? null })));
    const said =
      rooms.length === 0 ? text("noRooms") : text("shownRooms", { shown: found.length, all: rooms.length });
    if (count.textContent !== said) {
      count.textContent = said;
    }
  }

  return {
    node: region.node,
    draw(now) {
      desk = now;
      show();
    },
  };
}
