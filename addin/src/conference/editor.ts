/** A plan is made or changed here. What the server refuses is said at the field it is about; what is written stays. */
import { ApiProblem, newKey } from "../shared/api";
import { Action, focusOn, notice } from "../shared/controls";
import { el } from "../shared/dom";
import { explain } from "../staff/context";
import type { Field } from "../staff/form";
import { note, push, submit } from "../staff/parts";
import { Cases } from "./cases";
import type { Conference, Draft, Rooms } from "./client";
import type { ConferenceContext } from "./context";
import type { View } from "./page";
import { Sites } from "./sites";
import { complete, slotFields } from "./slot";
import type { WordKey } from "./texts";
import { minutesOf, type Slot, slotOf, spanOf } from "./times";

const LONGEST_MINUTES = 12 * 60;
/** What the server's codes say at a field. */
const FAULTS: Readonly<Record<string, WordKey>> = {
  "personal-data": "fault_personal",
  twice: "fault_twice",
  "too-few": "fault_sites",
  "too-many": "fault_many",
  "too-long": "fault_ends",
  "end-before-start": "fault_order",
  "unknown-room": "roomGone",
  "not-mdt-room": "fault_room",
  "no-address": "fault_room",
  "no-events": "fault_room",
  "room-taken": "fault_taken",
};

/** What is wrong is in sight, also in a part that was closed. */
function unfold(field: Field | undefined): void {
  const closed = field?.node.closest("details");
  if (closed) {
    closed.open = true;
  }
}

/** `plan` is what is changed, null for a new one; `like` is what a new one begins as, at `at`. */
export function editor(
  context: ConferenceContext,
  { rooms, ready }: Rooms,
  known: readonly Conference[],
  plan: Conference | null,
  like: Conference | null = plan,
  at: Slot | null = plan && slotOf(plan),
): View {
  const { text, calls, go } = context;
  const slot = slotFields(context, at ?? {});
  const when = [slot.day, slot.from, slot.to];
  const span = () => spanOf({ day: slot.day.value(), from: slot.from.value(), to: slot.to.value() });
  const began = slot.day.node.querySelector("input");
  const starts = slot.from.node.querySelector("input");
  if (plan?.state === "running" && began && starts) {
    began.disabled = true;
    starts.disabled = true;
  }
  const isTimed = (): boolean => when.every((one) => one.value() !== "");
  const sites = new Sites(context, rooms, like?.sites ?? [], like?.presenter ?? "", like?.content ?? null);
  const units = new Set(known.flatMap((one) => one.cases.map(({ unit }) => unit)));
  const running = plan?.state === "running" ? plan : null;
  const cases = new Cases(
    context,
    like?.cases ?? [],
    [...units].sort(),
    () => (isTimed() ? minutesOf(span()) : 0),
    running ? (running.case ?? 0) + 1 : 0,
  );
  const key = newKey();

  const draft = (): Draft => ({
    ...span(),
    presenter: sites.presenter,
    content: sites.content.value() === "" ? null : Number(sites.content.value()),
    sites: sites.sites,
    cases: cases.cases,
  });

  /** While it goes on, its end and the cases to come can be changed. */
  const changes = (): Partial<Draft> => {
    const { closes, cases: order, ...rest } = draft();
    return running ? { closes, cases: order } : { ...rest, closes, cases: order };
  };

  const point = (fault: unknown): string => {
    const errors = fault instanceof ApiProblem ? fault.errors : [];
    const fields = new Map<string, Field>([
      ["/opens", slot.from],
      ["/closes", slot.to],
      ...sites.fields(),
      ...cases.fields(),
    ]);
    for (const field of fields.values()) {
      field.fault(null);
    }
    const unplaced = errors.filter(({ pointer, code }) => {
      const field = fields.get(pointer);
      field?.fault(faultWords(code));
      unfold(field);
      return !fields.has(pointer);
    });
    const first = errors.map(({ pointer }) => fields.get(pointer)).find((field) => field !== undefined);
    // After the words have been said below: to where they are about.
    queueMicrotask(() => first?.focus());
    return [explain(context)(fault), ...unplaced.map(({ code }) => faultWords(code))].join(" ");
  };

  const faultWords = (code: string): string => text(FAULTS[code] ?? "badValue");

  const action: Action = new Action(
    () => [submit(text("save")), push(text("cancel"), "outline", () => go(plan?.id ?? ""))],
    point,
  );

  const refuse = (words: string, field?: Field): void => {
    const trouble = notice("bad", words);
    action.reset(trouble);
    if (field) {
      unfold(field);
      field.focus();
    } else {
      focusOn(trouble);
    }
  };

  const send = (): void => {
    // Every field says what it lacks; the first one down the page has the focus.
    const casesWrong = cases.check();
    const sitesWrong = sites.check();
    if (!complete(when)) {
      refuse(
        text("mend"),
        when.find((one) => one.value() === ""),
      );
    } else if (minutesOf(span()) > LONGEST_MINUTES) {
      refuse(text("fault_ends"), slot.to);
    } else if (sites.sites.length < 2) {
      refuse(text("fault_sites"));
    } else if (sitesWrong ?? casesWrong) {
      refuse(text("mend"), sitesWrong ?? casesWrong);
    } else {
      action.run(text("working"), async () => {
        const kept = plan ? await calls.change(plan, changes()) : await calls.make(draft(), key);
        go(kept.id, text(plan ? "changedPlan" : "planned"));
      });
    }
  };

  return {
    node: el(
      "form",
      {
        class: "editor",
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            send();
          },
        },
      },
      el("h1", { tabindex: "-1" }, text(plan ? "editTitle" : "newPlan")),
      !ready && notice("warn", text("notReady")),
      el(
        "fieldset",
        { class: "region group", on: { input: () => cases.count() } },
        el("legend", {}, el("h2", {}, text("when"))),
        el("div", { class: "slot" }, ...when.map(({ node }) => node)),
      ),
      cases.node,
      running ? note(text("runningFast")) : sites.node,
      el("div", { class: "region" }, action.node),
    ),
  };
}
