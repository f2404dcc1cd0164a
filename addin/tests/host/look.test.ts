import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { hostFold } from "../../src/host/beside";
import { LOOK_TEXTS } from "../../src/host/lookTexts";
import { HOST_TEXTS } from "../../src/host/texts";
import { Api } from "../../src/shared/api";
import { Meetings } from "../../src/shared/meetings";
import { settle } from "../video/fakes";
import { person } from "../video/people";

interface Line {
  tell(event: string, data: unknown): void;
  end(): void;
  readonly signal: AbortSignal | null | undefined;
}

const ENTERED = {
  session: "host:looks",
  participant: "me",
  name: "Disa",
  meeting: {
    id: "m1",
    embedded: true,
    reports: false,
    rooms: false,
    dials: false,
    leads_to: null,
    // As the built-in service tells it.
    host_controls: [
      "admit",
      "deny",
      "end",
      "lock",
      "lower-hand",
      "make-host",
      "mute",
      "mute-guests",
      "note",
      "remove",
    ],
    type_label: { sv: "", en: "" },
    start: "",
    end: "",
    join_url: "",
  },
};

let lines: Line[] = [];
let calls: { call: string; body: unknown }[] = [];
let entered: unknown = ENTERED;
let refusals: Response[] = [];
/** Answers to the next locking, when the test says so. */
let locking: Promise<Response> | null = null;

function problem(status: number, code: string, words: string): Response {
  return new Response(JSON.stringify({ status, code, detail_sv: words, detail_en: words }), { status });
}

function answer(path: string, request: RequestInit): Response | Promise<Response> {
  const body = typeof request.body === "string" ? JSON.parse(request.body) : undefined;
  calls.push({ call: `${request.method ?? "GET"} ${path}`, body });
  if (path.endsWith("/events")) {
    const refusal = refusals.shift();
    if (refusal) return refusal;
    const start = (controller: ReadableStreamDefaultController): void => {
      lines.push({
        tell: (event, data) =>
          controller.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)),
        end: () => controller.close(),
        signal: request.signal,
      });
    };
    return new Response(new ReadableStream({ start }), { status: 200 });
  }
  if (path.endsWith("/start")) {
    const told = { host_url: "https://vard.example/h/m1#ticket", expires_at: "" };
    return refusals.shift() ?? new Response(JSON.stringify(told), { status: 200 });
  }
  if (path.endsWith("/enter")) return new Response(JSON.stringify(entered), { status: 200 });
  if (locking && path.endsWith("/lock")) return locking;
  return new Response(JSON.stringify({ participants: [] }), { status: 200 });
}

beforeAll(async () => {
  // What opening fetches is fetched once, so that no test waits for it.
  await import("../../src/host/look");
});

