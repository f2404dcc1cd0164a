/** The host's visit: the one-time token, the session that follows, and what a host can do. */
import { ApiProblem } from "../shared/api";
import type { Language } from "../shared/dates";
import { pick, type Translator, translator } from "../shared/i18n";
import { leaveFor, newTab } from "../shared/leave";
import type { ServerEvent } from "../shared/sse";
import type { Person, Signalled } from "../video/events";
import { playChime } from "../video/sound";
import { Visit } from "../video/visit";
import type { Entered, HostControl, WayIn } from "./entered";
import { HostLine } from "./line";
import { saying, turning } from "./lobby";
import { STAGES, type Stage } from "./stages";
import { HOST_TEXTS } from "./texts";
import { groups, type HostModel, happened, reduce, START, turned } from "./view";

export type HostText = Translator<typeof HOST_TEXTS>;

/** Where a visit is kept, so that a page that is loaded again goes on with it. */
export type Memory = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface HostPorts {
  readonly meetingId: string;
  readonly language: Language;
  readonly say: (text: string) => void;
  readonly changed: () => void;
  /** The window's own, unless something else is given. */
  readonly memory?: Memory;
}

export class HostApp {
  readonly visit: Visit;
  text: HostText;
  model: HostModel = START;
  stage: Stage = "opening";
  entered: Entered | null;
  me: string | null;
  /** True when another system was opened beside this page, which stays. */
  wentOn = false;
  /** True when a list has been told: whoever stands in the first did not come in just now. */
  listed = false;
  /** The last way in that was asked for, and is not used up by being opened. */
  way: WayIn | null = null;
  /** To whom the meeting was handed over when one left. */
  heir: string | null = null;
  private readonly ports: HostPorts;
  private readonly line: HostLine;
  /** A leave that is on its way; one that comes late would put the next visit out. */
  private leaving = new AbortController();
  /** True while a look is closed, also one whose way in is still asked for. */
  private resting = false;

  constructor(ports: HostPorts) {
    this.ports = ports;
    this.text = translator(HOST_TEXTS, ports.language);
    this.entered = this.read<Entered>(this.key);
    this.me = this.read<string>(`${this.key}.me`);
    this.visit = new Visit({
      bearer: () => this.entered?.session ?? null,
      presencePath: `${this.path}/presence`,
      here: () => this.stage === "meeting" && !this.reports,
      changed: ports.changed,
    });
    this.line = new HostLine({
      path: `${this.path}/events`,
      bearer: () => this.entered?.session ?? null,
      take: (event) => this.take(event),
      turned: (state) => {
        if (state === "lost" && this.model.stream !== "lost" && this.stage !== "left") this.say(this.lost);
        this.model = { ...this.model, stream: state };
        ports.changed();
      },
    });
  }

  /** True when the meeting is held elsewhere, by a system that tells us who is there. */
  get reports(): boolean {
    return this.entered?.meeting.reports ?? false;
  }

  /** What people know the system as where the meeting is held. */
  get system(): string {
    const place = this.entered?.meeting.leads_to;
    return place ? pick(place.system, this.language) : "";
  }

  /** What to say when the list is not kept up: whoever only looks has no place to lose. */
  get lost(): string {
    return this.text(this.stage === "looks" ? "lostList" : "lost");
  }

  /** Whether a host is in the meeting. */
  get hostIsIn(): boolean {
    return groups(this.model.people).inside.some((person) => person.role === "host");
  }

  /** Whether somebody can be let in now; never without a host in, beside a booking or where the meeting is held elsewhere. */
  get admits(): boolean {
    // There two patients would be alone with each other, and beside a booking they are put out after a minute.
    return this.hostIsIn || (this.stage !== "looks" && !this.reports);
  }

  /** Whether a message reaches who waits now: where the meeting is held elsewhere only a host who is in can send one. */
  get writes(): boolean {
    return !this.reports || this.hostIsIn;
  }

  /** Whether a host can do this from here. */
  can(control: HostControl): boolean {
    return this.entered?.meeting.host_controls.includes(control) ?? false;
  }

  get language(): Language {
    return this.text.language;
  }

  setLanguage(language: Language): void {
    this.text = translator(HOST_TEXTS, language);
    this.ports.changed();
  }

