import { expect, test } from "vitest";
import { Peer } from "../../src/video/peer";
import type { Signal } from "../../src/video/signals";
import { FakeConnection, hello, offer, settle, track } from "./fakes";

const NOTHING = { audio: null, video: null };

function make(
  opener: boolean,
  tracks: { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } = NOTHING,
) {
  const pc = new FakeConnection();
  const said: Signal[] = [];
  const states: string[] = [];
  const peer = new Peer(
    { session: "mine.1", opener },
    {
      connect: () => pc.asReal(),
      send: (signal) => said.push(signal),
      onTrack: () => undefined,
      onState: (state) => states.push(state),
    },
    tracks,
  );
  return { pc, peer, said, states };
}

function answer(session: string, to: string): Signal {
  return { session, for: to, description: { type: "answer", sdp: `answer ${session} ` } };
}

const described = (said: readonly Signal[]) => said.flatMap(({ description }) => description?.type ?? []);

test("the opener offers one line for sound and one for picture, also without devices", async () => {
  const { pc, peer, said } = make(true);
  peer.bind("theirs.1");
  await settle();
  expect(pc.lines.map((line) => line.receiver.track.kind)).toEqual(["audio", "video"]);
  expect(described(said)).toEqual(["offer"]);
  expect(said.every((signal) => signal.for === "theirs.1")).toBe(true);
});

test("the other end answers on the same lines with its own tracks", async () => {
  const audio = track("audio");
  const { pc, peer, said } = make(false, { audio, video: null });
  peer.bind("theirs.1");
  await peer.receive(offer("theirs.1"));
  expect(pc.lines.map((line) => line.direction)).toEqual(["sendrecv", "sendrecv"]);
  expect(pc.lines[0]?.sender.track).toBe(audio);
  expect(said[0]).toMatchObject({ for: "theirs.1", description: { type: "answer" } });
});

test("candidates that come before their description wait for it", async () => {
  const { pc, peer } = make(false);
  const early = { candidate: "early" };
  await peer.receive({ session: "theirs.1", for: "mine.1", candidate: early });
  expect(pc.candidates).toEqual([]);
  peer.bind("theirs.1");
  await peer.receive(offer("theirs.1"));
  expect(pc.candidates).toEqual([early]);
  await peer.receive({ session: "theirs.1", for: "mine.1", candidate: { candidate: "late" } });
  expect(pc.candidates).toHaveLength(2);
});

test("before the other end is known one says hello, and afterwards all that has been said", async () => {
  const { peer, said } = make(true);
  peer.again();
  peer.hello("theirs.1");
  peer.again();
  // That one was heard shows that one lives.
  expect(said.splice(0)).toEqual([hello("mine.1"), hello("mine.1", "theirs.1"), hello("mine.1", "theirs.1")]);
  peer.bind("theirs.1");
  await settle();
  const once = said.splice(0);
  expect(once.map((signal) => Boolean(signal.candidate))).toEqual([false, true]);
  peer.again();
  expect(said).toEqual(once);
});

test("an offer that comes twice is answered twice, in the same words", async () => {
  const { pc, peer, said } = make(false);
  peer.bind("theirs.1");
  for (let time = 0; time < 2; time += 1) await peer.receive(offer("theirs.1"));
  await settle();
  const [first, second] = said.filter(({ description }) => description);
  expect(second).toEqual(first);
  expect(pc.signalingState).toBe("stable");
});

test("a hello from the one who was offered to has the offer said again, until it is answered", async () => {
  const { peer, said } = make(true);
  peer.bind("theirs.1");
  await settle();
  await peer.receive(hello("theirs.1"));
  expect(described(said)).toEqual(["offer", "offer"]);
  await peer.receive(answer("theirs.1", "mine.1"));
  await peer.receive(hello("theirs.1"));
  expect(described(said)).toEqual(["offer", "offer"]);
});

test("only an answer to this offer counts, and it says with whom one is connected", async () => {
  const { pc, peer } = make(true);
  await peer.receive(answer("theirs.1", "mine.1"));
  peer.bind("theirs.1");
  await settle();
  await peer.receive(answer("theirs.1", "mine.0"));
  expect(pc.remoteDescription).toBeNull();
  await peer.receive(answer("theirs.2", "mine.1"));
  expect(pc.remoteDescription?.type).toBe("answer");
  expect(peer.theirs).toBe("theirs.2");
});

test("another device is sent on the lines there are", async () => {
  const { pc, peer, said } = make(true);
  peer.bind("theirs.1");
  await settle();
  const before = said.length;
  const video = track("video");
  await peer.setTracks({ audio: null, video });
  expect(pc.lines[1]?.sender.track).toBe(video);
  expect(said).toHaveLength(before);
});

test("an answer out of place breaks nothing that comes after", async () => {
  const { pc, peer } = make(false);
  await peer.receive(answer("theirs.1", "mine.1"));
  await peer.receive(offer("theirs.1"));
  expect(pc.remoteDescription?.type).toBe("offer");
});

test("its state is told in three words, and nothing after it is closed", async () => {
  const { pc, peer, said, states } = make(true);
  pc.become("connecting");
  pc.become("connected");
  pc.become("disconnected");
  pc.become("failed");
  expect(states).toEqual(["connecting", "connected", "connecting", "failed"]);
  peer.close();
  peer.again();
  peer.bind("theirs.1");
  await settle();
  expect(pc.closed).toBe(true);
  expect(said).toEqual([]);
});
