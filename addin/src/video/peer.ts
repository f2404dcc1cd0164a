/** One connection to one other browser: an offer, an answer, and candidates kept until their description is there. */
import { askedBy, type End, type Signal } from "./signals";

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
}

type Part = Pick<Signal, "description" | "candidate">;

export class Peer implements End {
  readonly session: string;
  readonly opener: boolean;
  theirs: string | null = null;
  private readonly pc: RTCPeerConnection;
  private readonly early: RTCIceCandidateInit[] = [];
  private readonly said: Part[] = [];
  private tracks: LocalTracks;
  private heard: string | null = null;
  private closed = false;
  private work: Promise<void> = Promise.resolve();
  private readonly ports: PeerPorts;

  constructor(role: PeerRole, ports: PeerPorts, tracks: LocalTracks) {
    this.session = role.session;
    this.opener = role.opener;
    this.ports = ports;
    this.tracks = tracks;
    this.pc = ports.connect();
    this.pc.ontrack = (event) => ports.onTrack(event.track);
    this.pc.onicecandidate = (event) => {
      if (event.candidate) this.say({ candidate: event.candidate.toJSON() });
    };
    this.pc.onconnectionstatechange = () => this.report();
    if (!role.opener) return;
    for (const kind of ["audio", "video"] as const) {
      this.pc.addTransceiver(tracks[kind] ?? kind, { direction: "sendrecv" });
    }
  }

  get connected(): boolean {
    return this.pc.connectionState === "connected";
  }

  /** Connect with that connection: the opener offers it, the other has its offer coming. */
  bind(theirs: string): void {
    this.theirs = theirs;
    if (this.opener) this.queue(() => this.describe());
  }

  /** Take one message; messages are handled one at a time, in the order they came. */
  receive(signal: Signal): Promise<void> {
    return this.queue(() => this.handle(signal));
  }

  /** Say again all that has been said, for the case that something was lost; before the other is known, hello. */
  again(): void {
    if (this.theirs === null) this.hello(this.heard);
    for (const part of this.said) this.send(part);
  }

  /** Say who this is, and whom we have heard. */
  hello(heard: string | null): void {
    this.heard = heard;
    const session = this.connected && heard !== null ? askedBy(this, heard) : this.session;
    if (!this.closed) this.ports.send({ session, for: heard, hello: true });
  }

  /** Send these tracks from now on; null means nothing of that kind. No new negotiation is needed. */
  async setTracks(tracks: LocalTracks): Promise<void> {
    this.tracks = tracks;
    await this.fill();
  }

  close(): void {
    this.closed = true;
    this.pc.ontrack = null;
    this.pc.onicecandidate = null;
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }

  private queue(work: () => Promise<void>): Promise<void> {
    // What goes wrong here ends as a connection that does not come about, and that is made anew.
    this.work = this.work.then(() => (this.closed ? undefined : work())).catch(() => undefined);
    return this.work;
  }

  private async handle(signal: Signal): Promise<void> {
    const { description, candidate } = signal;
    if (description?.type === "offer") await this.answer(description);
    if (description?.type === "answer" && signal.for === this.session) {
      await this.answered(signal.session, description);
    }
    if (signal.hello && this.isOffering) {
      // A hello from the one we have offered to: the offer was lost, or made to a name it no longer answers to.
      this.theirs = signal.session;
      this.again();
    }
    if (!candidate) return;
    if (this.pc.remoteDescription) await this.add(candidate);
    else this.early.push(candidate);
  }

  private get isOffering(): boolean {
    return this.opener && this.pc.signalingState === "have-local-offer";
  }

  private async answer(offer: RTCSessionDescriptionInit): Promise<void> {
    if (this.opener) return;
    if (this.pc.remoteDescription) {
      this.again();
      return;
    }
    await this.accept(offer);
    await this.fill();
    await this.describe();
  }

  private async answered(by: string, answer: RTCSessionDescriptionInit): Promise<void> {
    if (!this.isOffering) return;
    this.theirs = by;
    await this.accept(answer);
  }

  private async accept(description: RTCSessionDescriptionInit): Promise<void> {
    await this.pc.setRemoteDescription(description);
    for (const candidate of this.early.splice(0)) await this.add(candidate);
  }

  private async add(candidate: RTCIceCandidateInit): Promise<void> {
    // One bad address among many is no reason to give up: the connection reports by itself when none works.
    await this.pc.addIceCandidate(candidate).catch(() => undefined);
  }

  private async describe(): Promise<void> {
    await this.pc.setLocalDescription();
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

  private say(part: Part): void {
    this.said.push(part);
    this.send(part);
  }

  private send(part: Part): void {
    if (!this.closed) this.ports.send({ session: this.session, for: this.theirs, ...part });
  }
}
