import { expect, test, vi } from "vitest";
import { Mesh } from "../../src/video/mesh";
import type { Envelope } from "../../src/video/signals";
import { FakeConnection, hello, offer, settle } from "./fakes";

function make(me: string) {
  const connections: FakeConnection[] = [];
  const posts: { to: string; envelope: Envelope }[] = [];
  const timers = new Map<number, { work: () => void; wait: number }>();
  const gone: string[] = [];
  const states: string[] = [];
  const answers: { fail: boolean; giveUp: (() => void) | null } = { fail: false, giveUp: null };
  let made = 0;
  const mesh = new Mesh(
    me,
    {
      send: (to, envelope) => {
        posts.push({ to, envelope });
        if (answers.giveUp)
          return new Promise((_done, fail) => (answers.giveUp = () => fail(new Error("late"))));
        return answers.fail ? Promise.reject(new Error("no network")) : Promise.resolve();
      },
      onTrack: () => undefined,
      onState: (_id, state) => states.push(state),
      onGone: (id) => gone.push(id),
      connect: () => {
        const connection = new FakeConnection();
        connections.push(connection);
        return connection.asReal();
      },
      page: "mine",
      later: (work, wait) => {
        made += 1;
        timers.set(made, { work, wait });
        return made;
      },
      cancel: (timer) => timers.delete(timer),
    },
    { audio: null, video: null },
  );
  /** Let the timer that was set for so long go off. */
  const pass = (wait: number): void => {
    const [number, timer] = [...timers].find(([, each]) => each.wait === wait) ?? [];
    if (number === undefined) throw new Error(`no timer of ${wait} ms`);
    timers.delete(number);
    timer?.work();
  };
  const said = () => posts.flatMap(({ envelope }) => envelope.signals);
  return { mesh, connections, posts, timers, gone, states, answers, pass, said };
}

test("one connection for each who is in, none to oneself, closed when they go", () => {
  const { mesh, connections, gone } = make("a");
  mesh.setPresent(["a", "b", "c"]);
  mesh.setPresent(["a", "b", "c"]);
  expect(connections).toHaveLength(2);
  mesh.setPresent(["a", "c"]);
  expect(connections[0]?.closed).toBe(true);
  expect(gone).toEqual(["b"]);
});

test("signals that come before one knows that somebody is in are kept and then taken", async () => {
  const { mesh, said } = make("a");
  mesh.receive("b", { signals: [hello("theirs.1")] });
  mesh.setPresent(["a", "b"]);
  await settle();
  expect(said().some(({ description, for: to }) => description?.type === "offer" && to === "theirs.1")).toBe(
    true,
  );
});

test("of a stranger's signals only the last are kept, as many as a connection can need", async () => {
  const { mesh, connections } = make("z");
  mesh.receive("b", { signals: [offer("theirs.1", "mine.1")] });
  for (let count = 0; count < 500; count += 1) {
    const candidate = { candidate: String(count) };
    mesh.receive("b", { signals: [{ session: "theirs.1", for: "mine.1", candidate }] });
  }
  mesh.setPresent(["b"]);
  mesh.receive("b", { signals: [offer("theirs.1", "mine.1")] });
  await vi.waitFor(() => expect(connections[0]?.candidates.length).toBe(64));
});

test("somebody who loaded the page again gets a new connection, and the old one's words are dropped", async () => {
  const { mesh, connections } = make("z");
  mesh.setPresent(["b"]);
  mesh.receive("b", { signals: [offer("first.1", "mine.1")] });
  await settle();
  mesh.receive("b", { signals: [offer("second.1", "mine.1")] });
  await settle();
  expect(connections).toHaveLength(2);
  expect(connections[0]?.closed).toBe(true);
  expect(connections[1]?.remoteDescription?.type).toBe("offer");
  mesh.receive("b", { signals: [{ session: "first.1", for: "mine.1", candidate: { candidate: "stale" } }] });
  await settle();
  expect(connections).toHaveLength(2);
  expect(connections[1]?.candidates).toEqual([]);
});

test("who is not connected says hello again, ever more seldom", async () => {
  const { mesh, said, pass } = make("z");
  mesh.setPresent(["b"]);
  await settle();
  for (const wait of [700, 1000, 1500, 2000, 2000]) {
    pass(wait);
    await settle();
  }
  expect(said()).toEqual(Array.from({ length: 6 }, () => hello("mine.1")));
});

test("a hello on the way to the same ear is not said twice in one breath", async () => {
  const { mesh, said } = make("z");
  mesh.setPresent(["b"]);
  await settle();
  mesh.receive("b", { signals: [hello("theirs.1"), hello("theirs.1"), offer("theirs.1", "mine.0")] });
  await settle();
  expect(said().slice(1)).toEqual([hello("mine.1", "theirs.1")]);
});

