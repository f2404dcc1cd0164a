import { ApiProblem, type Bearer, problemOf } from "./api";

/** One message of a stream; `data` is the parsed JSON. */
export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
}

export type StreamState = "connecting" | "open" | "lost";

export interface StreamOptions {
  readonly bearer?: Bearer;
  readonly signal: AbortSignal;
  /** One call per message. Each connection begins with full snapshots: replace what you know, never merge. */
  readonly onEvent: (event: ServerEvent) => void;
  /** "lost" after a break, "open" when messages can come again; for the line "Försöker igen …". */
  readonly onState?: (state: StreamState) => void;
  /** Waits before the attempts after a break, in ms; the last one is repeated. */
  readonly backoff?: readonly number[];
  /** A connection silent for this long is taken as broken, in ms (the server writes every 5 s). */
  readonly silence?: number;
}

const BACKOFF = [500, 1000, 2000, 4000, 8000];
const SILENCE = 20_000;

/** Answers that will not change by asking again. */
const FINAL: ReadonlySet<number> = new Set([400, 401, 403, 404, 410]);

/**
 * Reads one event stream with fetch (so that it can carry Authorization) and reconnects until told otherwise.
 * Resolves when the signal aborts or a `bye` event came. Rejects with ApiProblem when the server refuses for good.
 */
export async function stream(path: string, options: StreamOptions): Promise<void> {
  const backoff = options.backoff ?? BACKOFF;
  let failures = 0;
  let ended = false;
  const deliver = (event: ServerEvent): void => {
    failures = 0;
    ended ||= event.event === "bye";
    options.onEvent(event);
  };
  options.onState?.("connecting");
  while (!(ended || options.signal.aborted)) {
    const refusal = await readOnce(path, options, deliver);
    if (ended || options.signal.aborted) {
      return;
    }
    if (refusal && FINAL.has(refusal.status)) {
      throw refusal;
    }
    options.onState?.("lost");
    const pause = backoff[Math.min(failures, backoff.length - 1)] ?? 0;
    failures += 1;
    await rest(Math.max(pause, (refusal?.retryAfter ?? 0) * 1000), options.signal);
  }
}

/** One connection, to its end. Gives the refusal if there was one; a broken line is null. */
async function readOnce(
  path: string,
  options: StreamOptions,
  deliver: (event: ServerEvent) => void,
): Promise<ApiProblem | null> {
  const line = new AbortController();
  const stop = (): void => line.abort();
  options.signal.addEventListener("abort", stop);
  let watch = setTimeout(stop, options.silence ?? SILENCE);
  const heard = (): void => {
    clearTimeout(watch);
    watch = setTimeout(stop, options.silence ?? SILENCE);
  };
  try {
    const response = await open(path, options, line.signal);
    if (!(response.ok && response.body)) {
      return await problemOf(response);
    }
    options.onState?.("open");
    await readBody(response.body, heard, deliver);
    return null;
  } catch (fault) {
    // Whoever listens may throw; that is their fault and must be seen. A broken line is not.
    if (fault instanceof ListenerFault) {
      throw fault.cause;
    }
    return fault instanceof ApiProblem ? fault : null;
  } finally {
    clearTimeout(watch);
    options.signal.removeEventListener("abort", stop);
  }
}

async function open(path: string, options: StreamOptions, signal: AbortSignal): Promise<Response> {
  const headers = new Headers({ Accept: "text/event-stream" });
  const bearer = await options.bearer?.();
  if (bearer) {
    headers.set("Authorization", `Bearer ${bearer}`);
  }
  return fetch(path, { headers, signal, cache: "no-store", credentials: "same-origin" });
}

class ListenerFault extends Error {
  constructor(cause: unknown) {
    super("an event listener threw", { cause });
  }
}

async function readBody(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
  deliver: (event: ServerEvent) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = eventParser();
  while (true) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    heard();
    for (const event of parser(decoder.decode(value, { stream: true }))) {
      try {
        deliver(event);
      } catch (cause) {
        throw new ListenerFault(cause);
      }
    }
  }
}

/** Makes a parser of text/event-stream (WHATWG HTML 9.2.6): feed it chunks cut anywhere, get whole events. */
export function eventParser(): (chunk: string) => ServerEvent[] {
  let rest = "";
  let event = "";
  let data: string[] = [];
  const take = (line: string): ServerEvent | null => {
    if (line === "") {
      const whole = data.length > 0 ? { event: event || "message", data: parse(data.join("\n")) } : null;
      event = "";
      data = [];
      return whole;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") {
      event = value;
    } else if (field === "data") {
      data.push(value);
    }
    return null;
  };
  return (chunk) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    return lines.map(take).filter((found) => found !== null);
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function rest(time: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, time);
    signal.addEventListener("abort", done);
  });
}
