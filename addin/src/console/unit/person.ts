/** One person of the unit: training, and each role with how it stands. */
import { fold } from "../../shared/controls";
import { type Child, el } from "../../shared/dom";
import { askFirst } from "../../staff/askFirst";
import { dayKey, dayWords, isOver } from "../../staff/days";
import { form, input } from "../../staff/form";
import { state } from "../../staff/parts";
import type { WordKey } from "../words";
import type { PersonRole, UnitPerson } from "./client";
import type { UnitContext } from "./part";
import { roleName } from "./roles";

const WAITS: Readonly<Record<"training" | "responsible", WordKey>> = {
  training: "waitsTraining",
  responsible: "waitsResponsible",
};

export interface PersonDeeds {
  readonly may: boolean;
  /** The roles one may give, and so take away. */
  readonly gives: readonly string[];
  /** Reads the people again and says what has been done. */
  readonly again: (done: string) => Promise<void>;
}

export function personRow(context: UnitContext, person: UnitPerson, rights: PersonDeeds): HTMLElement {
  const { text, me } = context;
  const own = person.user === me.user;
  const deeds = { ...rights, may: rights.may && !own };
  return el(
    "li",
    { class: "row person" },
    el(
      "div",
      { class: "row-head" },
      el("h3", { tabindex: "-1" }, person.name),
      el("span", { class: "quiet" }, person.user),
      person.external && el("span", { class: "badge" }, text("external")),
    ),
    el("ul", { class: "roles" }, ...person.roles.map((role) => roleRow(context, person, role, deeds))),
    ...training(context, person, deeds),
    rights.may && own && el("p", { class: "quiet" }, text("ownRights")),
  );
}

function roleRow(
  context: UnitContext,
  person: UnitPerson,
  role: PersonRole,
  deeds: PersonDeeds,
): HTMLElement {
  const { text, calls } = context;
  const name = roleName(text, role.role);
  return el(
    "li",
    { class: "role" },
    el("p", {}, el("strong", {}, name), standing(context, role)),
    el("p", { class: "quiet" }, facts(context, role)),
    deeds.may &&
      role.from === "grant" &&
      deeds.gives.includes(role.role) &&
      askFirst(
        context,
        {
          button: text("remove"),
          spoken: text("removeRole", { role: name, name: person.name }),
          question: text("removeRoleAsk", { role: name, name: person.name }),
          yes: text("removeYes"),
        },
        async () => {
          await calls.dropRole(person.user, role.role);
          await deeds.again(text("roleRemoved", { role: name, name: person.name }));
        },
      ),
  );
}

function standing({ text, language, now }: UnitContext, role: PersonRole): HTMLElement {
  if (role.active) {
    return state("good", text("roleActive"));
  }
  if (role.waiting_for) {
    return state("warn", text(WAITS[role.waiting_for]));
  }
  return isOver(role.valid_to, now())
    ? state("bad", text("over", { day: dayWords(role.valid_to ?? "", language, now()) }))
    : state("bad", text("roleInactive"));
}

function facts({ text, language, now }: UnitContext, role: PersonRole): string {
  const { granted_by: user, responsible, valid_to: to } = role;
  return [
    role.from === "directory" || user === null ? text("roleFromDirectory") : text("roleGrantedBy", { user }),
    to && !isOver(to, now()) ? text("untilShort", { day: dayWords(to, language, now()) }) : "",
    responsible ? text("roleResponsible", { user: responsible }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

function training(context: UnitContext, person: UnitPerson, deeds: PersonDeeds): Child[] {
  const { text, language, now, calls } = context;
  const { name, user } = person;
  const done = person.training;
  const words = done
    ? text("trainingDone", { day: dayWords(done.completed_on, language, now()) })
    : text("trainingMissing");
  const line = done ? el("p", {}, state("good", words)) : el("p", { class: "quiet" }, words);
  if (!deeds.may) {
    return [line];
  }
  if (done) {
    const ask = {
      button: text("removeTraining"),
      spoken: text("removeTrainingFor", { name }),
      question: text("removeTrainingAsk", { name }),
      yes: text("removeYes"),
    };
    const remove = async (): Promise<void> => {
      await calls.dropTraining(user);
      await deeds.again(text("trainingRemoved", { name }));
    };
    return [line, askFirst(context, ask, remove)];
  }
  const day = input("completed_on", {
    label: text("completedOn"),
    type: "date",
    needed: text("fillIn"),
    most: dayKey(now()),
  });
  const record = form(context, [day], { submit: text("trainingSave") }, async ({ completed_on: on = "" }) => {
    await calls.recordTraining(user, on);
    await deeds.again(text("trainingSaved", { name }));
  });
  const opener = fold(text("recordTraining"), "check", [record]);
  opener.querySelector("summary")?.setAttribute("aria-label", text("recordTrainingFor", { name }));
  return [line, opener];
}
