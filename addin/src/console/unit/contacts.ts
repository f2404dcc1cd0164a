/** Whom the unit's people and patients phone when something goes wrong, instead of the region's contacts. */
import { fold } from "../../shared/controls";
import { el } from "../../shared/dom";
import { pick, type Text } from "../../shared/i18n";
import { askFirst } from "../../staff/askFirst";
import { choice, type Field, form, type InputOptions, input, type Values } from "../../staff/form";
import { note, Region } from "../../staff/parts";
import type { ContactRole } from "../context";
import type { WordKey } from "../words";
import type { Contact, NewContact, Unit } from "./client";
import { changed, type UnitContext, type UnitPart } from "./part";

const OTHER = "other";
const ROLES: Readonly<Record<ContactRole, WordKey>> = {
  host: "for_host",
  guest: "for_guest",
  everyone: "for_everyone",
};

export function contactsPart(context: UnitContext): UnitPart {
  const { text, language, calls, data } = context;
  const region = new Region("contacts", text("contacts"), text("contactsWhy"));

  async function keep(contacts: readonly NewContact[], done: string): Promise<void> {
    await calls.keepContacts(contacts);
    await changed(context, region, done, () => calls.unit(), draw);
  }

  function draw({ contacts, may }: Unit): void {
    region.show(
      contacts.length === 0
        ? el("p", { class: "quiet" }, text("noContacts"))
        : el("ul", { class: "rows" }, ...contacts.map((one) => row(one, contacts, may.contacts))),
      may.contacts ? fold(text("addContact"), "list", [add(contacts)]) : note(text("contactsMayNot")),
    );
  }

  function row(one: Contact, all: readonly Contact[], may: boolean): HTMLElement {
    const label = pick(one.label, language);
    const problem = pick(one.problem, language);
    const reach = [one.phone, one.email, one.url].filter(Boolean).join(" · ");
    return el(
      "li",
      { class: "row" },
      el("div", { class: "row-head" }, el("h3", {}, problem)),
      el("p", {}, label, " · ", reach),
      one.hours !== undefined && el("p", { class: "quiet" }, pick(one.hours, language)),
      el("p", { class: "quiet" }, text(ROLES[one.role])),
      may && el("div", { class: "row-deeds" }, remove(one, all, label, problem)),
    );
  }

  function remove(one: Contact, all: readonly Contact[], label: string, problem: string): HTMLElement {
    return askFirst(
      context,
      {
        button: text("remove"),
        spoken: text("removeContact", { label, problem }),
        question: text("removeContactAsk"),
        yes: text("removeYes"),
      },
      () => keep(all.filter(({ id }) => id !== one.id).map(withoutId), text("contactRemoved")),
    );
  }

  function add(all: readonly Contact[]): HTMLElement {
    const own = el("div", { class: "form", hidden: true });
    const problems = data.problems.map(({ role, problem }, at) => {
      const words = `${pick(problem, language)} (${text(ROLES[role]).toLowerCase()})`;
      return [String(at), words] as const;
    });
    const which = choice(
      "problem",
      {
        label: text("problem"),
        needed: text("fillIn"),
        changed: (value) => {
          own.hidden = value !== OTHER;
        },
      },
      [["", text("chooseProblem")], ...problems, [OTHER, text("otherProblem")]],
    );
    const roles = Object.entries(ROLES).map(([code, words]) => [code, text(words)] as const);
    const line = (name: string, label: WordKey, more: Partial<InputOptions> = {}): Field =>
      input(name, { label: text("optional", { label: text(label) }), longest: 200, ...more });
    const needed = (name: string, label: WordKey, more: Partial<InputOptions> = {}): Field =>
      input(name, { label: text(label), needed: text("fillIn"), longest: 200, ...more });
    const named = [
      choice("role", { label: text("shownTo") }, roles),
      input("problem_sv", { label: text("problemSv"), longest: 200 }),
      input("problem_en", { label: text("problemEn"), longest: 200 }),
    ];
    own.append(...named.map(({ node }) => node));
    const rest = [
      needed("label_sv", "labelSv", { help: text("labelHelp") }),
      needed("label_en", "labelEn"),
      line("phone", "phone", { type: "tel", help: text("reachHelp") }),
      line("email", "email", { type: "email" }),
      line("url", "url", { type: "url" }),
      line("hours_sv", "hoursSv"),
      line("hours_en", "hoursEn"),
    ];
    return form(
      context,
      [which, ...named, ...rest],
      {
        submit: text("contactSave"),
        layout: [which.node, own, ...rest.map(({ node }) => node)],
        check: lacking,
      },
      (values) => keep([...all.map(withoutId), made(values)], text("contactSaved")),
    );
  }

  function lacking(values: Values): string | null {
    const reachable = values.phone || values.email || values.url;
    const named = values.problem !== OTHER || (values.problem_sv && values.problem_en);
    return reachable && named ? null : text("contactLacks");
  }

  function made(values: Values): NewContact {
    const known = data.problems[Number(values.problem)];
    const { phone, email, url, hours_sv: sv = "", hours_en: en = "" } = values;
    return {
      role: known?.role ?? (values.role as ContactRole),
      problem: known?.problem ?? both(values, "problem"),
      label: both(values, "label"),
      ...(phone ? { phone } : {}),
      ...(email ? { email } : {}),
      ...(url ? { url } : {}),
      ...(sv || en ? { hours: { sv: sv || en, en: en || sv } } : {}),
    };
  }

  return { region, draw };
}

function both(values: Values, name: string): Text {
  return { sv: values[`${name}_sv`] ?? "", en: values[`${name}_en`] ?? "" };
}

function withoutId({ id: _id, ...contact }: Contact): NewContact {
  return contact;
}
