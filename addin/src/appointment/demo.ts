import { languageOf } from "../shared/i18n";
import {
  type Appointment,
  AppointmentFault,
  type Change,
  checkBodySize,
  type NoticeKind,
  type Recurrence,
  type Theme,
} from "./appointment";
import {
  type DemoContext,
  type DemoEvent,
  type DemoMethod,
  type DemoResponse,
  type DemoTimes,
  demoMessage,
} from "./demoProtocol";

/** The stand-in never answers slower than this unless it is gone. */
const PATIENCE = 10_000;

/** Asks the parent page and matches its answers; keeps the listeners of its events. */
class Line {
  readonly #parent: Window;
  readonly #waiting = new Map<number, (response: DemoResponse) => void>();
  readonly #listeners = new Set<(event: DemoEvent) => void>();
  #last = 0;

  constructor(parent: Window) {
    this.#parent = parent;
    addEventListener("message", (event) => {
      const message = demoMessage<DemoResponse | DemoEvent>(event, parent);
      if (message && "changed" in message) {
        for (const listener of this.#listeners) {
          listener(message);
        }
      } else if (message) {
        this.#waiting.get(message.id)?.(message);
      }
    });
  }

  listen(listener: (event: DemoEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  ask<T>(method: DemoMethod, ...args: readonly unknown[]): Promise<T> {
    this.#last += 1;
    const id = this.#last;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new AppointmentFault("host-refused", method, "timeout"));
      }, PATIENCE);
      this.#waiting.set(id, (response) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (response.ok) {
          resolve(response.value as T);
        } else {
          reject(new AppointmentFault(response.fault, method));
        }
      });
      this.#parent.postMessage({ vardmote: "demo", id, method, args }, location.origin);
    });
  }
}

class DemoAppointment implements Appointment {
  readonly mode: "compose" | "read";
  readonly language: "sv" | "en";
  readonly tellsRecurrence = true;
  readonly #line: Line;
  readonly #context: DemoContext;
  #theme: Theme;
  #press: string | null = null;

  constructor(line: Line, context: DemoContext) {
    this.#line = line;
    this.#context = context;
    this.#theme = context.theme;
    this.mode = context.mode;
    this.language = languageOf(context.language);
    line.listen((event) => {
      this.#theme = event.theme ?? this.#theme;
    });
  }

  theme(): Theme {
    return this.#theme;
  }

  subject(): Promise<string> {
    return this.#line.ask("getSubject");
  }

  setSubject(text: string): Promise<void> {
    return this.#write("setSubject", text);
  }

  async times(): Promise<{ start: Date; end: Date }> {
    const { start, end } = await this.#line.ask<DemoTimes>("getTimes");
    return { start: new Date(start), end: new Date(end) };
  }

  body(): Promise<string> {
    return this.#line.ask("getBody");
  }

  async setBody(html: string): Promise<void> {
    checkBodySize(html);
    await this.#write("setBody", html);
  }

  locations(): Promise<readonly string[]> {
    return this.#line.ask("getLocations");
  }

  async addLocation(name: string): Promise<void> {
    if (!(await this.locations()).includes(name)) {
      await this.#write("addLocation", name);
    }
  }

  removeLocation(name: string): Promise<void> {
    return this.#write("removeLocation", name);
  }

  meetingId(): Promise<string | null> {
    return this.#line.ask("getMeetingId");
  }

  setMeetingId(id: string | null): Promise<void> {
    this.#press = null;
    return this.#write("setMeetingId", id);
  }

  /** The stand-in's page keeps no presses: nothing is lost between it and us. */
  press(): Promise<string | null> {
    return Promise.resolve(this.#press);
  }

  setPress(press: string | null): Promise<void> {
    this.#press = press;
    return Promise.resolve();
  }

  itemId(): Promise<string | null> {
    return this.#line.ask("getItemId");
  }

  owner(): Promise<{ owner: string; user: string; shared: boolean }> {
    const { owner, user } = this.#context;
    return Promise.resolve({ owner, user, shared: owner.split("@")[0] !== user });
  }

  recurrence(): Promise<Recurrence | null> {
    return this.#line.ask("getRecurrence");
  }

  endRecurrence(day: string): Promise<void> {
    return this.#write("endRecurrence", day);
  }

  onChanged(listener: (change: Change) => void): () => void {
    return this.#line.listen((event) => listener(event.changed));
  }

  async notify(kind: NoticeKind, message: string): Promise<void> {
    await this.#line.ask("notify", kind, message).catch(() => undefined);
  }

  openWindow(url: string): boolean {
    // The demo page may show the host beside the pane; if it has no place for it, a window is opened.
    this.#line.ask("openWindow", url).catch(() => window.open(url, "_blank"));
    return true;
  }

  #write(method: DemoMethod, ...args: readonly unknown[]): Promise<void> {
    if (this.mode === "read") {
      return Promise.reject(new AppointmentFault("read-only", method));
    }
    return this.#line.ask(method, ...args);
  }
}

/** The appointment of the demo page this pane stands in, and the demo person. Rejects when no demo page answers. */
export async function demoAppointment(
  parent: Window = window.parent,
): Promise<{ appointment: Appointment; user: string }> {
  const line = new Line(parent);
  const context = await line.ask<DemoContext>("context");
  return { appointment: new DemoAppointment(line, context), user: context.user };
}