test.each([
  ["a broken connection", "failed", 500],
  ["one that does not come about", "connecting", 10_000],
] as const)("%s is made anew", async (_what, state, wait) => {
  const { mesh, connections, pass, said } = make("a");
  mesh.setPresent(["b"]);
  mesh.receive("b", { signals: [hello("theirs.1")] });
  connections[0]?.become(state);
  pass(wait);
  await settle();
  expect(connections).toHaveLength(2);
  expect(connections[0]?.closed).toBe(true);
  expect(said().at(-1)).toEqual(hello("mine.2"));
});

test("a connection that comes about is left alone", () => {
  const { mesh, connections, timers } = make("a");
  mesh.setPresent(["b"]);
  mesh.receive("b", { signals: [hello("theirs.1")] });
  connections[0]?.become("connected");
  expect(timers.size).toBe(0);
  expect(connections).toHaveLength(1);
});

test("what is said in the same breath goes in one post, and a failed post stops nothing", async () => {
  const { mesh, posts, answers, pass } = make("z");
  answers.fail = true;
  mesh.setPresent(["b"]);
  mesh.receive("b", { signals: [offer("theirs.1", "mine.1")] });
  await settle();
  expect(posts.length).toBeGreaterThan(1);
  expect(posts.every((post) => post.to === "b")).toBe(true);
  answers.fail = false;
  const before = posts.length;
  pass(700);
  await settle();
  expect(posts).toHaveLength(before + 1);
  const [answer, candidate] = posts[before]?.envelope.signals ?? [];
  expect(answer?.description?.type).toBe("answer");
  expect(candidate?.candidate).toBeDefined();
});

test("a post to one who does not answer holds up nobody else", async () => {
  const { mesh, posts } = make("z");
  const ports = mesh["ports"] as { send: unknown };
  ports.send = (to: string, envelope: Envelope) => {
    posts.push({ to, envelope });
    return to === "b" ? new Promise(() => undefined) : Promise.resolve();
  };
  mesh.setPresent(["b", "c"]);
  await settle();
  expect(posts.map(({ to }) => to)).toEqual(["b", "c"]);
});

test("a connection does not wait for what the one before it posted without an answer", async () => {
  const { mesh, posts, answers } = make("z");
  answers.giveUp = () => undefined;
  mesh.setPresent(["b"]);
  await settle();
  answers.giveUp = null;
  mesh.setPresent([]);
  mesh.setPresent(["b"]);
  await settle();
  expect(posts.at(-1)?.envelope.signals).toEqual([hello("mine.2")]);
});

test("nothing is said again while it is on its way; when that was in vain, at once", async () => {
  const { mesh, posts, answers, pass } = make("z");
  answers.giveUp = () => undefined;
  mesh.setPresent(["b"]);
  await settle();
  pass(700);
  await settle();
  expect(posts).toHaveLength(1);
  const { giveUp } = answers;
  answers.giveUp = null;
  giveUp?.();
  await settle();
  expect(posts.map(({ envelope }) => envelope.signals)).toEqual([[hello("mine.1")], [hello("mine.1")]]);
});

test("who makes all anew in vain waits twice as long each time, and says from the second on that it failed", () => {
  const { mesh, connections, timers, states, pass } = make("a");
  const heard = (): void => mesh.receive("b", { signals: [hello("theirs.1")] });
  mesh.setPresent(["b"]);
  for (const wait of [10_000, 20_000, 30_000, 30_000]) {
    heard();
    pass(wait);
  }
  expect(states).toEqual(["connecting", "connecting", "failed", "failed", "failed"]);
  connections.at(-1)?.become("connecting");
  expect(states.at(-1)).toBe("failed");
  heard();
  connections.at(-1)?.become("connected");
  expect(states.at(-1)).toBe("connected");
  connections.at(-1)?.become("failed");
  expect([...timers.values()].map(({ wait }) => wait)).toEqual([500]);
});

test("what the other end makes anew in vain counts here too, a page that is loaded again does not", () => {
  const { mesh, states } = make("a");
  mesh.setPresent(["b"]);
  for (const session of ["theirs.1", "theirs.2", "theirs.3"])
    mesh.receive("b", { signals: [hello(session)] });
  expect(states).toEqual(["connecting", "connecting", "failed"]);
  mesh.receive("b", { signals: [hello("other.1", "mine.3")] });
  expect(states.at(-1)).toBe("connecting");
});

test("after the meeting nothing is taken and nothing is open", () => {
  const { mesh, connections } = make("a");
  mesh.setPresent(["b"]);
  mesh.close();
  mesh.setPresent(["c"]);
  mesh.receive("b", { signals: [offer("theirs.1")] });
  expect(connections).toHaveLength(1);
  expect(connections[0]?.closed).toBe(true);
});