beforeEach(() => {
  lines = [];
  calls = [];
  refusals = [];
  locking = null;
  entered = ENTERED;
  sessionStorage.clear();
  vi.stubGlobal("fetch", (path: string, request: RequestInit) => Promise.resolve(answer(path, request)));
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function turn(fold: HTMLElement, open: boolean): void {
  (fold as HTMLDetailsElement).open = open;
}

/** The fold, opened, with the list's own root once it listens. */
async function opened(language: "sv" | "en" = "sv"): Promise<{ fold: HTMLElement; list: ShadowRoot }> {
  const fold = hostFold({
    meetings: new Meetings(new Api(() => "demo:personal")),
    meetingId: "m1",
    language,
  });
  document.body.replaceChildren(fold);
  turn(fold, true);
  const list = await vi.waitUntil(
    () => [...fold.querySelectorAll("div")].find((node) => node.shadowRoot)?.shadowRoot,
  );
  await vi.waitUntil(() => lines.length > 0 || fold.querySelector("[role=alert]"));
  return { fold, list };
}

async function tell(list: ShadowRoot, ...people: ReturnType<typeof person>[]): Promise<void> {
  const at = lines.at(-1);
  at?.tell("meeting", { state: "ready", locked: false, ending_at: null, participant_limit: 15 });
  at?.tell("participants", { participants: people });
  await vi.waitUntil(() => list.querySelector(".panel"));
  await settle();
}

const said = (fold: HTMLElement): string => fold.querySelector("[aria-live]")?.textContent ?? "";
const words = (list: ShadowRoot): string => list.textContent ?? "";
const buttons = (list: ShadowRoot): string[] =>
  [...list.querySelectorAll("button")]
    .filter((node) => !node.closest("[hidden]"))
    .map((node) => node.textContent ?? "");
const waits = person("vera", { state: "waiting", name: "Vera" });
const host = (id: string): ReturnType<typeof person> =>
  person(id, { role: "host", kind: "staff", name: `Värd ${id}` });

describe("the host's list beside a booking", () => {
  it("asks the service for nothing before it is opened", async () => {
    hostFold({ meetings: new Meetings(new Api()), meetingId: "m1", language: "sv" });
    await settle();
    expect(calls).toEqual([]);
  });

  it("is one list, asked for once, however fast the fold is opened and closed", async () => {
    const fold = hostFold({ meetings: new Meetings(new Api()), meetingId: "m1", language: "sv" });
    document.body.replaceChildren(fold);
    for (const open of [true, false, true]) {
      turn(fold, open);
      fold.dispatchEvent(new Event("toggle"));
    }
    await vi.waitUntil(() => lines.length > 0);
    await settle();
    expect(lines).toHaveLength(1);
    expect(calls.filter(({ call }) => call.endsWith("/start"))).toHaveLength(1);
    turn(fold, false);
    await vi.waitUntil(() => lines[0]?.signal?.aborted);
  });

  it("says that it only looks, goes in nowhere, and keeps nothing in the window", async () => {
    const { list } = await opened();
    await tell(list, waits);
    expect(calls.map(({ call }) => call)).toEqual([
      "POST /api/v1/meetings/m1/start",
      "POST /h/m1/enter",
      "GET /h/m1/events",
    ]);
    expect(calls[0]?.body).toEqual({ looks: true });
    expect(calls[1]?.body).toEqual({ token: "ticket", looks: true });
    expect(sessionStorage).toHaveLength(0);
  });

  it("has the groups in their order, and nobody is let in before a host is in", async () => {
    const { list } = await opened();
    await tell(list, waits);
    const titles = [...list.querySelectorAll(".group:not([hidden]) h3")].map(
      (node) => node.firstChild?.textContent,
    );
    expect(titles).toEqual([HOST_TEXTS.hands.sv, HOST_TEXTS.waiters.sv, HOST_TEXTS.inside.sv]);
    expect(words(list)).toContain("Vera");
    const standing = (): (string | null)[] =>
      [...list.querySelectorAll(".standing > :not(.unseen)")].map((node) => node.textContent);
    expect(standing()).toEqual([LOOK_TEXTS.joinFirst.sv]);
    const admit = list.querySelector<HTMLElement>(".card .button.primary");
    expect(admit?.textContent).toBe(HOST_TEXTS.admit.sv);
    expect(admit?.getAttribute("aria-disabled")).toBe("true");
    const why = list.getElementById(admit?.getAttribute("aria-describedby") ?? "");
    expect(why?.textContent).toBe(LOOK_TEXTS.joinFirst.sv);
    admit?.click();
    await settle();
    expect(list.activeElement).toBe(why);
    expect(calls.some(({ call }) => call.endsWith("/admit"))).toBe(false);
    expect(buttons(list)).not.toContain(HOST_TEXTS.endNow.sv);
    await tell(list, waits, host("kollega"));
    expect(standing()).toEqual([LOOK_TEXTS.hostIn.sv]);
    expect(admit?.hasAttribute("aria-disabled")).toBe(false);
    expect(buttons(list)).toContain(HOST_TEXTS.endNow.sv);
    admit?.click();
    await vi.waitUntil(() => calls.some(({ call }) => call.endsWith("/participants/vera/admit")));
  });

  it("keeps every place, the focus and what is being written when the first host comes and the last goes", async () => {
    const { list } = await opened();
    await tell(list, waits);
    const places = (): Element[] => [
      ...list.querySelectorAll(".card.waiting button, .card.waiting textarea"),
    ];
    const before = places();
    [...list.querySelectorAll("button")]
      .find((node) => node.textContent === HOST_TEXTS.noteShort.sv)
      ?.click();
    const field = list.querySelector("textarea");
    if (field) field.value = "Vi kommer om en";
    for (const people of [[waits, host("kollega")], [waits]]) {
      await tell(list, ...people);
      expect(places()).toEqual(before);
      expect(list.activeElement).toBe(field);
      expect(list.querySelector("textarea")?.value).toBe("Vi kommer om en");
    }
    expect(buttons(list)).not.toContain(HOST_TEXTS.endNow.sv);
  });

  it("gives no buttons against oneself in another window", async () => {
    const { list } = await opened();
    await tell(list, host("me"));
    await vi.waitUntil(() => list.querySelector("[data-participant=me]"));
    expect(list.querySelector("[data-participant=me] button")).toBeNull();
  });

  it("asks before it ends the meeting for all", async () => {
    const { list } = await opened("en");
    await tell(list, host("me"), person("vera"));
    const press = (label: string): void =>
      [...list.querySelectorAll("button")].find((node) => node.textContent === label)?.click();
    await vi.waitUntil(() => buttons(list).includes(HOST_TEXTS.endNow.en));
    press(HOST_TEXTS.endNow.en);
    expect(calls.some(({ call }) => call.endsWith("/end"))).toBe(false);
    press(LOOK_TEXTS.endYes.en);
    await vi.waitUntil(() => calls.some(({ call }) => call === "POST /api/v1/meetings/m1/end"));
  });

  it("says all who wait as it opens, and who comes later", async () => {
    const { fold, list } = await opened();
    await tell(list, host("kollega"), waits, person("ture", { state: "waiting", name: "Ture" }));
    await vi.waitFor(() => expect(said(fold)).toBe("Vera väntar i lobbyn. Ture väntar i lobbyn."));
    await tell(list, host("kollega"), person("vera", { name: "Vera" }));
    await vi.waitFor(() => expect(said(fold)).toBe("Vera kom in i mötet."));
  });

  it("listens no more and shows nobody when it is closed, and goes on without a new way in", async () => {
    const { fold, list } = await opened();
    await tell(list, waits);
    turn(fold, false);
    await vi.waitUntil(() => lines[0]?.signal?.aborted);
    expect(words(list)).toBe("");
    turn(fold, true);
    await vi.waitUntil(() => lines.length === 2);
    await tell(list, waits);
    expect(words(list)).toContain("Vera");
    expect(calls.filter(({ call }) => call.endsWith("/start"))).toHaveLength(1);
  });

  it("names nobody once it is closed, neither in what was said nor in an answer that comes late", async () => {
    let come: (response: Response) => void = () => undefined;
    locking = new Promise((done) => {
      come = done;
    });
    const { fold, list } = await opened();
    await tell(list, waits, host("kollega"));
    await vi.waitFor(() => expect(said(fold)).toBe("Vera väntar i lobbyn."));
    const lock = [...list.querySelectorAll("button")].find((node) => node.textContent === HOST_TEXTS.lock.sv);
    lock?.click();
    await vi.waitUntil(() => calls.some(({ call }) => call.endsWith("/lock")));
    turn(fold, false);
    await vi.waitUntil(() => lines[0]?.signal?.aborted);
    expect(said(fold)).toBe("");
    const ture = person("ture", { state: "waiting", name: "Ture" });
    come(new Response(JSON.stringify({ participants: [ture] }), { status: 200 }));
    await settle();
    expect(said(fold)).toBe("");
    turn(fold, true);
    await vi.waitUntil(() => lines.length === 2);
    expect(words(list)).toBe("");
  });

  it("says when the list may be old, and speaks of no place in the meeting", async () => {
    const { fold, list } = await opened();
    await tell(list, waits);
    refusals = [problem(503, "service-unavailable", "Tjänsten svarar inte.")];
    lines[0]?.end();
    await vi.waitFor(() => expect(said(fold)).toContain(HOST_TEXTS.lostList.sv), { timeout: 5000 });
    expect(list.querySelector(".last > :not([hidden])")?.textContent).toBe(HOST_TEXTS.lostList.sv);
    expect(words(list)).toContain("Vera");
  });

  it("stops by itself when what it stands in is gone", async () => {
    const { fold, list } = await opened();
    await tell(list, waits);
    fold.remove();
    await vi.waitUntil(() => lines[0]?.signal?.aborted, { timeout: 3000 });
    expect(words(list)).toBe("");
  });

  it("stands closed when it comes back, and is opened again by a press", async () => {
    const { fold, list } = await opened();
    await tell(list, waits);
    fold.remove();
    await vi.waitUntil(() => lines[0]?.signal?.aborted, { timeout: 3000 });
    document.body.append(fold);
    expect((fold as HTMLDetailsElement).open).toBe(false);
    await settle();
    turn(fold, true);
    await vi.waitUntil(() => lines.length === 2);
    await tell(list, waits);
    expect(words(list)).toContain("Vera");
  });

  it("says it when one may host no more, and can be asked again", async () => {
    const { fold, list } = await opened();
    await tell(list, waits);
    lines[0]?.tell("bye", { reason: "removed" });
    await vi.waitFor(() => expect(fold.textContent).toContain(LOOK_TEXTS.shut.sv));
    expect(words(list)).toBe("");
    expect(said(fold)).toBe("");
    fold.querySelector<HTMLElement>("[role=button]")?.click();
    await vi.waitUntil(() => lines.length === 2);
    expect(words(list)).toBe("");
    expect(calls.filter(({ call }) => call.endsWith("/start"))).toHaveLength(2);
  });

  it("shows the service's own words when the way in is refused", async () => {
    refusals = [problem(409, "not-open", "Mötets tid är slut. Inget är ändrat.")];
    const { fold } = await opened();
    expect(fold.querySelector("[role=alert]")?.textContent).toContain("Mötets tid är slut.");
    expect(lines).toHaveLength(0);
  });

  it("loses no focus and says it when the meeting is ended from here", async () => {
    const { fold, list } = await opened();
    await tell(list, host("me"), person("vera"));
    const press = (label: string): HTMLElement | undefined =>
      [...list.querySelectorAll("button")].find((node) => node.textContent === label);
    press(HOST_TEXTS.endNow.sv)?.click();
    press(LOOK_TEXTS.endYes.sv)?.focus();
    lines.at(-1)?.tell("meeting", { state: "ended", locked: false, ending_at: null, participant_limit: 15 });
    lines.at(-1)?.tell("participants", { participants: [] });
    await vi.waitFor(() => expect(said(fold)).toContain(LOOK_TEXTS.over.sv));
    expect(list.activeElement).toBe(list.querySelector(".panel"));
  });

  it.each(["sv", "en"] as const)("is a list with all that can be done at Pexip (%s)", async (language) => {
    const words = (key: keyof typeof HOST_TEXTS): string =>
      HOST_TEXTS[key][language].replace("{system}", "Pexip");
    entered = {
      ...ENTERED,
      meeting: {
        ...ENTERED.meeting,
        embedded: false,
        reports: true,
        lobby: true,
        dials: true,
        leads_to: { system: { sv: "Pexip", en: "Pexip" }, allowed: true },
        host_controls: ["admit", "deny", "mute", "remove", "note", "hands", "spotlight", "end"],
      },
    };
    const { fold, list } = await opened(language);
    const coming = person("ture", { state: "coming", name: "Ture" });
    await tell(list, waits, coming);
    const admit = list.querySelector<HTMLElement>(".card .button.primary");
    expect(admit?.getAttribute("aria-disabled")).toBe("true");
    expect(list.querySelector("[data-group=coming]")?.textContent).toContain("Ture");
    expect(list.querySelector("[data-group=hands]")?.textContent).toContain(words("handsThere"));
    await tell(list, waits, coming, host("me"), person("olle", { name: "Olle", muted: true }));
    await vi.waitFor(() => expect(admit?.hasAttribute("aria-disabled")).toBe(false));
    expect(buttons(list)).toEqual(
      expect.arrayContaining([words("lookForHands"), words("spotlight"), words("noteShort")]),
    );
    expect(list.textContent).toContain(words("noteThere"));
    expect(list.textContent).toContain(words("callOut"));
    expect(list.textContent).toContain(words("mutedThere"));
    // A list that is not kept up says so, and keeps whom it shows.
    refusals = [problem(503, "service-unavailable", "Tjänsten svarar inte.")];
    lines[0]?.end();
    await vi.waitFor(() => expect(said(fold)).toContain(HOST_TEXTS.lostList[language]), { timeout: 5000 });
    expect(list.textContent).toContain("Vera");
  });

  it("tells how many wait at our door where another system has the people", async () => {
    const leads_to = { system: { sv: "Grannens video", en: "Next door's video" }, allowed: true };
    entered = { ...ENTERED, meeting: { ...ENTERED.meeting, embedded: false, leads_to } };
    const { list } = await opened();
    lines[0]?.tell("participants", { participants: [waits] });
    await vi.waitFor(() => expect(words(list)).toContain("Grannens video"));
    expect(words(list)).toContain("Väntar i lobbyn: 1");
    expect(words(list)).not.toContain("Vera");
  });
});
