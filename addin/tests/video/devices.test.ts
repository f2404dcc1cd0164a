import { expect, test, vi } from "vitest";
import { cameraLine, microphoneLine } from "../../src/video/check";
import { milestones } from "../../src/video/countdown";
import { groupDevices, openMedia, troubleOf } from "../../src/video/devices";
import { loudness } from "../../src/video/sound";
import { changedParts } from "../../src/video/visit";
import { track } from "./fakes";

function browserWith(answer: (wanted: MediaStreamConstraints) => string[] | string): void {
  vi.stubGlobal("RTCPeerConnection", class {});
  const getUserMedia = (wanted: MediaStreamConstraints): Promise<unknown> => {
    const got = answer(wanted);
    if (typeof got === "string") return Promise.reject(new DOMException("no", got));
    const of = (kind: string): MediaStreamTrack[] => got.filter((each) => each === kind).map(track);
    return Promise.resolve({ getAudioTracks: () => of("audio"), getVideoTracks: () => of("video") });
  };
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
}

test("both devices with one question to the user", async () => {
  const asked: MediaStreamConstraints[] = [];
  browserWith((wanted) => {
    asked.push(wanted);
    return ["audio", "video"];
  });
  const got = await openMedia({ camera: true, microphone: true }, {});
  expect(asked).toHaveLength(1);
  expect([got.audio?.kind, got.video?.kind]).toEqual(["audio", "video"]);
  expect(got.trouble).toEqual({ camera: null, microphone: null });
});

test("without a camera one still gets the microphone, and is told why", async () => {
  browserWith((wanted) => (wanted.video ? "NotFoundError" : ["audio"]));
  const got = await openMedia({ camera: true, microphone: true }, {});
  expect(got.audio?.kind).toBe("audio");
  expect(got.video).toBeNull();
  expect(got.trouble).toEqual({ camera: "missing", microphone: null });
});

test("with everything refused one gets nothing and both reasons", async () => {
  browserWith(() => "NotAllowedError");
  const got = await openMedia({ camera: true, microphone: true }, {});
  expect(got).toEqual({ audio: null, video: null, trouble: { camera: "denied", microphone: "denied" } });
});

test("a browser without video says so instead of failing", async () => {
  vi.stubGlobal("navigator", {});
  const got = await openMedia({ camera: true, microphone: true }, {});
  expect(got.trouble).toEqual({ camera: "unsupported", microphone: "unsupported" });
});

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
  ["NotReadableError", "busy"],
  ["Surprise", "busy"],
])("%s means %s", (name, trouble) => {
  expect(troubleOf({ name })).toBe(trouble);
});

test("devices are sorted by kind, nameless and doubled ones left out", () => {
  const found = groupDevices([
    { kind: "videoinput", deviceId: "c1", label: "Front" },
    { kind: "videoinput", deviceId: "c1", label: "Front again" },
    { kind: "audioinput", deviceId: "", label: "" },
    { kind: "audiooutput", deviceId: "s1", label: "Headset" },
  ]);
  expect(found).toEqual({
    camera: [{ id: "c1", label: "Front" }],
    microphone: [],
    speaker: [{ id: "s1", label: "Headset" }],
  });
});

test("silence is nothing, a loud voice fills the bar and never more", () => {
  expect(loudness(new Uint8Array(64).fill(128))).toBe(0);
  expect(loudness(new Uint8Array(0))).toBe(0);
  expect(loudness(new Uint8Array(64).map((_, index) => (index % 2 === 0 ? 0 : 255)))).toBe(100);
  const speech = loudness(new Uint8Array(64).map((_, index) => (index % 2 === 0 ? 112 : 144)));
  expect(speech).toBeGreaterThan(20);
  expect(speech).toBeLessThan(80);
});

const STATE = {
  camera: false,
  microphone: false,
  trouble: { camera: null, microphone: null },
  devices: { camera: [], microphone: [], speaker: [] },
  choice: {},
  asking: false,
} as const;

test("a line has its tick only when the device works", () => {
  expect(cameraLine({ ...STATE, asking: true }).state).toBe("wait");
  expect(cameraLine({ ...STATE, camera: true })).toEqual({ state: "done", text: "cameraReady" });
  expect(cameraLine(STATE)).toEqual({ state: "off", text: "cameraOff" });
  expect(cameraLine({ ...STATE, trouble: { camera: "denied", microphone: null } })).toEqual({
    state: "bad",
    text: "cameraDenied",
  });
});

test("the microphone has its tick when a voice has been heard", () => {
  const heard = { voice: true, speaker: "untried" } as const;
  expect(microphoneLine({ ...STATE, microphone: true }, { ...heard, voice: false }).state).toBe("wait");
  expect(microphoneLine({ ...STATE, microphone: true }, heard).state).toBe("done");
  expect(microphoneLine({ ...STATE, trouble: { camera: null, microphone: "missing" } }, heard)).toEqual({
    state: "bad",
    text: "microphoneMissing",
  });
});

test("only what is new is told, so that a host's muting is not undone by chance", () => {
  const told = { camera: true, microphone: true };
  expect(changedParts(told, { camera: false, microphone: true })).toEqual({ camera: false });
  expect(changedParts(told, told)).toEqual({});
  expect(changedParts({}, told)).toEqual(told);
});

test("a countdown is said when it begins and as it passes 30 and 10", () => {
  const said = milestones();
  const aloud = [60, 59, 31, 30, 29, 11, 9, 8].filter((seconds) => said(seconds));
  expect(aloud).toEqual([60, 30, 9]);
  expect(said(null)).toBe(false);
  expect(said(50)).toBe(true);
});
