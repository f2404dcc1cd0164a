/** The five steps a newcomer is led through, as data, and the rule that moves on. */
import type { WordKey } from "./words";

/** What the page can know to be so. Later ones on a step's path stand on the earlier. */
export type Fact =
  | "opened"
  | "pane"
  | "created"
  | "sent"
  | "copied"
  | "delivered"
  | "read"
  | "door"
  | "waiting"
  | "hosting"
  | "admitted";

/** Places on the page that can be pointed at; each carries `data-guide`. */
export type Target =
  | "appointment"
  | "new-meeting"
  | "pane"
  | "send"
  | "staff-tool"
  | "letter"
  | "link"
  | "phone"
  | "start-meeting"
  | "host";

export type Column = "outlook" | "patient" | "host" | "room";

export interface Step {
  readonly says: WordKey;
  /** What is to be done, in order, and where. The step is over when all of it is so. */
  readonly path: readonly (readonly [Fact, Target])[];
}

export const STEPS: readonly Step[] = [
  {
    says: "step1",
    path: [
      ["opened", "appointment"],
      ["pane", "new-meeting"],
    ],
  },
  { says: "step2", path: [["created", "pane"]] },
  {
    says: "step3",
    path: [
      ["sent", "send"],
      ["copied", "pane"],
      ["delivered", "staff-tool"],
    ],
  },
  {
    says: "step4",
    path: [
      ["read", "letter"],
      ["door", "link"],
      ["waiting", "phone"],
    ],
  },
  {
    says: "step5",
    path: [
      ["hosting", "start-meeting"],
      ["admitted", "host"],
    ],
  },
];

/** Where each target stands. */
export const COLUMN: Readonly<Record<Target, Column>> = {
  appointment: "outlook",
  "new-meeting": "outlook",
  pane: "outlook",
  send: "outlook",
  "staff-tool": "patient",
  letter: "patient",
  link: "patient",
  phone: "patient",
  "start-meeting": "outlook",
  host: "host",
};

/** What follows when something is known: nobody waits behind a door that was never opened. */
const STANDS_ON: Readonly<Partial<Record<Fact, readonly Fact[]>>> = {
  created: ["opened", "pane"],
  delivered: ["copied"],
  door: ["read"],
  waiting: ["read", "door"],
  admitted: ["waiting", "read", "door", "hosting"],
};

/** All that is so, when these are. */
export function settled(facts: ReadonlySet<Fact>): ReadonlySet<Fact> {
  return new Set([...facts, ...[...facts].flatMap((fact) => STANDS_ON[fact] ?? [])]);
}

/** The step to show (0–4, or 5 when all is done): never back, as far on as what is known allows. */
export function advance(step: number, facts: ReadonlySet<Fact>): number {
  const known = settled(facts);
  let now = step;
  while (STEPS[now]?.path.every(([fact]) => known.has(fact))) {
    now += 1;
  }
  return now;
}

/** Where to point now, or null when there is nothing left to do. */
export function targetOf(step: number, facts: ReadonlySet<Fact>): Target | null {
  const known = settled(facts);
  return STEPS[step]?.path.find(([fact]) => !known.has(fact))?.[1] ?? null;
}
