// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { Api, ApiProblem } from "../../src/shared/api";

function answers(...responses: (Response | Error)[]): { calls: [string, RequestInit][] } {
  const calls: [string, RequestInit][] = [];
  vi.stubGlobal(
    "fetch",
    vi.fn((path: string, request: RequestInit) => {
      calls.push([path, request]);
      const next = responses.shift();
      return next instanceof Response ? Promise.resolve(next) : Promise.reject(next);
    }),
  );
  return { calls };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });

async function refusal(call: Promise<unknown>): Promise<ApiProblem> {
  const fault = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(fault instanceof ApiProblem)) {
    throw new Error("expected an ApiProblem");
  }
  return fault;
}

describe("Api", () => {
  it("sends bearer, key and body, and gives the answer", async () => {
    const { calls } = answers(json({ id: "m1" }, 201));
    const body = await new Api(() => "demo:personal").post(
      "/api/v1/meetings",
      { type: "patient_care" },
      { key: "k" },
    );
    expect(body).toEqual({ id: "m1" });
    const headers = new Headers(calls[0]?.[1].headers);
    expect(headers.get("Authorization")).toBe("Bearer demo:personal");
    expect(headers.get("Idempotency-Key")).toBe("k");
    expect(calls[0]?.[1].body).toBe('{"type":"patient_care"}');
  });

  it("sends no Authorization when nobody is signed in", async () => {
    const { calls } = answers(json({}));
    await new Api().get("/api/v1/sign-in");
    expect(new Headers(calls[0]?.[1].headers).has("Authorization")).toBe(false);
  });

  it("turns a problem body into one error in both languages", async () => {
    answers(
      json(
        { status: 409, code: "meeting-removed", detail_sv: "Mötet är borttaget.", detail_en: "Removed." },
        409,
        {
          "Retry-After": "3",
        },
      ),
    );
    const fault = await refusal(new Api().patch("/api/v1/meetings/m1", { type: "internal" }));
    expect([fault.status, fault.code, fault.retryAfter]).toEqual([409, "meeting-removed", 3]);
    expect([fault.text("sv"), fault.text("en")]).toEqual(["Mötet är borttaget.", "Removed."]);
  });

  it("says in words that no answer came", async () => {
    answers(new TypeError("Failed to fetch"));
    const fault = await refusal(new Api().get("/x"));
    expect([fault.status, fault.code]).toEqual([0, "no-answer"]);
    expect(fault.text("sv")).toContain("når inte tjänsten");
  });

  it("does not show a proxy's page to people", async () => {
    answers(new Response("<h1>Bad gateway</h1>", { status: 502 }));
    const fault = await refusal(new Api().get("/x"));
    expect([fault.status, fault.code]).toEqual([502, "unreadable-answer"]);
  });

  it("takes a success that is not JSON as unreadable", async () => {
    answers(new Response("hello", { status: 200 }));
    expect((await refusal(new Api().get("/x"))).code).toBe("unreadable-answer");
  });

  it("gives nothing for 204", async () => {
    answers(new Response(null, { status: 204 }));
    await expect(new Api().delete("/x")).resolves.toBeUndefined();
  });

  it("lets an abort through as an abort", async () => {
    const leave = new AbortController();
    answers(new DOMException("gone", "AbortError"));
    leave.abort();
    await expect(new Api().get("/x", { signal: leave.signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});
