import type { Signal } from "../../src/video/signals";

let made = 0;

/** A connection that does what the specification says of states, and remembers what it was told. */
export class FakeConnection {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  ontrack: unknown = null;
  onicecandidate: ((event: { candidate: { toJSON(): RTCIceCandidateInit } | null }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  readonly lines: FakeLine[] = [];
  readonly candidates: RTCIceCandidateInit[] = [];
  readonly name: string;
  closed = false;
  private count = 0;

  constructor() {
    made += 1;
    this.name = `ufrag${made}`;
  }

  addTransceiver(what: string | { kind: string }, init: { direction: RTCRtpTransceiverDirection }): void {
    const kind = typeof what === "string" ? what : what.kind;
    const line = new FakeLine(kind, init.direction);
    line.sender.track = typeof what === "string" ? null : what;
    this.lines.push(line);
  }

  getTransceivers(): FakeLine[] {
    return this.lines;
  }

  setLocalDescription(): Promise<void> {
    if (this.closed) return wrongState();
    const answers = this.signalingState === "have-remote-offer";
    this.count += 1;
    const sdp = answers
      ? `answer ${this.name} to ${this.remoteDescription?.sdp}`
      : `offer ${this.name} ${this.count}`;
    this.localDescription = { type: answers ? "answer" : "offer", sdp };
    this.signalingState = answers ? "stable" : "have-local-offer";
    this.find();
    return Promise.resolve();
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (this.closed) return wrongState();
    if (description.type === "answer" && this.signalingState !== "have-local-offer") return wrongState();
    // An offer upon an offer takes one's own back.
    if (description.type === "offer" && this.signalingState === "have-local-offer")
      this.localDescription = null;
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
    if (this.lines.length === 0) {
      this.lines.push(new FakeLine("audio", "recvonly"), new FakeLine("video", "recvonly"));
    }
    return Promise.resolve();
  }

  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (this.closed || !this.remoteDescription) return wrongState();
    const known = candidate.usernameFragment ?? null;
    if (known !== null && !this.remoteDescription.sdp?.includes(` ${known} `)) {
      return Promise.reject(new DOMException("of another", "OperationError"));
    }
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
    this.signalingState = "closed";
    this.connectionState = "closed";
  }

  become(state: RTCPeerConnectionState): void {
    if (this.closed || this.connectionState === state) return;
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** True when both have each other's descriptions, and each an address of the other. */
  meets(other: FakeConnection): boolean {
    const [mine, theirs] = [this.localDescription?.sdp, other.localDescription?.sdp];
    return (
      !(this.closed || other.closed) &&
      mine !== undefined &&
      mine === other.remoteDescription?.sdp &&
      theirs !== undefined &&
      theirs === this.remoteDescription?.sdp &&
      this.candidates.length > 0 &&
      other.candidates.length > 0
    );
  }

  asReal(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }

  private async find(): Promise<void> {
    // Addresses are found after the description is set, never before its promise is kept.
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    if (this.closed) return;
    const candidate = { candidate: "host", usernameFragment: this.name };
    this.onicecandidate?.({ candidate: { toJSON: () => candidate } });
    this.onicecandidate?.({ candidate: null });
  }
}

function wrongState(): Promise<never> {
  return Promise.reject(new DOMException("wrong state", "InvalidStateError"));
}

export class FakeLine {
  readonly sender: { track: unknown; replaceTrack(track: unknown): Promise<void> };
  readonly receiver: { track: { kind: string } };
  direction: RTCRtpTransceiverDirection;

  constructor(kind: string, direction: RTCRtpTransceiverDirection) {
    this.direction = direction;
    this.receiver = { track: { kind } };
    this.sender = {
      track: null,
      replaceTrack(track) {
        this.track = track;
        return Promise.resolve();
      },
    };
  }
}

export function track(kind: string): MediaStreamTrack {
  return { kind } as MediaStreamTrack;
}

export function hello(session: string, heard: string | null = null): Signal {
  return { session, for: heard, hello: true };
}

export function offer(session: string, to: string | null = null): Signal {
  return { session, for: to, description: { type: "offer", sdp: `offer ${session} ` } };
}

/** Let everything that is already promised happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
