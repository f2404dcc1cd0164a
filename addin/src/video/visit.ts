/** What a patient's and a host's visit have in common: presses, own media told to the server, and the mesh. */
import { Api, ApiProblem, type Bearer } from "../shared/api";
import type { Wanted } from "./devices";
import type { Signalled } from "./events";
import { LocalMedia } from "./media";
import { Room } from "./room";

/** Signals that come before we know that we are in; more than these are not kept. */
const EARLY_SIGNALS = 200;
/** A message that has found no way in this time is given up: what counts is said again. */
export const SIGNAL_MS = 1500;

export interface VisitPorts {
  readonly bearer: Bearer;
  /** Where one's own camera and microphone are told. */
  readonly presencePath: string;
  /** True while the server keeps a place for us. */
  readonly here: () => boolean;
  readonly changed: () => void;
}

export class Visit {
  readonly api: Api;
  readonly media = new LocalMedia();
  room: Room | null = null;
  /** What could not be done, to be shown until the next press. */
  problem: ApiProblem | null = null;
  private press: symbol | null = null;
  private readonly ports: VisitPorts;
  private told: Partial<Wanted> = {};
  private early: Signalled[] = [];

  constructor(ports: VisitPorts) {
    this.ports = ports;
    this.api = new Api(ports.bearer);
    this.media.onChange(() => {
      this.tell();
      ports.changed();
    });
  }

  /** True while a press that stands for the whole page is being answered. */
  get busy(): boolean {
    return this.press !== null;
  }

  /** The page that the press stood for is gone: the next press need not wait for its answer. */
  turned(): void {
    this.press = null;
  }

  /** Camera and microphone as they are now, for joining with; what is told so is not told again. */
  joining(): Wanted {
    const { camera, microphone } = this.media.state;
    this.told = { camera, microphone };
    return { camera, microphone };
  }

  /** The server has a place for us: say what was switched on or off between the press and now. */
  placed(): void {
    if (this.told.camera !== undefined) this.tell();
  }

  /** Run one press that stands for the whole page: another is ignored meanwhile. */
  async act(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    const press = Symbol("press");
    this.press = press;
    this.ports.changed();
    try {
      await this.run(work);
    } finally {
      if (this.press === press) this.press = null;
      this.ports.changed();
    }
  }

  /** Run one press of many; true when it is done. A refusal is shown in the server's own words until the next press. */
  async run(work: () => Promise<void>): Promise<boolean> {
    this.problem = null;
    let refusal: ApiProblem | null = null;
    try {
      await work();
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) throw fault;
      this.problem = refusal = fault;
    }
    this.ports.changed();
    return refusal === null;
  }

  signal(message: Signalled): void {
    if (this.room) this.room.receive(message.from, message.data);
    else if (this.early.length < EARLY_SIGNALS) this.early.push(message);
  }

  /** Connect to those who are in. Once in, this only brings the connections up to date. */
  enter(me: string, present: readonly string[]): void {
    if (!this.room) {
      this.media.open();
      this.room = new Room({
        me,
        media: this.media,
        send: (to, data) =>
          this.api.post("/video/builtin/signal", { to, data }, { signal: AbortSignal.timeout(SIGNAL_MS) }),
        onChange: this.ports.changed,
      });
    }
    this.room.setPresent(present);
    for (const message of this.early.splice(0)) this.room.receive(message.from, message.data);
  }

  exit(): void {
    this.room?.close();
    this.room = null;
    this.early = [];
  }

  private tell(): void {
    if (!this.ports.here()) return;
    const { camera, microphone } = this.media.state;
    const news = changedParts(this.told, { camera, microphone });
    if (Object.keys(news).length === 0) return;
    this.told = { camera, microphone };
    this.api.post(this.ports.presencePath, news).catch(() => {
      // Not told: say it again with the next change.
      this.told = {};
    });
  }
}

/** Only what is new: telling the microphone's state again could undo what a host has decided meanwhile. */
export function changedParts(told: Partial<Wanted>, now: Wanted): Partial<Wanted> {
  return {
    ...(told.camera === now.camera ? {} : { camera: now.camera }),
    ...(told.microphone === now.microphone ? {} : { microphone: now.microphone }),
  };
}
