/** Built-in video: every browser in the meeting sends to every other one (at most four). No address outside is asked. */
import { type LinkState, type LocalTracks, Peer, type PeerPorts } from "./peer";
import { type Envelope, isOfSamePage, judge, nameOf, offers, opens, type Signal, unwrap } from "./signals";

export interface MeshPorts {
  /** Posts one envelope to one participant; rejects when it did not get there. */
  readonly send: (to: string, envelope: Envelope) => Promise<void>;
  readonly onTrack: (from: string, track: MediaStreamTrack) => void;
  readonly onState: (from: string, state: LinkState) => void;
  readonly onGone: (from: string) => void;
  readonly connect?: () => RTCPeerConnection;
  /** What this page calls itself; no other page ever has the same name. */
  readonly page?: string;
  readonly later?: (work: () => void, milliseconds: number) => number;
  readonly cancel?: (timer: number) => void;
}

/** Messages from somebody whose place in the meeting we have not been told of yet; more than this are not kept. */
const EARLY_LIMIT = 64;
/** When to say again what may have been lost, each time after the one before; the last is repeated. */
const AGAIN_MS = [700, 1000, 1500, 2000] as const;
/** How long two who have heard each other may take to connect, and how soon after a break all is made anew. */
const CONNECT_MS = 10_000;
const BROKEN_MS = 500;
/** All of these double for each time that all was made anew in vain, up to this. */
const LONGEST_MS = 30_000;
/** From this many on the connection is told of as failed, though it is still tried. */
const IN_VAIN = 2;

type Timer = "again" | "anew";

interface Held {
  readonly peer: Peer;
  readonly timers: Map<Timer, number>;
  readonly outbox: Signal[];
  posting: boolean;
  /** True when it was time to say all again while a post was still on its way. */
  due: boolean;
  tries: number;
  /** How many connections before this one, since one came about, did not. */
  vain: number;
}

export class Mesh {
  private readonly peers = new Map<string, Held>();
  private readonly early = new Map<string, Signal[]>();
  private closed = false;
  private made = 0;
  private readonly page: string;
  private readonly me: string;
  private readonly ports: MeshPorts;
  private tracks: LocalTracks;

  constructor(me: string, ports: MeshPorts, tracks: LocalTracks) {
    this.me = me;
    this.ports = ports;
    this.tracks = tracks;
    this.page = ports.page ?? crypto.randomUUID();
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
      this.build(id).peer.hello(null);
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
        this.early.set(from, [...waiting, signal].slice(-EARLY_LIMIT));
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
  }

  private take(id: string, signal: Signal): void {
    const held = this.peers.get(id);
    if (!held) return;
    const verdict = judge(held.peer, signal);
    if (verdict === "take") held.peer.receive(signal);
    else if (verdict === "greet") this.greet(held, signal.session);
    else if (verdict === "bind") this.bind(id, held, signal);
    else if (verdict === "renew") {
      const { peer } = held;
      // One that its own page has made anew was in vain for both; another page begins afresh.
      const anew = this.build(id, isOfSamePage(peer.theirs, signal.session) ? this.vainly(held) : 0);
      if (peer.opener || offers(signal, peer)) this.bind(id, anew, signal);
      else this.greet(anew, signal.session);
    }
  }

  private bind(id: string, held: Held, signal: Signal): void {
    held.peer.bind(signal.session);
    if (!held.peer.opener) held.peer.receive(signal);
    held.tries = 0;
    this.repeat(id, held);
    this.expect(id, held, CONNECT_MS);
  }

  private greet({ peer, outbox }: Held, heard: string): void {
    if (!outbox.some(({ hello, for: to }) => hello && to === heard)) peer.hello(heard);
  }

  private vainly({ peer, vain }: Held): number {
    return peer.connected ? 0 : vain + 1;
  }

  private build(id: string, vain = 0): Held {
    this.forget(id);
    const ports: PeerPorts = {
      connect: this.ports.connect ?? (() => new RTCPeerConnection({ iceServers: [] })),
      send: (signal) => this.post(id, held, signal),
      onTrack: (track) => this.ports.onTrack(id, track),
      onState: (state) => this.changed(id, held, state),
    };
    this.made += 1;
    const role = { session: nameOf(this.page, this.made), opener: opens(this.me, id) };
    const peer = new Peer(role, ports, this.tracks);
    const held: Held = { peer, timers: new Map(), outbox: [], posting: false, due: false, tries: 0, vain };
    this.peers.set(id, held);
    this.repeat(id, held);
    this.tell(id, held, "connecting");
    return held;
  }

  /** Say again what has been said, until connected. */
  private repeat(id: string, held: Held): void {
    const wait = AGAIN_MS[Math.min(held.tries, AGAIN_MS.length - 1)] ?? 0;
    held.tries += 1;
    this.set(held, "again", wait, () => {
      // Nothing is said twice while the first is still on its way.
      if (held.posting) held.due = true;
      else held.peer.again();
      this.repeat(id, held);
    });
  }

  private expect(id: string, held: Held, milliseconds: number): void {
    this.set(held, "anew", milliseconds, () => this.build(id, this.vainly(held)).peer.hello(null));
  }

  private changed(id: string, held: Held, state: LinkState): void {
    if (state === "connected") {
      held.vain = 0;
      this.rest(held);
    }
    this.tell(id, held, state);
    if (state === "failed") this.expect(id, held, BROKEN_MS);
  }

  private tell(id: string, { vain }: Held, state: LinkState): void {
    this.ports.onState(id, state === "connecting" && vain >= IN_VAIN ? "failed" : state);
  }

  private set(held: Held, timer: Timer, milliseconds: number, work: () => void): void {
    this.unset(held, timer);
    const later = this.ports.later ?? ((then, wait) => window.setTimeout(then, wait));
    held.timers.set(timer, later(work, Math.min(milliseconds * 2 ** held.vain, LONGEST_MS)));
  }

  private unset(held: Held, timer: Timer): void {
    const cancel = this.ports.cancel ?? ((number) => window.clearTimeout(number));
    const number = held.timers.get(timer);
    if (number !== undefined) cancel(number);
    held.timers.delete(timer);
  }

  private rest(held: Held): void {
    for (const timer of [...held.timers.keys()]) this.unset(held, timer);
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
    this.ports.onGone(id);
  }

  private post(to: string, held: Held, signal: Signal): void {
    held.outbox.push(signal);
    if (!held.posting) this.drain(to, held);
  }

  /** One post at a time for each connection: what is said meanwhile shares the next. */
  private async drain(to: string, held: Held): Promise<void> {
    held.posting = true;
    // Let what is said in the same breath share one post.
    await Promise.resolve();
    // What a connection that is gone had left to say is of no use to anybody, and the next does not wait for it.
    while (held.outbox.length > 0 && this.peers.get(to) === held) {
      held.due = false;
      await this.ports.send(to, { signals: held.outbox.splice(0) }).catch(() => {
        // The other end is gone or the network is: what still counts is said again, at once if it is time already.
        if (held.due) held.peer.again();
      });
    }
    held.posting = false;
  }
}
