/** Roles by their names, and which of them one may give. */
import { WORDS, type WordKey, type Words } from "../words";

const WORKING = ["care_staff", "booking_secretary"];
/** What each role may give to others, as the server has it. Roles that hold everywhere are given in the directory. */
const GIVES: Readonly<Record<string, readonly string[]>> = {
  unit_admin: WORKING,
  unit_head: [...WORKING, "unit_admin"],
  region_admin: [...WORKING, "unit_admin", "unit_head"],
};

/** The roles one may give, and take away again. */
export function givable(own: readonly string[]): readonly string[] {
  const lists = own.map((role) => GIVES[role] ?? []);
  return lists.reduce((most, one) => (one.length > most.length ? one : most), WORKING);
}

/** A role by its name; one we do not know yet by its code. */
export function roleName(text: Words, role: string): string {
  const key = `role_${role}`;
  return key in WORDS ? text(key as WordKey) : role;
}
