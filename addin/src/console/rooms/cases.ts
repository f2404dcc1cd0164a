/** What people in the rooms asked help with, and how each room was just then. */
import { Action } from "../../shared/controls";
import { el, fill } from "../../shared/dom";
import { pick } from "../../shared/i18n";
import { explain } from "../../staff/context";
import { momentWords } from "../../staff/days";
import { push, Region } from "../../staff/parts";
import type { Case } from "./client";
import { KeyedRows } from "./keyed";
import type { RoomContext, RoomPart } from "./part";

export function casesPart(context: RoomContext): RoomPart {
  const { text, language, calls, now } = context;
  const region = new Region("cases", text("cases"), text("casesWhy"));
  const none = el("p", { class: "quiet" }, text("noCases"));
  const open = new KeyedRows<Case>(
    ({ id }) => id,
    (one) => one,
    row,
  );
  const closed = new KeyedRows<Case>(
    ({ id }) => id,
    (one) => one,
    row,
  );
  const summary = el("summary", {});
  const done = el("details", {}, summary, closed.node);
  region.show(none, open.node, done);

  function row(one: Case, node: HTMLElement): void {
    fill(
      node,
      el("div", { class: "row-head" }, el("h3", {}, `${one.room_name}: ${pick(one, language)}`)),
      el("p", { class: "quiet" }, text("caseOpened", { when: momentWords(one.opened_at, language, now()) })),
      el("p", {}, text("caseThen", { how: then(one) })),
      one.closed_at !== null
        ? el(
            "p",
            { class: "quiet" },
            text("caseClosedBy", { who: one.closed_by, when: momentWords(one.closed_at, language, now()) }),
          )
        : close(one),
    );
  }

  /** How the room was, in words: whoever gets the case knows where to begin. */
  function then({ state }: Case): string {
    const reached = state.outcome === "ok";
    const talking = state.in_call === true ? "thenInCall" : "thenFree";
    const missed = state.outcome === null ? "thenUnseen" : "thenUnreached";
    return [
      text(reached ? talking : missed),
      typeof state.software === "string" && state.software,
      Array.isArray(state.alarms) &&
        state.alarms.length > 0 &&
        text("thenAlarms", { kinds: state.alarms.join(", ") }),
    ]
      .filter(Boolean)
      .join(" · ");
  }

  function close(one: Case): HTMLElement {
    const action: Action = new Action(
      () => [
        push(
          text("closeCase"),
          "outline",
          press,
          text("spoken", { words: text("closeCase"), room: one.room_name }),
        ),
      ],
      explain(context),
    );
    function press(): void {
      action.run(text("working"), async () => {
        await calls.close(one.id);
        await context.refresh();
        region.tell(text("caseClosed", { room: one.room_name }));
      });
    }
    return action.node;
  }

  return {
    node: region.node,
    draw({ cases }) {
      const left = cases.filter((one) => one.closed_at === null);
      const over = cases.filter((one) => one.closed_at !== null);
      none.hidden = left.length > 0;
      open.show(left);
      closed.show(over);
      done.hidden = over.length === 0;
      summary.textContent = text("casesClosed", { count: over.length });
    },
  };
}
