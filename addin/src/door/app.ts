/** The patient's visit: what is known, what can be done, and the one stream that tells what happens. */
import { ApiProblem } from "../shared/api";
import type { Language } from "../shared/dates";
import { pick, type Translator, translator } from "../shared/i18n";
import { leaveFor } from "../shared/leave";
import { type ServerEvent, stream } from "../shared/sse";
import type { Signalled } from "../video/events";
import { nameOf } from "../video/people";
import { Visit } from "../video/visit";
import { Awake } from "./awake";
import type { DoorData } from "./data";
import { DOOR_TEXTS } from "./texts";
import {
  type DoorModel,
  happened,
  isGone,
  mayJoin,
  outside,
  type Presence,
  reduce,
  type Screen,
  screenOf,
  startModel,
} from "./view";

export type DoorText = Translator<typeof DOOR_TEXTS>;

export interface AppPorts {
  readonly data: DoorData;
  readonly code: string;
  readonly language: Language;
  readonly say: (text: string) => void;
  readonly changed: () => void;
}

const OUT: ReadonlySet<Screen> = new Set([
  "left",
  "ended",
  "denied",
  "removed",
  "gone",
  "changed",
  "withdrawn",
  "moved",
]);

export class App {
  readonly data: DoorData;
  readonly code: string;
  readonly visit: Visit;
  text: DoorText;
  model: DoorModel;
  /** What has been written in the name field, kept when the page turns. */
  name = "";
  private readonly ports: AppPorts;
  private token: string | null;
  /** Who one was before leaving: joining again as the same person, by the same name. */
  private former: string | null = null;
  private line = new AbortController();
  /** One's own place is gone; the farewell that says why comes right after. */
  private parting: ServerEvent | null = null;
  private readonly awake = new Awake();
  /** True when the visit was lost while waiting, and this page has taken it up again. */
  returned = false;
  /** True when one's own link was opened elsewhere, and one's place went there. */
  openedElsewhere = false;
  /** True when another system was opened beside this page, which stays. */
  wentOn = false;

  constructor(ports: AppPorts) {
    this.ports = ports;
    this.data = ports.data;
    this.code = ports.code;
    this.text = translator(DOOR_TEXTS, ports.language);
    this.model = startModel(ports.data);
    this.token = sessionStorage.getItem(this.tokenKey);
    this.visit = new Visit({
      bearer: () => this.token ?? this.former,
      presencePath: `/m/${this.code}/presence`,
      here: () =>
        !this.data.led_on &&
        (this.model.presence?.state === "waiting" || this.model.presence?.state === "in"),
      changed: ports.changed,
    });
  }

  get language(): Language {
    return this.text.language;
  }

  /** True while it is not known whether an earlier visit in this window goes on. */
  get resuming(): boolean {
    return this.token !== null && this.model.presence === null && this.model.bye === null;
  }

  start(): void {
    this.listen();
  }

  setLanguage(language: Language): void {
    this.text = translator(DOOR_TEXTS, language);
    this.ports.changed();
  }

  say(text: string): void {
    this.ports.say(text);
  }

  tryDevices(): void {
    this.set({ ...this.model, trying: true });
  }

  /** True when the link is in use on another device, and one is asked whether to move to this one. */
  get mayMove(): boolean {
    return this.visit.problem?.errors.some(({ pointer }) => pointer === "/move") ?? false;
  }

  /** Press Anslut: ask to come in, and from then on listen as oneself. `move` takes the place of another device. */
  join(name: string | null, move = false): Promise<void> {
    return this.visit.act(async () => {
      const got = await this.visit.api.post<{ token: string; url?: string }>(`/m/${this.code}/join`, {
        ...this.visit.joining(),
        ...(this.data.led_on ? { off: this.visit.media.off } : {}),
        ...(name === null ? {} : { name }),
        ...(move ? { move } : {}),
      });
      this.keep(got.token);
      this.openedElsewhere = false;
      this.former = null;
      this.model = outside(this.model);
      this.listen();
      if (got.url !== undefined) this.away(got.url);
    });
  }

  /** Press Anslut where the meeting is held in another system: ask for the way there, and go. */
  goOn(): Promise<void> {
    return this.visit.act(async () => {
      const got = await this.visit.api.post<{ url: string }>(`/m/${this.code}/handover`);
      this.away(got.url);
    });
  }

  /** Go on to where the meeting is held. */
  private away(url: string): void {
    // The other system is to have camera and microphone.
    this.visit.media.release();
    this.wentOn = !leaveFor(url);
    if (this.wentOn) this.say(this.text("wentOn", { system: this.system }));
  }

  /** What people know the system as where the meeting is held, when that is not here. */
  get system(): string {
    return pick(this.data.leads_to?.system ?? this.data.service_label, this.language);
  }

