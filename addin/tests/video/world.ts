/** Two people, the pages they have open one after another, and a network that loses, delays, doubles and reorders. */
import { Mesh } from "../../src/video/mesh";
import type { Envelope } from "../../src/video/signals";
import { SIGNAL_MS } from "../../src/video/visit";
import { FakeConnection, settle } from "./fakes";

export const PEOPLE = ["a", "b"] as const;
export type Id = (typeof PEOPLE)[number];

/** What becomes of one post: refused to its sender, or never answered, and when it arrives, in ms; a list may be empty. */
export interface Fate {
  readonly refused: boolean;
  readonly hangs?: boolean;
  readonly arrives: readonly number[];
}

export interface Post {
  readonly number: number;
  readonly from: Id;
  readonly signals: Envelope["signals"];
}

const ICE_MS = 40;
/** How long a browser takes to notice that the other end is silent, and to give it up. */
const SILENT_MS = 5000;
const GIVEN_UP_MS = 15_000;

interface Page {
  readonly mesh: Mesh;
  readonly connections: FakeConnection[];
  open: boolean;
}

interface Due {
  readonly at: number;
  readonly number: number;
  readonly work: () => void;
}

export class World {
  now = 0;
  posts = 0;
  /** False where no way leads from one browser to the other, whatever they say to each other. */
  reachable = true;
  readonly isIn: Record<Id, boolean> = { a: false, b: false };
  private readonly pages: Record<Id, Page | null> = { a: null, b: null };
  private readonly due = new Map<number, Due>();
  private count = 0;
  private readonly fate: (post: Post) => Fate;

  constructor(fate: (post: Post) => Fate) {
    this.fate = fate;
  }

  /** Come in, or load the page again: the page before is gone without a word. */
  load(id: Id): void {
    this.shut(id);
    const connections: FakeConnection[] = [];
    const page: Page = { mesh: this.mesh(id, connections), connections, open: true };
    this.pages[id] = page;
    this.isIn[id] = true;
  }

  /** Leave as one does by the button. */
  leave(id: Id): void {
    this.pages[id]?.mesh.close();
    this.shut(id);
    this.isIn[id] = false;
  }

  /** Tell a page who is in: as it is, or as somebody says it is. */
  tell(id: Id, present: readonly Id[] = PEOPLE.filter((each) => this.isIn[each])): void {
    if (this.isIn[id]) this.pages[id]?.mesh.setPresent(present);
  }

  /** True when the two pages that are open now have met, and have told so. */
  get met(): boolean {
    const [one, other] = PEOPLE.map((id) => this.pages[id]?.connections.at(-1));
    return Boolean(
      one && other && one.meets(other) && [one, other].every((each) => each.connectionState === "connected"),
    );
  }

  /** How many connections the two open pages have made. */
  get made(): number {
    return PEOPLE.reduce((sum, id) => sum + (this.pages[id]?.connections.length ?? 0), 0);
  }

  at(milliseconds: number, work: () => void): number {
    this.count += 1;
    this.due.set(this.count, { at: this.now + milliseconds, number: this.count, work });
    return this.count;
  }

  /** Let time pass until the condition holds; false when it does not within so many ms. */
  async passes(milliseconds: number, until: () => boolean = () => false): Promise<boolean> {
    const end = this.now + milliseconds;
    await settle();
    while (!until()) {
      const next = [...this.due.values()].reduce<Due | null>(
        (first, each) =>
          first === null || each.at < first.at || (each.at === first.at && each.number < first.number)
            ? each
            : first,
        null,
      );
      if (next === null || next.at > end) {
        this.now = end;
        return until();
      }
      this.now = next.at;
      this.due.delete(next.number);
      next.work();
      await settle();
      this.meet();
      await settle();
    }
    return true;
  }

  private shut(id: Id): void {
    const page = this.pages[id];
    if (!page) return;
    page.open = false;
    page.mesh.close();
    this.pages[id] = null;
  }

  private mesh(id: Id, connections: FakeConnection[]): Mesh {
    const other: Id = id === "a" ? "b" : "a";
    return new Mesh(
      id,
      {
        send: (_to, envelope) => this.post(id, other, envelope),
        onTrack: () => undefined,
        onState: () => undefined,
        onGone: () => undefined,
        connect: () => {
          const connection = new FakeConnection();
          connections.push(connection);
          return connection.asReal();
        },
        later: (work, milliseconds) => this.at(milliseconds, work),
        cancel: (timer) => this.due.delete(timer),
      },
      { audio: null, video: null },
    );
  }

  private post(from: Id, to: Id, envelope: Envelope): Promise<void> {
    this.posts += 1;
    const page = this.pages[from];
    const { refused, hangs, arrives } = this.fate({ number: this.posts, from, signals: envelope.signals });
    for (const wait of arrives) {
      this.at(wait, () => {
        // As the server does: only among those who are in; whichever page is open then takes it.
        if (this.isIn[from] && this.isIn[to]) this.pages[to]?.mesh.receive(from, envelope);
      });
    }
    return new Promise((done, fail) => {
      // A page waits so long for an answer and then gives the post up.
      this.at(hangs ? SIGNAL_MS : 20, () =>
        (refused || hangs) && page?.open ? fail(new Error("no answer")) : done(),
      );
    });
  }

  /** What the browsers do by themselves once they have each other's descriptions, or the other end falls silent. */
  private meet(): void {
    const open = PEOPLE.flatMap((id) => this.pages[id]?.connections ?? []).filter((each) => !each.closed);
    for (const one of open) {
      const other = open.find((each) => each !== one && one.meets(each));
      if (this.reachable && other && one.connectionState === "new") {
        one.become("connecting");
        this.at(ICE_MS, () => one.meets(other) && one.become("connected"));
      }
      if (!other && one.connectionState === "connected") {
        one.become("disconnected");
        this.at(GIVEN_UP_MS - SILENT_MS, () => one.become("failed"));
      }
    }
  }
}

/** Numbers from 0 to 1, the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  // The first numbers of seeds that lie close lie close too.
  for (let turn = 0; turn < 10; turn += 1) next();
  return next;
}
