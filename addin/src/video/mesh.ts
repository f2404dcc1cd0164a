/** Built-in video: every browser in the meeting sends to every other one (at most four). No address outside is asked. */
import { type LinkState, type LocalTracks, Peer, type PeerPorts } from "./peer";
import { type Envelope, judge, opens, type Signal, unwrap } from "./signals";

export interface MeshPorts {
  /** Posts one envelope to one participant; rejects when it did not get there. */
  readonly send: (to: string, envelope: Envelope) => Promise<void>;
  readonly onTrack: (from: string, track: MediaStreamTrack) => void;
  readonly onState: (from: string, state: LinkState) => void;
  readonly onGone: (from: string) => void;
  readonly connect?: () => RTCPeerConnection;
  readonly session?: () => string;
  readonly later?: (work: () => void, milliseconds: number) => number;
  readonly cancel?: (timer: number) => void;
}

/** Messages from somebody whose place in the meeting we have not been told of yet; more than this are not kept. */
const EARLY_LIMIT = 64;
/** How long a first connection, and a restart, may take before the connection is made anew. */
const CONNECT_MS = 15_000;
const RESTART_MS = 6_000;

interface Held {
  peer: Peer;
  timer: number | null;
}

export class Mesh {
  private readonly peers = new Map<string, Held>();
  private readonly early = new Map<string, Signal[]>();
  private readonly outbox = new Map<string, Signal[]>();
  private posting = false;
  private closed = false;
  private readonly me: string;
  private readonly ports: MeshPorts;
  private tracks: LocalTracks;

  constructor(me: string, ports: MeshPorts, tracks: LocalTracks) {
    this.me = me;
    this.ports = ports;
    this.tracks = tracks;
  }

  /** Who is in the meeting now, besides oneself: connections are made and closed to match. */
  setPresent(ids: readonly string[]): void {
    if (this.closed) return;
    const present = new Set(ids.filter((id) => id !== this.me));
    for (const id of [...this.peers.keys()]) if (!present.has(id)) this.drop(id);
    for (const id of present) {
      if (this.peers.has(id)) continue;
      const waiting = this.early.get(id) ?? [];
      this.early.delete(id);
      this.build(id, null);
      for (const signal of waiting) this.take(id, signal);
    }
  }

  /** Take what a `signal` event carried. */
  receive(from: string, data: unknown): void {
    if (this.closed || from === this.me) return;
    for (const signal of unwrap(data)) {
      if (this.peers.has(from)) this.take(from, signal);
      else {
        const waiting = this.early.get(from) ?? [];
        if (waiting.length < EARLY_LIMIT) this.early.set(from, [...waiting, signal]);
      }
    }
  }

  /** Send these tracks to all from now on. */
  async setTracks(tracks: LocalTracks): Promise<void> {
    this.tracks = tracks;
    await Promise.all([...this.peers.values()].map((held) => held.peer.setTracks(tracks)));
  }

  close(): void {
    this.closed = true;
    for (const id of [...this.peers.keys()]) this.drop(id);
    this.early.clear();
    this.outbox.clear();
  }

  private take(id: string, signal: Signal): void {
    const held = this.peers.get(id);
    if (!held) return;
    const verdict = judge(held.peer.session, held.peer.theirs, signal);
    if (verdict === "drop") return;
    const peer = verdict === "rebuild" ? this.build(id, signal.session) : held.peer;
    peer.receive(signal);
  }

  private build(id: string, theirs: string | null): Peer {
    this.forget(id);
    const ports: PeerPorts = {
      connect: this.ports.connect ?? (() => new RTCPeerConnection({ iceServers: [] })),
      send: (signal) => this.post(id, signal),
      onTrack: (track) => this.ports.onTrack(id, track),
      onState: (state) => this.changed(id, state),
    };
    const role = {
      session: (this.ports.session ?? (() => crypto.randomUUID()))(),
      opener: opens(this.me, id),
      polite: !opens(this.me, id),
    };
    const peer = new Peer(role, ports, this.tracks, theirs);
    const held: Held = { peer, timer: null };
    this.peers.set(id, held);
    this.expect(id, held, CONNECT_MS);
    this.ports.onState(id, "connecting");
    return peer;
  }

  private expect(id: string, held: Held, milliseconds: number): void {
    this.rest(held);
    const later = this.ports.later ?? ((work, wait) => window.setTimeout(work, wait));
    held.timer = later(() => {
      if (this.peers.get(id) === held) this.build(id, null);
    }, milliseconds);
  }

  private changed(id: string, state: LinkState): void {
    const held = this.peers.get(id);
    if (!held) return;
    this.ports.onState(id, state);
    if (state === "connected") this.rest(held);
    if (state !== "failed") return;
    held.peer.restart();
    this.expect(id, held, RESTART_MS);
  }

  private rest(held: Held): void {
    const cancel = this.ports.cancel ?? ((timer) => window.clearTimeout(timer));
    if (held.timer !== null) cancel(held.timer);
    held.timer = null;
  }

  private forget(id: string): void {
    const held = this.peers.get(id);
    if (!held) return;
    this.rest(held);
    held.peer.close();
    this.peers.delete(id);
  }

  private drop(id: string): void {
    this.forget(id);
    this.outbox.delete(id);
    this.ports.onGone(id);
  }

  private post(to: string, signal: Signal): void {
    this.outbox.set(to, [...(this.outbox.get(to) ?? []), signal]);
    if (!this.posting) this.drain();
  }

  /** One post at a time: two at once could arrive in the wrong order. */
  private async drain(): Promise<void> {
    this.posting = true;
    // Let what is said in the same breath share one post.
    await Promise.resolve();
    for (let next = this.nextPost(); next && !this.closed; next = this.nextPost()) {
      const [to, signals] = next;
      this.outbox.delete(to);
      await this.ports.send(to, { signals }).catch(() => {
        // The other end is gone or the network is: the connection fails by itself, and is then made anew.
      });
    }
    this.posting = false;
  }

  private nextPost(): [string, Signal[]] | undefined {
    return this.outbox.entries().next().value;
  }
}
