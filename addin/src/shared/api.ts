import type { Language } from "./dates";
import type { Text } from "./i18n";

/** Where the bearer comes from. `null` sends no Authorization header. */
export type Bearer = () => Promise<string | null> | string | null;

interface ProblemBody {
  readonly status?: number;
  readonly code?: string;
  readonly title?: string;
  readonly detail_sv?: string;
  readonly detail_en?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

/** Status 0 is ours: no answer came at all. */
const NO_ANSWER: ProblemBody = {
  status: 0,
  code: "no-answer",
  detail_sv:
    "Vi når inte tjänsten just nu. Inget har ändrats här. Kontrollera nätverket och försök igen om en stund.",
  detail_en:
    "We cannot reach the service right now. Nothing has changed here. Check the network and try again in a moment.",
};

/** For answers that are not problem documents, such as a proxy's own page. */
const UNREADABLE: ProblemBody = {
  code: "unreadable-answer",
  detail_sv:
    "Tjänsten svarade på ett sätt vi inte kunde läsa. Vi vet inte om ändringen sparades. Ladda om och kontrollera, eller försök igen.",
  detail_en:
    "The service answered in a way we could not read. We do not know whether the change was saved. Reload and check, or try again.",
};

/** Every way a call can fail, as one error (RFC 9457 body, or none). `text` says it to a person. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly code: string;
  readonly detail: Text;
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
  /** Seconds to wait, from Retry-After, or null. */
  readonly retryAfter: number | null;

  constructor(body: ProblemBody, status: number, retryAfter: number | null = null) {
    const code = body.code ?? "unreadable-answer";
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.detail = {
      sv: body.detail_sv ?? body.title ?? (UNREADABLE.detail_sv as string),
      en: body.detail_en ?? body.title ?? (UNREADABLE.detail_en as string),
    };
    this.errors = body.errors ?? [];
    this.retryAfter = retryAfter;
  }

  text(language: Language): string {
    return this.detail[language];
  }
}

export interface CallOptions {
  /** JSON body. */
  readonly body?: unknown;
  /** Sent as Idempotency-Key: the same key may be sent again and answers the same. */
  readonly key?: string;
  /** Sent as If-Match. */
  readonly version?: string | number;
  /** Called with the version of what is answered, where its ETag names one; a proxy's weakening is taken off. */
  readonly seen?: (version: string) => void;
  readonly signal?: AbortSignal;
  /** Lets the request finish after the page is gone (for leaving). */
  readonly keepalive?: boolean;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Calls our JSON API on this origin and gives the parsed answer (`undefined` for 204).
 * Rejects with {@link ApiProblem} for every refusal and for no answer; an abort rejects with the signal's reason.
 */
export class Api {
  readonly #bearer: Bearer;

  constructor(bearer: Bearer = () => null) {
    this.#bearer = bearer;
  }

  get<T>(path: string, options: CallOptions = {}): Promise<T> {
    return this.call<T>("GET", path, options);
  }

  post<T>(path: string, body: unknown = {}, options: CallOptions = {}): Promise<T> {
    return this.call<T>("POST", path, { ...options, body });
  }

  put<T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> {
    return this.call<T>("PUT", path, { ...options, body });
  }

  patch<T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> {
    return this.call<T>("PATCH", path, { ...options, body });
  }

  delete<T = void>(path: string, options: CallOptions = {}): Promise<T> {
    return this.call<T>("DELETE", path, options);
  }

  async call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
    const headers = new Headers({ Accept: "application/json" });
    const bearer = await this.#bearer();
    if (bearer) {
      headers.set("Authorization", `Bearer ${bearer}`);
    }
    if (options.key) {
      headers.set("Idempotency-Key", options.key);
    }
    if (options.version !== undefined) {
      headers.set("If-Match", `"${options.version}"`);
    }
    const request: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
    if (options.body !== undefined) {
      headers.set("Content-Type", "application/json");
      request.body = JSON.stringify(options.body);
    }
    if (options.signal) {
      request.signal = options.signal;
    }
    if (options.keepalive) {
      request.keepalive = true;
    }
    const response = await send(path, request, options.signal);
    const tag = response.ok && response.headers.get("ETag");
    if (tag) {
      options.seen?.(tag.replace(/W\/|"/g, ""));
    }
    return answer<T>(response);
  }
}

/** A fresh Idempotency-Key. Make one per press, and keep it for the retries of that press. */
export function newKey(): string {
  return crypto.randomUUID();
}

async function send(path: string, request: RequestInit, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (cause) {
    if (signal?.aborted) {
      throw cause;
    }
    throw new ApiProblem(NO_ANSWER, 0);
  }
}

async function answer<T>(response: Response): Promise<T> {
  if (response.status === 204) {
    return undefined as T;
  }
  const body = await json(response);
  if (response.ok && body !== undefined) {
    return body as T;
  }
  throw problem(body, response);
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** The problem in a refused answer; also used by the event stream. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  return problem(await json(response), response);
}

function problem(body: unknown, response: Response): ApiProblem {
  const isProblem = typeof body === "object" && body !== null && "code" in body;
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const wait = Number.isNaN(seconds) ? null : seconds;
  return new ApiProblem(isProblem ? (body as ProblemBody) : UNREADABLE, response.status, wait);
}
