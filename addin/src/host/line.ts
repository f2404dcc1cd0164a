/** The stream that a host's page hears by: one at a time, from before one is in the meeting or from within it. */
import { type ServerEvent, stream } from "../shared/sse";
import type { HostModel } from "./view";

export interface LinePorts {
  readonly path: string;
  readonly bearer: () => string | null;
  readonly take: (event: ServerEvent) => void;
  readonly turned: (state: HostModel["stream"]) => void;
}

export class HostLine {
  /** True while a stream is open, or is tried to be. */
  isOpen = false;
  /** True while it is one that was opened outside the meeting and has not yet told of this visit. */
  fromOutside = true;
  private readonly ports: LinePorts;
  private line = new AbortController();

  constructor(ports: LinePorts) {
    this.ports = ports;
  }

  /** Aborted when what is heard now is heard no more. */
  get signal(): AbortSignal {
    return this.line.signal;
  }

  /** Hear, until it is closed or refused; what was heard before is closed. Throws ApiProblem. */
  async open(inside: boolean): Promise<void> {
    this.close();
    const line = new AbortController();
    this.line = line;
    this.isOpen = true;
    this.fromOutside = !inside;
    const { path, bearer, take, turned } = this.ports;
    try {
      await stream(path, { bearer, signal: line.signal, onEvent: take, onState: turned });
    } finally {
      if (this.line === line) this.isOpen = false;
    }
  }

  /** Hear no more. */
  close(): void {
    this.line.abort();
  }
}
