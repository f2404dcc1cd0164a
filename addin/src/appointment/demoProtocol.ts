/**
 * How the pane speaks with the demo page it stands in: an Outlook stand-in on the same origin.
 * The pane asks `{vardmote: "demo", id, method, args}`; the page answers `{vardmote: "demo", id, ok, value | fault}`
 * and tells `{vardmote: "demo", changed}` when the form changes. Both sides take messages from their own origin only.
 */
import type { Change, FaultKind, NoticeKind, Recurrence, Theme } from "./appointment";

/** What the page tells once, before anything else. */
export interface DemoContext {
  readonly mode: "compose" | "read";
  /** The demo person, such as "personal": the pane signs in as `demo:<user>`. */
  readonly user: string;
  readonly owner: string;
  /** Language tag, such as "sv-SE". */
  readonly language: string;
  readonly theme: Theme;
}

/** ISO 8601 with offset. */
export interface DemoTimes {
  readonly start: string;
  readonly end: string;
}

/** The methods of the stand-in. Each may answer at once or with a promise; a thrown {@link DemoFault} refuses. */
export interface DemoHost {
  context(): Answer<DemoContext>;
  getSubject(): Answer<string>;
  setSubject(text: string): Answer<void>;
  getTimes(): Answer<DemoTimes>;
  getBody(): Answer<string>;
  setBody(html: string): Answer<void>;
  getLocations(): Answer<readonly string[]>;
  addLocation(name: string): Answer<void>;
  removeLocation(name: string): Answer<void>;
  getMeetingId(): Answer<string | null>;
  setMeetingId(id: string | null): Answer<void>;
  getItemId(): Answer<string | null>;
  getRecurrence(): Answer<Recurrence | null>;
  endRecurrence(day: string): Answer<void>;
  notify(kind: NoticeKind, message: string): Answer<void>;
  /** Optional: the demo shows the host page in its own pane. Without it the pane opens a window. */
  openWindow?(url: string): Answer<void>;
}

type Answer<T> = T | Promise<T>;

export type DemoMethod = keyof DemoHost;

export interface DemoRequest {
  readonly vardmote: "demo";
  readonly id: number;
  readonly method: DemoMethod;
  readonly args: readonly unknown[];
}

export type DemoResponse =
  | { readonly vardmote: "demo"; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly vardmote: "demo"; readonly id: number; readonly ok: false; readonly fault: FaultKind };

export interface DemoEvent {
  readonly vardmote: "demo";
  readonly changed: Change;
  /** With "theme": the new one. */
  readonly theme?: Theme;
}

/** Throw this in a {@link DemoHost} method to refuse as Outlook would. */
export class DemoFault extends Error {
  override readonly name = "DemoFault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind) {
    super(kind);
    this.kind = kind;
  }
}

/** One of our messages from our own origin, or null. */
export function demoMessage<T extends { vardmote: "demo" }>(
  event: MessageEvent,
  from: Window | null,
): T | null {
  const data: unknown = event.data;
  const ours = typeof data === "object" && data !== null && "vardmote" in data && data.vardmote === "demo";
  return ours && event.origin === location.origin && event.source === from ? (data as T) : null;
}

/**
 * The page's side: answers the pane in `frame` with `host`. Gives `changed`, to call when the form changes, and `stop`.
 */
export function serveDemo(
  frame: HTMLIFrameElement,
  host: DemoHost,
): { changed(what: Change, theme?: Theme): void; stop(): void } {
  const send = (message: DemoResponse | DemoEvent): void =>
    frame.contentWindow?.postMessage(message, location.origin);
  const listen = (event: MessageEvent): void => {
    const request = demoMessage<DemoRequest>(event, frame.contentWindow);
    if (request) {
      answer(host, request).then(send);
    }
  };
  addEventListener("message", listen);
  return {
    changed: (changed, theme) => send({ vardmote: "demo", changed, ...(theme ? { theme } : {}) }),
    stop: () => removeEventListener("message", listen),
  };
}

async function answer(host: DemoHost, request: DemoRequest): Promise<DemoResponse> {
  const { id, method, args } = request;
  const act = Object.hasOwn(METHODS, method)
    ? (host[method] as ((...args: readonly unknown[]) => unknown) | undefined)
    : undefined;
  if (!act) {
    return { vardmote: "demo", id, ok: false, fault: "unsupported" };
  }
  try {
    return { vardmote: "demo", id, ok: true, value: await act.apply(host, [...args]) };
  } catch (fault) {
    return {
      vardmote: "demo",
      id,
      ok: false,
      fault: fault instanceof DemoFault ? fault.kind : "host-refused",
    };
  }
}

const METHODS: Readonly<Record<DemoMethod, true>> = {
  context: true,
  getSubject: true,
  setSubject: true,
  getTimes: true,
  getBody: true,
  setBody: true,
  getLocations: true,
  addLocation: true,
  removeLocation: true,
  getMeetingId: true,
  setMeetingId: true,
  getItemId: true,
  getRecurrence: true,
  endRecurrence: true,
  notify: true,
  openWindow: true,
};
