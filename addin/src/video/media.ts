/** One's own camera and microphone for as long as the page lives: on or off, which device, what is wrong. */
import {
  type Choice,
  type Devices,
  groupDevices,
  type Kind,
  listDevices,
  openMedia,
  type Trouble,
  type Wanted,
  watchDevices,
} from "./devices";
import type { LocalTracks } from "./peer";

export interface MediaState {
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly trouble: { readonly camera: Trouble | null; readonly microphone: Trouble | null };
  readonly devices: Devices;
  readonly choice: Choice;
  /** True until the first question to the user has been answered. */
  readonly asking: boolean;
}

const REMEMBERED = "vardmote.devices";

interface Remembered {
  readonly choice: Choice;
  readonly wanted: Wanted;
}

export class LocalMedia {
  private audio: MediaStreamTrack | null = null;
  private video: MediaStreamTrack | null = null;
  private trouble: MediaState["trouble"] = { camera: null, microphone: null };
  private devices: Devices = groupDevices([]);
  private choice: Choice;
  private wanted: Wanted;
  private asking = false;
  private asked = false;
  private readonly told = new Set<() => void>();

  constructor() {
    const before = remembered();
    this.choice = before.choice;
    this.wanted = before.wanted;
    watchDevices(() => this.refresh());
  }

  get state(): MediaState {
    return {
      camera: this.video !== null,
      microphone: this.audio?.enabled === true,
      trouble: this.trouble,
      devices: this.devices,
      choice: this.choice,
      asking: this.asking,
    };
  }

  get tracks(): LocalTracks {
    return { audio: this.audio, video: this.video };
  }

  /** What the person has switched off where it could be tried; nothing that can't be had, nor was ever asked for. */
  get off(): readonly (keyof Wanted)[] {
    return this.asked ? (["camera", "microphone"] as const).filter((kind) => !this.wanted[kind]) : [];
  }

  /** Be told of every change; returns how to stop. */
  onChange(told: () => void): () => void {
    this.told.add(told);
    return () => this.told.delete(told);
  }

  /** Ask for camera and microphone, once. */
  async open(): Promise<void> {
    if (this.asked) return;
    this.asked = true;
    await this.take(this.wanted);
  }

  /** Camera off stops the camera itself, so that its light goes out. */
  async setCamera(on: boolean): Promise<void> {
    this.remember({ ...this.wanted, camera: on });
    if (on) await this.take({ camera: true, microphone: false });
    else this.keep({ video: null });
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.remember({ ...this.wanted, microphone: on });
    if (on && !this.audio) await this.take({ camera: false, microphone: true });
    if (this.audio) this.audio.enabled = on;
    this.changed();
  }

  /** Use another device from now on; the meeting goes on meanwhile. */
  async choose(kind: Kind, id: string): Promise<void> {
    this.choice = { ...this.choice, [kind]: id };
    this.remember(this.wanted);
    if (kind === "camera" && (this.video || this.trouble.camera)) {
      await this.take({ camera: true, microphone: false });
    } else if (kind === "microphone" && (this.audio || this.trouble.microphone)) {
      const muted = this.audio?.enabled === false;
      await this.take({ camera: false, microphone: true });
      if (muted) await this.setMicrophone(false);
    } else {
      this.changed();
    }
  }

  /** Ask again after a refusal or when a device has been plugged in. */
  async retry(): Promise<void> {
    await this.take({ camera: this.video === null, microphone: this.audio === null });
  }

  /** Let go of camera and microphone, so that their lights go out; `open` may ask again. */
  release(): void {
    this.asked = false;
    this.trouble = { camera: null, microphone: null };
    this.keep({ audio: null, video: null });
  }

  private async take(wanted: Wanted): Promise<void> {
    this.asking = true;
    this.changed();
    // Some devices serve one reader at a time: let go before asking.
    if (wanted.camera) this.video?.stop();
    if (wanted.microphone) this.audio?.stop();
    const got = await openMedia(wanted, this.choice);
    this.asking = false;
    this.trouble = {
      camera: wanted.camera ? got.trouble.camera : this.trouble.camera,
      microphone: wanted.microphone ? got.trouble.microphone : this.trouble.microphone,
    };
    if (wanted.camera) this.keep({ video: got.video });
    if (wanted.microphone) this.keep({ audio: got.audio });
    await this.refresh();
  }

  private keep(tracks: Partial<LocalTracks>): void {
    if (tracks.video !== undefined && tracks.video !== this.video) {
      this.video?.stop();
      this.video = tracks.video;
      this.video?.addEventListener("ended", () => this.lost("camera"));
    }
    if (tracks.audio !== undefined && tracks.audio !== this.audio) {
      this.audio?.stop();
      this.audio = tracks.audio;
      this.audio?.addEventListener("ended", () => this.lost("microphone"));
    }
    this.changed();
  }

  private lost(kind: "camera" | "microphone"): void {
    this.trouble = { ...this.trouble, [kind]: "missing" };
    this.keep(kind === "camera" ? { video: null } : { audio: null });
  }

  private async refresh(): Promise<void> {
    this.devices = await listDevices();
    this.changed();
  }

  private remember(wanted: Wanted): void {
    this.wanted = wanted;
    sessionStorage.setItem(REMEMBERED, JSON.stringify({ choice: this.choice, wanted }));
  }

  private changed(): void {
    for (const told of this.told) told();
  }
}

function remembered(): Remembered {
  const all: Remembered = { choice: {}, wanted: { camera: true, microphone: true } };
  try {
    const saved = JSON.parse(sessionStorage.getItem(REMEMBERED) ?? "null") as Partial<Remembered> | null;
    return { ...all, ...saved };
  } catch {
    return all;
  }
}
