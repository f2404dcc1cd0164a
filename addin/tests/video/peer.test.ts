import { expect, test } from "vitest";
import { Peer } from "../../src/video/peer";
import type { Signal } from "../../src/video/signals";
import { FakeConnection, offer, settle, track } from "./fakes";

const NOTHING = { audio: null, video: null };

function make(
  opener: boolean,
  tracks: { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } = NOTHING,
) {
  const pc = new FakeConnection();
  const said: Signal[] = [];
  const states: string[] = [];
  const peer = new Peer(
    { session: "mine", opener, polite: !opener },
    {
      connect: () => pc.asReal(),
      send: (signal) => said.push(signal),
      onTrack: () => undefined,
      onState: (state) => states.push(state),
    },
    tracks,
    null,
  );
  return { pc, peer, said, states };
}

test("the opener offers one line for sound and one for picture, also without devices", async () => {
  const { pc, said } = make(true);
  await settle();
  expect(pc.lines.map((line) => line.receiver.track.kind)).toEqual(["audio", "video"]);
  expect(said.map((signal) => signal.description?.type)).toEqual(["offer"]);
});

test("the other end says hello and answers on the same lines with its own tracks", async () => {
  const audio = track("audio");
  const { pc, peer, said } = make(false, { audio, video: null });
  expect(said).toEqual([{ session: "mine", for: null, hello: true }]);
  await peer.receive(offer("theirs"));
  expect(pc.lines.map((line) => line.direction)).toEqual(["sendrecv", "sendrecv"]);
  expect(pc.lines[0]?.sender.track).toBe(audio);
  expect(said.at(-1)).toMatchObject({ for: "theirs", description: { type: "answer" } });
});

test("candidates that come before their description wait for it", async () => {
  const { pc, peer } = make(false);
  const early = { candidate: "early" };
  await peer.receive({ session: "theirs", for: null, candidate: early });
  expect(pc.candidates).toEqual([]);
  await peer.receive(offer("theirs"));
  expect(pc.candidates).toEqual([early]);
  await peer.receive({ session: "theirs", for: null, candidate: { candidate: "late" } });
  expect(pc.candidates).toHaveLength(2);
});

test("when both offer at once the polite one gives way and the other does not", async () => {
  const impolite = make(true);
  await settle();
  await impolite.peer.receive(offer("theirs"));
  expect(impolite.pc.remoteDescription).toBeNull();

  const polite = make(false);
  await polite.peer.receive(offer("theirs"));
  polite.peer.restart();
  await settle();
  expect(polite.pc.signalingState).toBe("have-local-offer");
  await polite.peer.receive(offer("theirs", "mine"));
  expect(polite.said.at(-1)?.description?.type).toBe("answer");
});

test("another device is sent on the lines there are", async () => {
  const { pc, peer, said } = make(true);
  await settle();
  const before = said.length;
  const video = track("video");
  await peer.setTracks({ audio: null, video });
  expect(pc.lines[1]?.sender.track).toBe(video);
  expect(said).toHaveLength(before);
});

test("an answer out of place breaks nothing that comes after", async () => {
  const { pc, peer } = make(false);
  await peer.receive({ session: "theirs", for: null, description: { type: "answer", sdp: "stray" } });
  await peer.receive(offer("theirs"));
  expect(pc.remoteDescription?.type).toBe("offer");
});

test("its state is told in three words, and nothing after it is closed", () => {
  const { pc, peer, said, states } = make(true);
  pc.become("connecting");
  pc.become("connected");
  pc.become("disconnected");
  pc.become("failed");
  expect(states).toEqual(["connecting", "connected", "connecting", "failed"]);
  peer.close();
  const before = said.length;
  peer.restart();
  expect(pc.closed).toBe(true);
  expect(pc.restarts).toBe(0);
  expect(said).toHaveLength(before);
});