  say(text: string): void {
    this.ports.say(text);
  }

  /** Enter with the token of the link, or go on with the session this window already has. */
  async start(token: string): Promise<void> {
    if (token) {
      await this.visit.act(async () => {
        this.entered = await this.visit.api.post<Entered>(`${this.path}/enter`, { token });
        this.me = null;
        this.memory.setItem(this.key, JSON.stringify(this.entered));
        this.memory.removeItem(`${this.key}.me`);
      });
      if (this.visit.problem) this.entered = null;
    }
    if (!this.entered) this.turn("shut");
    else {
      this.turn(this.me === null ? "check" : "meeting");
      this.listen();
    }
  }

  /**
   * See the list and act from it without being in the meeting from here: no other page of the host's is moved by it.
   * `ticket` gives the one-time token; a look that was rested from goes on without one.
   */
  async look(ticket: () => Promise<string>): Promise<void> {
    this.resting = false;
    if (this.visit.busy) return;
    if (this.stage !== "looks") {
      this.entered = null;
      await this.visit.act(async () => {
        const token = await ticket();
        this.entered = await this.visit.api.post<Entered>(`${this.path}/enter`, { token, looks: true });
        this.me = this.entered.participant;
      });
      if (!this.entered) return;
      this.turn("looks");
    }
    if (!this.resting) this.listen();
  }

  /** Stop looking, and forget whom the list showed. */
  rest(): void {
    this.resting = true;
    this.line.close();
    this.forget();
  }

  /** Press Anslut. */
  join(): Promise<void> {
    return this.visit.act(async () => {
      const got = await this.visit.api.post<{ participant: string }>(
        `${this.path}/join`,
        this.visit.joining(),
      );
      this.me = got.participant;
      this.memory.setItem(`${this.key}.me`, JSON.stringify(this.me));
      this.turn("meeting");
      // The stream that looked before goes on as the host's own; two at once would push each other out.
      if (this.line.isOpen) this.follow(this.model.people);
      else this.listen();
    });
  }

  /** Press Anslut where the meeting is held in another system: ask for the way there, and go. */
  goOn(): Promise<void> {
    return this.visit.act(async () => {
      const got = await this.visit.api.post<{ url: string }>(`${this.path}/handover`);
      this.wentOn = !leaveFor(got.url);
    });
  }

  /** Press Gå in: the system that holds the meeting in a tab of its own, while this page stays as the list of people. */
  async goIn(): Promise<void> {
    if (this.visit.busy) return;
    const tab = newTab();
    await this.visit.act(async () => {
      const got = await this.visit.api.post<{ url: string; pin?: string; participant: string }>(
        `${this.path}/handover`,
      );
      this.way = { url: tab.go(got.url) ? null : got.url, pin: got.pin ?? null };
      this.me = got.participant;
      this.memory.setItem(`${this.key}.me`, JSON.stringify(this.me));
      if (this.stage === "meeting") return;
      this.turn("meeting");
      if (!this.line.isOpen) this.listen();
    });
    if (this.visit.problem) tab.close();
  }

  /** The link to the way in was followed: nobody comes in by it again. */
  followed(): void {
    if (this.way) this.way = { ...this.way, url: null };
    this.ports.changed();
  }

  /** Do something to one person, or to the meeting; the answer is the new list. True when it is done. */
  control(path: string, body: unknown = {}): Promise<boolean> {
    const { signal } = this.line;
    return this.visit.run(async () => {
      const got = await this.visit.api.post<{ participants?: readonly Person[] }>(
        `/api/v1/meetings/${this.ports.meetingId}/${path}`,
        body,
      );
      // The stream tells the same, in order: an older list that came after this one would put people out again.
      // Whoever listens no more has shut the list, and is told nobody's name.
      if (!got.participants || this.model.stream === "open" || signal.aborted) return;
      this.take({ event: "participants", data: got });
    });
  }

  leave(heir: string | null): Promise<void> {
    return this.visit.act(async () => {
      const leaving = new AbortController();
      this.leaving = leaving;
      const body = heir === null ? {} : { hand_over_to: heir };
      const { signal } = leaving;
      try {
        await this.visit.api.post(`${this.path}/leave`, body, { signal });
      } catch (fault) {
        // The stream's farewell has come first: one is out already.
        if (!signal.aborted) throw fault;
      }
      this.heir = heir;
      if (signal.aborted) return;
      this.out("left");
      this.listen();
    });
  }

