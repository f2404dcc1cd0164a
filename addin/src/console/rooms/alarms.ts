/** What is wrong in the rooms: those nobody sees to first, the worst first among them. */
import { Action } from "../../shared/controls";
import { el, fill } from "../../shared/dom";
import { pick } from "../../shared/i18n";
import { explain } from "../../staff/context";
import { momentWords } from "../../staff/days";
import { push, Region, state, type Tone } from "../../staff/parts";
import type { WordKey } from "../words";
import type { Alarm, Room } from "./client";
import { KeyedRows } from "./keyed";
import type { RoomContext, RoomPart } from "./part";

const LEVELS: Readonly<Record<Alarm["level"], readonly [Tone, WordKey]>> = {
  critical: ["bad", "alarmCritical"],
  error: ["bad", "alarmError"],
  warning: ["warn", "alarmWarning"],
  info: ["info", "alarmInfo"],
};
const ORDER = Object.keys(LEVELS);

interface Shown {
  readonly room: Room;
  readonly alarm: Alarm;
}

export function alarmsPart(context: RoomContext): RoomPart {
  const { text, language, calls, now } = context;
  const region = new Region("alarms", text("alarms"), text("alarmsWhy"));
  const rows = new KeyedRows<Shown>(
    ({ room, alarm }) => JSON.stringify([room.id, alarm.source, alarm.kind]),
    ({ room, alarm }) => [room.name, alarm],
    row,
  );
  const none = el("p", { class: "quiet" }, text("noAlarms"));
  region.show(none, rows.node);

  function row({ room, alarm }: Shown, node: HTMLElement): void {
    const [tone, word] = LEVELS[alarm.level];
    fill(
      node,
      el("div", { class: "row-head" }, el("h3", {}, room.name), state(tone, text(word), sign(tone))),
      el("p", {}, pick(alarm, language)),
      el("p", { class: "quiet" }, text("alarmSince", { when: momentWords(alarm.since, language, now()) })),
      alarm.acknowledged_at !== null
        ? el(
            "p",
            { class: "quiet" },
            text("acknowledgedBy", {
              who: alarm.acknowledged_by,
              when: momentWords(alarm.acknowledged_at, language, now()),
            }),
          )
        : acknowledge(room, alarm),
    );
  }

  function acknowledge(room: Room, alarm: Alarm): HTMLElement {
    const action: Action = new Action(
      () => [
        push(
          text("acknowledge"),
          "outline",
          press,
          text("spoken", { words: text("acknowledge"), room: room.name }),
        ),
      ],
      explain(context),
    );
    function press(): void {
      action.run(text("working"), async () => {
        await calls.acknowledge(room.id, alarm);
        await context.refresh();
        region.tell(text("acknowledged", { room: room.name }));
      });
    }
    return action.node;
  }

  return {
    node: region.node,
    draw({ rooms }) {
      const shown = rooms.flatMap((room) => room.alarms.map((alarm) => ({ room, alarm })));
      shown.sort((one, other) => rank(one.alarm) - rank(other.alarm));
      none.hidden = shown.length > 0;
      rows.show(shown);
    },
  };
}

function rank(alarm: Alarm): number {
  return (alarm.acknowledged_at === null ? 0 : ORDER.length) + ORDER.indexOf(alarm.level);
}

function sign(tone: Tone): string {
  return tone === "info" ? "info" : "warning";
}
