import { expect, test } from "vitest";
import { type Fate, type Id, PEOPLE, type Post, seeded, World } from "./world";

const FLIGHT_MS = 30;
const LIMIT_MS = 30_000;
const WHOLE: Fate = { refused: false, arrives: [FLIGHT_MS] };
const SPOILT: Readonly<Record<string, Fate>> = {
  lost: { refused: false, arrives: [] },
  refused: { refused: true, arrives: [] },
  "taken though it seemed refused": { refused: true, arrives: [FLIGHT_MS] },
  "lost without an answer": { refused: false, hangs: true, arrives: [] },
  "taken without an answer": { refused: false, hangs: true, arrives: [FLIGHT_MS] },
  late: { refused: false, arrives: [3000] },
  doubled: { refused: false, arrives: [FLIGHT_MS, 900] },
  overtaken: { refused: false, arrives: [150] },
};

/** What is happening while the message is spoilt: each ends with both in, and told so. */
const SCENES: Readonly<Record<string, (world: World) => void>> = {
  "both come": (world) => tellAll(world),
  "the opener loads its page again": (world) => again(world, "a"),
  "the other loads its page again": (world) => again(world, "b"),
  "the opener leaves and comes back": (world) => back(world, "a"),
  "the other leaves and comes back": (world) => back(world, "b"),
  "the opener leaves and comes back before the other is told": (world) => back(world, "a", []),
  "the opener is told of an older list": (world) => glitch(world, "a"),
  "the other is told of an older list": (world) => glitch(world, "b"),
};

function come(world: World, id: Id): void {
  world.load(id);
  world.tell(id);
}

function again(world: World, id: Id): void {
  come(world, id);
}

function back(world: World, id: Id, told: readonly Id[] = PEOPLE): void {
  world.leave(id);
  for (const each of told) world.tell(each);
  come(world, id);
  world.at(25, () => tellAll(world));
}

function glitch(world: World, id: Id): void {
  world.tell(id, [id]);
  world.at(15, () => world.tell(id));
}

function tellAll(world: World): void {
  for (const id of PEOPLE) world.tell(id);
}

/**
 * Both come and meet, then the scene, with the fate of each of its posts given. How long they then took, in ms; more
 * than the limit when they never met.
 */
async function takes(scene: (world: World) => void, fate: (post: Post) => Fate): Promise<number> {
  let before: number | null = null;
  const world = new World((post) =>
    before === null ? WHOLE : fate({ ...post, number: post.number - before }),
  );
  for (const id of PEOPLE) world.load(id);
  if (scene !== SCENES["both come"]) {
    tellAll(world);
    await world.passes(LIMIT_MS, () => world.met);
    // Nothing of the first time is still on its way.
    await world.passes(1000);
  }
  before = world.posts;
  const start = world.now;
  scene(world);
  await world.passes(1);
  const met = await world.passes(LIMIT_MS, () => world.met);
  return met ? world.now - start : LIMIT_MS + 1;
}

test.each(Object.keys(SCENES))("no single message decides: %s", async (name) => {
  const scene = SCENES[name] as (world: World) => void;
  expect(await takes(scene, () => WHOLE)).toBeLessThan(500);
  const slow: string[] = [];
  for (let number = 1; number <= 8; number += 1) {
    for (const [how, fate] of Object.entries(SPOILT)) {
      const took = await takes(scene, (post) => (post.number === number ? fate : WHOLE));
      if (took > 2000) slow.push(`post ${number} ${how}: ${took} ms`);
    }
  }
  expect(slow).toEqual([]);
});

test.each(PEOPLE)(
  "what a page of %s that is gone has said takes down no connection, however late",
  async (id) => {
    let late = false;
    const world = new World((post) =>
      late && post.from === id ? { refused: false, arrives: [3000] } : WHOLE,
    );
    const other: Id = id === "a" ? "b" : "a";
    // The first page hears the other's name, and its answers to that come when another page of its own has met the other.
    world.load(other);
    world.tell(other, PEOPLE);
    late = true;
    come(world, id);
    await world.passes(100);
    late = false;
    come(world, id);
    expect(await world.passes(LIMIT_MS, () => world.met)).toBe(true);
    const { made } = world;
    await world.passes(5000);
    expect(world.made).toBe(made);
  },
);

test("two who cannot reach each other try ever more seldom, and meet once they can", async () => {
  const world = new World(() => WHOLE);
  world.reachable = false;
  for (const id of PEOPLE) world.load(id);
  tellAll(world);
  const inMinute = async (): Promise<{ posts: number; made: number }> => {
    const { posts, made } = world;
    await world.passes(60_000);
    return { posts: world.posts - posts, made: world.made - made };
  };
  const first = await inMinute();
  await world.passes(4 * 60_000);
  const sixth = await inMinute();
  expect(sixth.made).toBeLessThanOrEqual(4);
  expect(sixth.posts).toBeLessThan(first.posts / 2);
  world.reachable = true;
  expect(await world.passes(LIMIT_MS + 1000, () => world.met)).toBe(true);
});

type Chance = () => number;

/** A minute of trouble: what comes, and to whom. */
function trouble(world: World, chance: Chance): void {
  const id: Id = chance() < 0.5 ? "a" : "b";
  const acts: readonly (() => void)[] = [
    () => world.load(id),
    () => world.leave(id),
    () => come(world, id),
    () => back(world, id),
    () => glitch(world, id),
    () => tellAll(world),
  ];
  acts[Math.floor(chance() * acts.length)]?.();
  world.at(chance() * 300, () => tellAll(world));
}

test("whatever happens to messages and pages, both are connected soon after it has stopped", async () => {
  const slowest = { took: 0, seed: 0, made: 0 };
  for (let seed = 1; seed <= 100; seed += 1) {
    const chance = seeded(seed);
    let calm = false;
    const fate = (): Fate => ({
      refused: chance() < 0.1,
      hangs: chance() < 0.05,
      // Also in calm times one in ten is lost, and none is in order.
      arrives: chance() < (calm ? 0.1 : 0.3) ? [] : [wait(chance, calm), ...(chance() < 0.1 ? [500] : [])],
    });
    const world = new World(fate);
    for (const id of PEOPLE) come(world, id);
    for (let act = 0; act < 12; act += 1) {
      await world.passes(chance() * 2500);
      trouble(world, chance);
    }
    calm = true;
    for (const id of PEOPLE) if (!world.isIn[id]) world.load(id);
    await world.passes(300);
    tellAll(world);
    const start = world.now;
    const made = world.made;
    expect(await world.passes(LIMIT_MS, () => world.met), `seed ${seed}`).toBe(true);
    if (world.now - start > slowest.took)
      Object.assign(slowest, { took: world.now - start, seed, made: world.made - made });
  }
  expect(slowest.took, JSON.stringify(slowest)).toBeLessThan(8000);
  expect(slowest.made).toBeLessThan(20);
});

function wait(chance: Chance, calm: boolean): number {
  return chance() < 0.05 ? chance() * 3000 : chance() * (calm ? 120 : 600);
}
