// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../../src/shared/api";
import { eventParser, type ServerEvent, stream } from "../../src/shared/sse";

describe("eventParser", () => {
  const WHOLE =
    'event: door\ndata: {"state":"open"}\n\n: hello\n\nevent: presence\r\ndata: {"a":\r\ndata: 1}\r\n\r\n';
  const EVENTS: ServerEvent[] = [
    { event: "door", data: { state: "open" } },
    { event: "presence", data: { a: 1 } },
  ];

  it("gives the same events wherever the chunks are cut", () => {
    for (let cut = 0; cut <= WHOLE.length; cut += 1) {
      const parser = eventParser();
      expect([...parser(WHOLE.slice(0, cut)), ...parser(WHOLE.slice(cut))]).toEqual(EVENTS);
    }
  });

  it("keeps an unfinished event back", () => {
    expect(eventParser()("event: door\ndata: {}\n")).toEqual([]);
  });
});

function body(...chunks: string[]): Response {
  const encoder = new TextEncoder();
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) {
          controller.enqueue(encoder.encode(chunk));
        }
        controller.close();
      },
    }),
    { status: 200 },
  );
}

function serve(...responses: (Response | Error)[]) {
  const fetched = vi.fn((_path: string, _request: RequestInit) => {
    const next = responses.shift();
    return next instanceof Response ? Promise.resolve(next) : Promise.reject(next);
  });
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

describe("stream", () => {
  it("reconnects after a break with its bearer and ends at bye", async () => {
    const fetched = serve(
      body("event: door\ndata: 1\n\n"),
      new TypeError("network"),
      body("event: door\ndata: 2\n\nevent: bye\ndata: {}\n\n"),
    );
    const heard: unknown[] = [];
    const states: string[] = [];
    await stream("/m/x/events", {
      signal: new AbortController().signal,
      bearer: () => "guest:t",
      backoff: [0],
      onEvent: (event) => heard.push(event.data),
      onState: (state) => states.push(state),
    });
    expect(heard).toEqual([1, 2, {}]);
    expect(states).toEqual(["connecting", "open", "lost", "lost", "open"]);
    expect(fetched).toHaveBeenCalledTimes(3);
    expect(new Headers(fetched.mock.calls[2]?.[1].headers).get("Authorization")).toBe("Bearer guest:t");
  });

  it("gives up when the answer is final", async () => {
    serve(
      new Response(JSON.stringify({ code: "unauthenticated", detail_sv: "x", detail_en: "x" }), {
        status: 401,
      }),
    );
    const reading = stream("/m/x/events", { signal: new AbortController().signal, onEvent: vi.fn() });
    await expect(reading).rejects.toBeInstanceOf(ApiProblem);
  });

  it("asks again after a 503", async () => {
    const busy = new Response(JSON.stringify({ code: "service-unavailable" }), { status: 503 });
    const fetched = serve(busy, body("event: bye\ndata: {}\n\n"));
    await stream("/x", { signal: new AbortController().signal, backoff: [0], onEvent: vi.fn() });
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it("stops when told, also while it waits", async () => {
    serve(new TypeError("network"));
    const stop = new AbortController();
    const reading = stream("/x", {
      signal: stop.signal,
      backoff: [60_000],
      onEvent: vi.fn(),
      onState: (state) => state === "lost" && queueMicrotask(() => stop.abort()),
    });
    await expect(reading).resolves.toBeUndefined();
  });

  it("lets a listener's own fault be seen", async () => {
    serve(body("event: door\ndata: 1\n\n"));
    const reading = stream("/x", {
      signal: new AbortController().signal,
      onEvent: () => {
        throw new RangeError("ours");
      },
    });
    await expect(reading).rejects.toBeInstanceOf(RangeError);
  });
});