  leave(): Promise<void> {
    return this.visit.act(() => this.visit.api.post(`/m/${this.code}/leave`));
  }

  hand(up: boolean): Promise<void> {
    return this.visit.act(() => this.visit.api.post(`/m/${this.code}/presence`, { hand: up }));
  }

  /** Back to the check, to join once more. */
  again(): void {
    this.keep(null);
    this.set(outside(this.model));
    this.listen();
  }

  private get tokenKey(): string {
    return `vardmote.guest.${this.code}`;
  }

  private keep(token: string | null): void {
    this.token = token;
    if (token === null) {
      sessionStorage.removeItem(this.tokenKey);
      sessionStorage.removeItem(this.waitsKey);
      this.returned = false;
    } else sessionStorage.setItem(this.tokenKey, token);
  }

  /** Whether one waited when last heard of; kept over a page that the phone threw away and loads again. */
  private get waitsKey(): string {
    return `${this.tokenKey}.waits`;
  }

  private async listen(): Promise<void> {
    this.line.abort();
    const line = new AbortController();
    this.line = line;
    try {
      await stream(`/m/${this.code}/events`, {
        bearer: () => this.token,
        signal: line.signal,
        onEvent: (event) => this.take(event),
        onState: (state) => {
          if (state === "lost" && this.model.stream !== "lost" && this.model.presence)
            this.say(this.text("lost"));
          this.set({ ...this.model, stream: state });
        },
      });
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) throw fault;
      this.refused(fault);
    }
  }

  /** The server does not know us any more, or the door is shut for good. */
  private refused(fault: ApiProblem): void {
    if (fault.status === 410) this.take({ event: "bye", data: { reason: "removed" } });
    else if (this.token !== null) {
      // By a link of one's own a bearer is good until somebody joins by that link without it.
      this.openedElsewhere = fault.status === 401 && !this.data.needs_name;
      if (this.openedElsewhere) this.say(this.text("openedElsewhere"));
      this.again();
    } else {
      this.visit.problem = fault;
      this.ports.changed();
    }
  }

  private take(event: ServerEvent): void {
    if (event.event === "signal") {
      this.visit.signal(event.data as Signalled);
      return;
    }
    const before = this.model;
    if (event.event === "presence" && isGone(event.data as Presence)) {
      this.parting = event;
      return;
    }
    const known = this.parting ? reduce(before, this.parting) : before;
    this.parting = null;
    const after = reduce(known, event);
    if (
      after.bye === "lost" &&
      !this.data.led_on &&
      mayJoin(after) &&
      sessionStorage.getItem(this.waitsKey) !== null
    ) {
      this.comeBack(after);
      return;
    }
    this.turn(before, after);
  }

  /** The phone was locked for too long while waiting: take the place up again without a press. */
  private async comeBack(lost: DoorModel): Promise<void> {
    const before = this.model;
    const { token } = this;
    await this.join(null);
    if (this.token === token) this.turn(before, lost);
    else {
      this.returned = true;
      this.say(this.text("returned"));
    }
  }

  private turn(before: DoorModel, after: DoorModel): void {
    this.model = after;
    if (after.presence !== before.presence) this.visit.placed();
    this.follow(before);
    this.ports.changed();
  }

  /** What has to happen, beside showing it, when things have changed. */
  private follow(before: DoorModel): void {
    const { presence, people } = this.model;
    const screen = screenOf(this.model);
    if (presence?.state === "waiting") sessionStorage.setItem(this.waitsKey, "yes");
    else if (presence) sessionStorage.removeItem(this.waitsKey);
    if (presence?.state === "in") this.returned = false;
    this.awake.want(!this.data.led_on && (screen === "waiting" || screen === "meeting"));
    if (screen === "meeting" && presence && this.data.embedded) {
      this.visit.enter(
        presence.participant,
        people.map((person) => person.id),
      );
    } else this.visit.exit();
    if (OUT.has(screen) && !OUT.has(screenOf(before))) this.depart();
    if (presence?.muted && !before.presence?.muted) this.visit.media.setMicrophone(false);
    for (const { key, words, person } of happened(before, this.model)) {
      this.ports.say(this.text(key, person ? { name: nameOf(person, this.text) } : words));
    }
  }

  /** A visit that is over: camera off, no way back by loading the page again, but the door is still watched. */
  private depart(): void {
    this.visit.media.release();
    this.former = this.token;
    // Who went back from where the meeting is held is out there, but the same person also when this page is loaded again.
    if (this.data.led_on && this.model.bye === "left") this.token = null;
    else this.keep(null);
    if (this.model.bye !== null) this.listen();
  }

  private set(model: DoorModel): void {
    this.model = model;
    this.ports.changed();
  }
}
