import type { Signal } from "../../src/video/signals";

/** A connection that does what the specification says of states, and remembers what it was told. */
export class FakeConnection {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  ontrack: unknown = null;
  onicecandidate: ((event: { candidate: { toJSON(): RTCIceCandidateInit } | null }) => void) | null = null;
  onnegotiationneeded: (() => unknown) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  readonly lines: FakeLine[] = [];
  readonly candidates: RTCIceCandidateInit[] = [];
  restarts = 0;
  closed = false;
  private count = 0;

  addTransceiver(what: string | { kind: string }, init: { direction: RTCRtpTransceiverDirection }): void {
    const kind = typeof what === "string" ? what : what.kind;
    const line = new FakeLine(kind, init.direction);
    line.sender.track = typeof what === "string" ? null : what;
    this.lines.push(line);
    if (this.lines.length === 1) queueMicrotask(() => this.onnegotiationneeded?.());
  }

  getTransceivers(): FakeLine[] {
    return this.lines;
  }

  setLocalDescription(): Promise<void> {
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.count += 1;
    this.localDescription = { type, sdp: `${type} ${this.count}` };
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
    return Promise.resolve();
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (description.type === "answer" && this.signalingState !== "have-local-offer") {
      return Promise.reject(new DOMException("wrong state", "InvalidStateError"));
    }
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
    if (this.lines.length === 0) {
      this.lines.push(new FakeLine("audio", "recvonly"), new FakeLine("video", "recvonly"));
    }
    return Promise.resolve();
  }

  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (!this.remoteDescription) return Promise.reject(new DOMException("early", "InvalidStateError"));
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  restartIce(): void {
    this.restarts += 1;
    queueMicrotask(() => this.onnegotiationneeded?.());
  }

  close(): void {
    this.closed = true;
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  asReal(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }
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

export function offer(session: string, to: string | null = null): Signal {
  return { session, for: to, description: { type: "offer", sdp: "theirs" } };
}

/** Let everything that is already promised happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
