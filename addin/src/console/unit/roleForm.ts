/** Gives a person of the directory a role at the unit. */

import { dayKey } from "../../staff/days";
import { choice, form, input } from "../../staff/form";
import type { UnitContext } from "./part";
import { roleName } from "./roles";

export function roleForm(
  context: UnitContext,
  roles: readonly string[],
  again: (done: string) => Promise<void>,
): HTMLElement {
  const { text, now, calls } = context;
  const node: HTMLFormElement = form(
    context,
    [
      input("user", { label: text("user"), help: text("userHelp"), needed: text("fillIn"), longest: 100 }),
      choice("role", { label: text("role"), needed: text("fillIn") }, [
        ["", text("chooseRole")],
        ...roles.map((role) => [role, roleName(text, role)] as const),
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
      node.reset();
      node.closest("details")?.removeAttribute("open");
      await again(text("roleGiven", { user, role: roleName(text, role) }));
    },
  );
  return node;
}