  /** See once more how the meeting is that one has left. */
  lookAgain(): void {
    if (this.stage === "left") this.listen();
  }

  /** Back to the check, to go in once more. */
  again(): void {
    this.model = START;
    this.heir = null;
    this.turn("check");
    this.listen();
  }

  private get path(): string {
    return `/h/${this.ports.meetingId}`;
  }

  private get key(): string {
    return `vardmote.host.${this.ports.meetingId}`;
  }

  private get memory(): Memory {
    return this.ports.memory ?? sessionStorage;
  }

  private read<T>(key: string): T | null {
    try {
      return JSON.parse(this.memory.getItem(key) ?? "null") as T | null;
    } catch {
      return null;
    }
  }

  private turn(stage: Stage): void {
    this.stage = stage;
    this.ports.changed();
  }

  private out(stage: Stage): void {
    this.line.close();
    this.leaving.abort();
    this.visit.turned();
    this.me = this.way = null;
    if (this.stage === "looks") this.forget();
    this.memory.removeItem(`${this.key}.me`);
    this.turn(stage);
    this.visit.exit();
    this.visit.media.release();
  }

  private forget(): void {
    this.model = START;
    this.listed = false;
  }

  private async listen(): Promise<void> {
    try {
      await this.line.open(this.stage === "meeting");
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) throw fault;
      // Whoever has left loses nothing by not being told more.
      if (this.stage === "left") return;
      this.visit.problem = fault;
      this.out(fault.status === 410 ? "removed" : "shut");
    }
  }

  private take(event: ServerEvent): void {
    if (event.event === "signal") {
      this.visit.signal(event.data as Signalled);
      return;
    }
    // A part that looks is told nothing but that its host may host no more.
    if (event.event === "bye" && this.stage === "looks") {
      this.out("removed");
      return;
    }
    // Before joining one only looks; a farewell then is about an earlier visit, also when it comes late.
    if (event.event === "bye" && (this.line.fromOutside || this.stage !== "meeting")) {
      this.line.isOpen = false;
      if (this.stage === "meeting") this.listen();
      return;
    }
    if (event.event === "presence" && isHere(event.data)) this.line.fromOutside = false;
    const before = this.model;
    this.model = reduce(before, event);
    if (this.model.bye) {
      const { bye } = this.model;
      this.out(STAGES[bye]);
      return;
    }
    if (event.event === "presence") this.visit.placed();
    this.tellTurns(before);
    if (event.event === "participants" && this.stage !== "left") this.follow(before.people);
    this.ports.changed();
  }

  private follow(before: readonly Person[]): void {
    const { people } = this.model;
    const me = people.find((person) => person.id === this.me);
    if (this.stage === "meeting" && me?.state === "in" && this.entered?.meeting.embedded) {
      this.visit.enter(
        me.id,
        groups(people).inside.map((person) => person.id),
      );
    }
    const was = before.find((person) => person.id === this.me);
    if (me?.muted && !was?.muted && !this.reports && this.stage === "meeting")
      this.visit.media.setMicrophone(false);
    const first = this.stage === "looks" && !this.listed;
    this.listed = true;
    const news = happened(before, people, this.me).filter(({ key }) => !first || key === "nowWaits");
    for (const one of news) this.say(saying(this, one));
    // The window the host is in from sounds already.
    const elsewhere = this.stage === "looks" && me?.state === "in";
    if (!elsewhere && news.some(({ key }) => key === "nowWaits")) this.chime();
  }

  /** Say what has become of the meeting, to whoever has its list. */
  private tellTurns(before: HostModel): void {
    if (this.stage === "left") return;
    for (const key of turned(before, this.model)) this.say(turning(this, key));
  }

  private chime(): void {
    playChime(this.visit.media.state.choice.speaker).catch(() => {
      // A page that may not sound yet still shows the one who waits, in the list and in its title.
    });
  }
}

function isHere(presence: unknown): boolean {
  const { state } = presence as { state?: string };
  return state === "in" || state === "waiting" || state === "coming";
}
