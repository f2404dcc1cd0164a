/** Gives a person of the directory a role at the unit. */

import { dayKey } from "../days";
import { choice, form, input } from "../form";
import type { UnitContext } from "./part";
import { givable, roleName } from "./roles";

export function roleForm(context: UnitContext, again: (done: string) => Promise<void>): HTMLElement {
  const { text, now, calls } = context;
  return form(
    context,
    [
      input("user", { label: text("user"), help: text("userHelp"), needed: text("fillIn"), longest: 100 }),
      choice("role", { label: text("role"), needed: text("fillIn") }, [
        ["", text("chooseRole")],
        ...givable(context).map((role) => [role, roleName(text, role)] as const),
      ]),
      input("valid_to", {
        label: text("optional", { label: text("roleUntil") }),
        type: "date",
        least: dayKey(now()),
      }),
      input("responsible", {
        label: text("optional", { label: text("responsible") }),
        help: text("responsibleHelp"),
        longest: 100,
      }),
    ],
    { submit: text("giveRole") },
    async ({ user = "", role = "", valid_to: to, responsible }) => {
      await calls.giveRole(user, {
        role,
        ...(to ? { valid_to: to } : {}),
        ...(responsible ? { responsible } : {}),
      });
      await again(text("roleGiven", { user, role: roleName(text, role) }));
    },
  );
}
