/** Two people changed one list of participants: says who came and went, and lets a person choose. Fetched then. */
import { Action, button, notice } from "../shared/controls";
import { el } from "../shared/dom";
import { translator } from "../shared/i18n";
import type { Participant } from "../shared/meetings";
import { type Context, explainer } from "./context";

const TEXTS = {
  title: { sv: "Någon annan har ändrat deltagarna", en: "Somebody else has changed the participants" },
  notAdded: {
    sv: "{who} är inte tillagd än. Det du har skrivit är kvar. Se efter i listan om {who} redan finns där.",
    en: "{who} is not added yet. What you wrote is still here. Look in the list whether {who} is already there.",
  },
  notRemoved: {
    sv: "{who} är inte borttagen. Se vad som är ändrat innan du bestämmer dig.",
    en: "{who} is not removed. See what has changed before you decide.",
  },
  differs: { sv: "Det här är ändrat", en: "What has changed" },
  came: { sv: "Tillagd: {who}", en: "Added: {who}" },
  went: { sv: "Borttagen: {who}", en: "Removed: {who}" },
  addAnyway: { sv: "Lägg till ändå", en: "Add all the same" },
  removeAnyway: { sv: "Ta bort ändå", en: "Remove all the same" },
  leave: { sv: "Låt listan vara", en: "Leave the list as it is" },
  saving: { sv: "Sparar …", en: "Saving …" },
} as const;

/** What could not be done: to whom, and whether they were to be added or taken off. */
export interface Wish {
  readonly who: string;
  readonly does: "add" | "remove";
}

export interface MergeDeeds {
  /** Does it all the same, to the list as it is now. */
  keep(): Promise<void>;
  /** Leaves the list; what was written stays. */
  leave(): void;
  name(person: Participant): string;
}

export function peopleMerge(
  context: Context,
  { who, does }: Wish,
  before: readonly Participant[],
  now: readonly Participant[],
  deeds: MergeDeeds,
): HTMLElement {
  const text = translator(TEXTS, context.language);
  const lacks = (list: readonly Participant[]) => (person: Participant) =>
    person.kind !== "guest" && list.every(({ id }) => id !== person.id);
  const rows = [
    ...now.filter(lacks(before)).map((person) => text("came", { who: deeds.name(person) })),
    ...before.filter(lacks(now)).map((person) => text("went", { who: deeds.name(person) })),
  ];
  const action: Action = new Action(
    () => [
      button(text(does === "add" ? "addAnyway" : "removeAnyway"), "outline", () =>
        action.run(text("saving"), () => deeds.keep()),
      ),
      button(text("leave"), "outline", () => deeds.leave()),
    ],
    explainer(context),
  );
  return el(
    "section",
    { class: "question", "aria-labelledby": "people-merge" },
    el("h3", { id: "people-merge", tabindex: "-1" }, text("title")),
    notice("warn", text(does === "add" ? "notAdded" : "notRemoved", { who })),
    rows.length > 0 ? el("p", {}, text("differs")) : null,
    rows.length > 0 ? el("ul", { class: "did" }, ...rows.map((row) => el("li", {}, row))) : null,
    action.node,
  );
}
