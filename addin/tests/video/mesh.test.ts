import { expect, test, vi } from "vitest";
import { Mesh } from "../../src/video/mesh";
import type { Envelope } from "../../src/video/signals";
import { FakeConnection, offer, settle } from "./fakes";

function make(me: string) {
  const connections: FakeConnection[] = [];
  const posts: { to: string; envelope: Envelope }[] = [];
  const timers = new Map<number, () => void>();
  const gone: string[] = [];
  const answers: { fail: boolean } = { fail: false };
  const mesh = new Mesh(
    me,
    {
      send: (to, envelope) => {
        posts.push({ to, envelope });
        return answers.fail ? Promise.reject(new Error("no network")) : Promise.resolve();
      },
      onTrack: () => undefined,
      onState: () => undefined,
      onGone: (id) => gone.push(id),
      connect: () => {
        const connection = new FakeConnection();
        connections.push(connection);
        return connection.asReal();
      },
      session: () => `session-${connections.length}`,
      later: (work) => {
        timers.set(timers.size + 1, work);
        return timers.size;
      },
      cancel: (timer) => timers.delete(timer),
    },
    { audio: null, video: null },
  );
  return { mesh, connections, posts, timers, gone, answers };
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
  const { mesh, connections, posts } = make("z");
  mesh.receive("b", { signals: [offer("theirs")] });
  mesh.setPresent(["b", "z"]);
  await settle();
  expect(connections[0]?.remoteDescription?.type).toBe("offer");
  expect(
    posts.flatMap((post) => post.envelope.signals).some((signal) => signal.description?.type === "answer"),
  ).toBe(true);
});

test("no more signals of a stranger are kept than a connection can need", async () => {
  const { mesh, connections } = make("z");
  mesh.receive("b", { signals: [offer("theirs")] });
  for (let count = 0; count < 500; count += 1) {
    mesh.receive("b", {
      signals: [{ session: "theirs", for: null, candidate: { candidate: String(count) } }],
    });
  }
  mesh.setPresent(["b"]);
  // The offer took one of the 64 places.
  await vi.waitFor(() => expect(connections[0]?.candidates.length).toBe(63));
});

test("somebody who loaded the page again gets a new connection, and the old one's words are dropped", async () => {
  const { mesh, connections } = make("z");
  mesh.setPresent(["b"]);
  mesh.receive("b", { signals: [offer("first")] });
  await settle();
  mesh.receive("b", { signals: [offer("second")] });
  await settle();
  expect(connections).toHaveLength(2);
  expect(connections[0]?.closed).toBe(true);
  expect(connections[1]?.remoteDescription?.type).toBe("offer");
  mesh.receive("b", { signals: [{ session: "first", for: "session-0", candidate: { candidate: "stale" } }] });
  await settle();
  expect(connections).toHaveLength(2);
  expect(connections[1]?.candidates).toEqual([]);
});

test("a broken connection is restarted, and made anew when that does not help", () => {
  const { mesh, connections, timers } = make("a");
  mesh.setPresent(["b"]);
  connections[0]?.become("failed");
  expect(connections[0]?.restarts).toBe(1);
  const [patience] = [...timers.values()].slice(-1);
  patience?.();
  expect(connections).toHaveLength(2);
  expect(connections[0]?.closed).toBe(true);
});

test("a connection that comes about is left alone", () => {
  const { mesh, connections, timers } = make("a");
  mesh.setPresent(["b"]);
  connections[0]?.become("connected");
  expect(timers.size).toBe(0);
  expect(connections).toHaveLength(1);
});

test("what is said in the same breath goes in one post, and a failed post stops nothing", async () => {
  const { mesh, posts, answers } = make("z");
  answers.fail = true;
  mesh.setPresent(["b"]);
  mesh.receive("b", { signals: [offer("theirs")] });
  await settle();
  await settle();
  expect(posts.length).toBeGreaterThan(0);
  expect(posts.length).toBeLessThanOrEqual(2);
  expect(posts.every((post) => post.to === "b")).toBe(true);
});

test("after the meeting nothing is taken and nothing is open", () => {
  const { mesh, connections } = make("a");
  mesh.setPresent(["b"]);
  mesh.close();
  mesh.setPresent(["c"]);
  mesh.receive("b", { signals: [offer("theirs")] });
  expect(connections).toHaveLength(1);
  expect(connections[0]?.closed).toBe(true);
});
