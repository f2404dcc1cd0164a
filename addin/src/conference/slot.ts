/** The fields of when a conference is. */
import { dayKey } from "../staff/days";
import { type Field, input } from "../staff/form";
import type { ConferenceContext } from "./context";
import type { Slot } from "./times";

/** The three fields of when it is. */
export function slotFields(
  { text, now }: ConferenceContext,
  slot: Partial<Slot>,
): Readonly<Record<keyof Slot, Field>> {
  const needed = text("fillIn");
  return {
    day: input("day", {
      label: text("day"),
      type: "date",
      value: slot.day ?? "",
      needed,
      least: dayKey(now()),
    }),
    from: input("from", { label: text("from"), type: "time", value: slot.from ?? "", needed }),
    to: input("to", { label: text("to"), type: "time", value: slot.to ?? "", needed }),
  };
}

/** Marks what is missing, and tells whether nothing is; the first that is missing has the focus. */
export function complete(fields: readonly Field[]): boolean {
  const missing = fields.filter((one) => one.value() === "");
  for (const one of fields) {
    one.fault(missing.includes(one) ? (one.needed ?? null) : null);
  }
  missing[0]?.focus();
  return missing.length === 0;
}
