/** One connection to one other browser: perfect negotiation, with candidates kept until their description is there. */
import type { Signal } from "./signals";

export interface LocalTracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

export type LinkState = "connecting" | "connected" | "failed";

export interface PeerPorts {
  /** Makes the connection; tests give their own. */
  readonly connect: () => RTCPeerConnection;
  readonly send: (signal: Signal) => void;
  readonly onTrack: (track: MediaStreamTrack) => void;
  readonly onState: (state: LinkState) => void;
}

export interface PeerRole {
  readonly session: string;
  /** The one who opens says what is sent; the other answers on the same lines. */
  readonly opener: boolean;
  /** The polite one gives way when both offer at once. */
  readonly polite: boolean;
}

export class Peer {
  readonly session: string;
  /** The name of the connection at the other end, when it has been heard. */
  theirs: string | null;
  private readonly pc: RTCPeerConnection;
  private readonly early: RTCIceCandidateInit[] = [];
  private tracks: LocalTracks;
  private offering = false;
  private ignoring = false;
  private closed = false;
  private work: Promise<void> = Promise.resolve();
  private readonly role: PeerRole;
  private readonly ports: PeerPorts;

  constructor(role: PeerRole, ports: PeerPorts, tracks: LocalTracks, theirs: string | null) {
    this.role = role;
    this.ports = ports;
    this.session = role.session;
    this.theirs = theirs;
    this.tracks = tracks;
    this.pc = ports.connect();
    this.pc.ontrack = (event) => ports.onTrack(event.track);
    this.pc.onicecandidate = (event) => {
      if (event.candidate) this.say({ candidate: event.candidate.toJSON() });
    };
    this.pc.onnegotiationneeded = () => this.offer();
    this.pc.onconnectionstatechange = () => this.report();
    if (role.opener) {
      for (const kind of ["audio", "video"] as const) {
        this.pc.addTransceiver(tracks[kind] ?? kind, { direction: "sendrecv" });
      }
    } else {
      this.say({ hello: true });
    }
  }

  /** Take one message; messages are handled one at a time, in the order they came. */
  receive(signal: Signal): Promise<void> {
    this.theirs = signal.session;
    this.work = this.work.then(() => this.handle(signal)).catch(() => undefined);
    return this.work;
  }

  /** Send these tracks from now on; null means nothing of that kind. No new negotiation is needed. */
  async setTracks(tracks: LocalTracks): Promise<void> {
    this.tracks = tracks;
    await this.fill();
  }

  /** Look for a new way through the network, with everything else kept. */
  restart(): void {
    if (!this.closed) this.pc.restartIce();
  }

  close(): void {
    this.closed = true;
    this.pc.ontrack = null;
    this.pc.onicecandidate = null;
    this.pc.onnegotiationneeded = null;
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }

  private async handle(signal: Signal): Promise<void> {
    if (this.closed) return;
    if (signal.description) await this.describe(signal.description);
    if (signal.candidate) await this.candidate(signal.candidate);
  }

  private async describe(description: RTCSessionDescriptionInit): Promise<void> {
    const offer = description.type === "offer";
    const collision = offer && (this.offering || this.pc.signalingState !== "stable");
    this.ignoring = collision && !this.role.polite;
    if (this.ignoring) return;
    await this.pc.setRemoteDescription(description);
    for (const candidate of this.early.splice(0)) await this.add(candidate);
    if (!offer) return;
    await this.fill();
    await this.pc.setLocalDescription();
    this.describeSelf();
  }

  private async candidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (this.pc.remoteDescription) await this.add(candidate);
    else this.early.push(candidate);
  }

  private async add(candidate: RTCIceCandidateInit): Promise<void> {
    // One bad address among many is no reason to give up: the connection reports by itself when none works.
    await this.pc.addIceCandidate(candidate).catch(() => undefined);
  }

  private async offer(): Promise<void> {
    // Only the opener makes the first offer, so that both ends share the same two lines.
    if (!(this.role.opener || this.pc.remoteDescription)) return;
    try {
      this.offering = true;
      await this.pc.setLocalDescription();
      this.describeSelf();
    } catch {
      if (!this.closed) this.ports.onState("failed");
    } finally {
      this.offering = false;
    }
  }

  private describeSelf(): void {
    const description = this.pc.localDescription;
    if (description) this.say({ description: { type: description.type, sdp: description.sdp } });
  }

  private async fill(): Promise<void> {
    if (this.closed) return;
    const lines = this.pc.getTransceivers();
    await Promise.all(
      (["audio", "video"] as const).map(async (kind) => {
        const line = lines.find((each) => each.receiver.track.kind === kind);
        if (!line) return;
        if (line.direction !== "sendrecv") line.direction = "sendrecv";
        if (line.sender.track !== this.tracks[kind]) await line.sender.replaceTrack(this.tracks[kind]);
      }),
    );
  }

  private report(): void {
    const state = this.pc.connectionState;
    if (state === "connected" || state === "failed") this.ports.onState(state);
    else if (state !== "closed") this.ports.onState("connecting");
  }

  private say(part: Partial<Signal>): void {
    if (!this.closed) this.ports.send({ session: this.session, for: this.theirs, ...part });
  }
}
