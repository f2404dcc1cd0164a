/** The meeting as seen from one browser: its own media, the mesh, and the others' pictures and sound. */
import type { LocalMedia } from "./media";
import { Mesh } from "./mesh";
import type { LinkState } from "./peer";
import type { Envelope } from "./signals";

export interface RoomPorts {
  readonly me: string;
  readonly media: LocalMedia;
  readonly send: (to: string, envelope: Envelope) => Promise<void>;
  readonly onChange: () => void;
}

export class Room {
  readonly streams = new Map<string, MediaStream>();
  readonly links = new Map<string, LinkState>();
  private readonly mesh: Mesh;
  private readonly stopWatching: () => void;

  constructor(ports: RoomPorts) {
    const { media } = ports;
    this.mesh = new Mesh(
      ports.me,
      {
        send: ports.send,
        onTrack: (from, track) => {
          this.hear(from, track);
          ports.onChange();
        },
        onState: (from, state) => {
          this.links.set(from, state);
          ports.onChange();
        },
        onGone: (from) => {
          this.streams.delete(from);
          this.links.delete(from);
          ports.onChange();
        },
      },
      media.tracks,
    );
    this.stopWatching = media.onChange(() => {
      this.mesh.setTracks(media.tracks);
    });
  }

  setPresent(ids: readonly string[]): void {
    this.mesh.setPresent(ids);
  }

  receive(from: string, data: unknown): void {
    this.mesh.receive(from, data);
  }

  close(): void {
    this.stopWatching();
    this.mesh.close();
  }

  private hear(from: string, track: MediaStreamTrack): void {
    const stream = this.streams.get(from) ?? new MediaStream();
    for (const old of stream.getTracks()) if (old.kind === track.kind) stream.removeTrack(old);
    stream.addTrack(track);
    this.streams.set(from, stream);
  }
}
