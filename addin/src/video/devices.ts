/** Cameras, microphones and loudspeakers: what there is, what was chosen, and what to say when one cannot be had. */

export type Kind = "camera" | "microphone" | "speaker";

/** Why a camera or microphone cannot be used. */
export type Trouble = "denied" | "missing" | "busy" | "unsupported";

export interface Device {
  readonly id: string;
  /** What the browser calls it; empty until permission is given. */
  readonly label: string;
}

export type Devices = Readonly<Record<Kind, readonly Device[]>>;

export interface Choice {
  readonly camera?: string | undefined;
  readonly microphone?: string | undefined;
  readonly speaker?: string | undefined;
}

export interface Opened {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
  readonly trouble: { readonly camera: Trouble | null; readonly microphone: Trouble | null };
}

export interface Wanted {
  readonly camera: boolean;
  readonly microphone: boolean;
}

const KINDS: Readonly<Record<string, Kind>> = {
  videoinput: "camera",
  audioinput: "microphone",
  audiooutput: "speaker",
};

const TROUBLES: Readonly<Record<string, Trouble>> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** The reason behind an error of getUserMedia. Whatever is not known is called busy: trying again is the right advice. */
export function troubleOf(error: unknown): Trouble {
  const name = typeof error === "object" && error !== null ? (error as { name?: unknown }).name : undefined;
  return (typeof name === "string" ? TROUBLES[name] : undefined) ?? "busy";
}

/** Sort what the browser lists by kind; nameless duplicates of one device are shown once. */
export function groupDevices(
  infos: readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[],
): Devices {
  const found: Record<Kind, Device[]> = { camera: [], microphone: [], speaker: [] };
  for (const info of infos) {
    const kind = KINDS[info.kind];
    if (!kind || info.deviceId === "" || found[kind].some((each) => each.id === info.deviceId)) continue;
    found[kind].push({ id: info.deviceId, label: info.label });
  }
  return found;
}

/** True when this browser can give camera or microphone to a page at all. */
export function supported(): boolean {
  return (
    typeof navigator.mediaDevices?.getUserMedia === "function" && typeof RTCPeerConnection === "function"
  );
}

export async function listDevices(): Promise<Devices> {
  return groupDevices((await navigator.mediaDevices?.enumerateDevices()) ?? []);
}

/** Be told when a device is plugged in or out. */
export function watchDevices(told: () => void): void {
  navigator.mediaDevices?.addEventListener("devicechange", told);
}

/**
 * Open camera and microphone with one question to the user, or whichever of them can be had.
 *
 * Never rejects: one may join with sound only, or with nothing, and is told why.
 */
export async function openMedia(wanted: Wanted, choice: Choice): Promise<Opened> {
  if (!supported()) return NOTHING;
  const video = wanted.camera ? cameraRules(choice.camera) : false;
  const audio = wanted.microphone ? microphoneRules(choice.microphone) : false;
  if (video && audio) {
    const both = await attempt({ audio, video });
    if (both.stream) return { ...tracksOf(both.stream), trouble: { camera: null, microphone: null } };
  }
  const camera = video ? await attempt({ video }) : UNASKED;
  const microphone = audio ? await attempt({ audio }) : UNASKED;
  return {
    video: tracksOf(camera.stream).video,
    audio: tracksOf(microphone.stream).audio,
    trouble: { camera: camera.trouble, microphone: microphone.trouble },
  };
}

function tracksOf(stream: MediaStream | null): Pick<Opened, "audio" | "video"> {
  return { audio: stream?.getAudioTracks()[0] ?? null, video: stream?.getVideoTracks()[0] ?? null };
}

interface Attempt {
  readonly stream: MediaStream | null;
  readonly trouble: Trouble | null;
}

async function attempt(rules: MediaStreamConstraints): Promise<Attempt> {
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(rules), trouble: null };
  } catch (error) {
    return { stream: null, trouble: troubleOf(error) };
  }
}

const UNASKED: Attempt = { stream: null, trouble: null };
const NOTHING: Opened = {
  audio: null,
  video: null,
  trouble: { camera: "unsupported", microphone: "unsupported" },
};

/** `ideal`, not `exact`: a device that was unplugged since last time must not stop anybody from joining. */
function cameraRules(id: string | undefined): MediaTrackConstraints {
  const size = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 } };
  return id ? { ...size, deviceId: { ideal: id } } : { ...size, facingMode: "user" };
}

function microphoneRules(id: string | undefined): MediaTrackConstraints {
  const clean = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return id ? { ...clean, deviceId: { ideal: id } } : clean;
}

/** True when this browser lets a page choose loudspeaker. */
export function speakerChoice(): boolean {
  return typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;
}

/** Play an element through the chosen loudspeaker; a loudspeaker that is gone leaves the usual one. */
export async function playThrough(element: HTMLMediaElement, speaker: string | undefined): Promise<void> {
  if (!(speaker && speakerChoice())) return;
  try {
    await element.setSinkId(speaker);
  } catch {
    await element.setSinkId("");
  }
}
