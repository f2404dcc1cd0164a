import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HostApp } from "../../src/host/app";
import { dialOutPart } from "../../src/host/dialOut";
import { DIAL_OUT_TEXTS } from "../../src/host/dialOutTexts";
import { HOST_TEXTS } from "../../src/host/texts";
import { Api } from "../../src/shared/api";
import type { Language } from "../../src/shared/dates";
import { translator } from "../../src/shared/i18n";
import type { Person } from "../../src/video/events";

const PATH = "/api/v1/meetings/m1/dial";
const COURT = {
  code: "court",
  label: { sv: "Rätten, sal 3", en: "The court, room 3" },
  protocol: "sip",
  address: "sal3@domstol.example",
};
let asked: { key: string | null; body: unknown }[];
let choices: object;
let answer: () => Response | Promise<Response>;
let app: { model: { people: Partial<Person>[] } };

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
  asked = [];
  choices = { saved: [COURT], domains: ["domstol.example"], lobby: true };
  answer = () => new Response(JSON.stringify({ participant: "called-1", lobby: true }), { status: 202 });
  vi.stubGlobal("fetch", (path: string, { method, body, headers }: RequestInit) => {
    if (path !== PATH) throw new Error(path);
    if (method === "GET") return Promise.resolve(new Response(JSON.stringify(choices)));
    asked.push({ key: new Headers(headers).get("Idempotency-Key"), body: JSON.parse(String(body)) });
    return Promise.resolve(answer());
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function opened(language: Language = "sv"): Promise<HTMLElement> {
  app = { model: { people: [] } };
  const made = Object.assign(app, {
    language,
    text: translator(HOST_TEXTS, language),
    entered: { meeting: { id: "m1" } },
    visit: { api: new Api(() => "host:x") },
  }) as unknown as HostApp;
  const part = dialOutPart(made);
  document.body.append(part.root);
  await part.open();
  return part.root;
}

const button = (root: HTMLElement, words: string): HTMLButtonElement =>
  [...root.querySelectorAll("button")].find(({ textContent }) => textContent === words) as HTMLButtonElement;

const type = (root: HTMLElement, id: string, words: string): void => {
  const field = root.querySelector<HTMLInputElement>(`#${id}`);
  if (!field) throw new Error(id);
  field.value = words;
  for (const event of ["input", "change"]) field.dispatchEvent(new Event(event));
};

test("the address is shown once more and nothing is called before yes; no is where the focus is", async () => {
  const root = await opened();
  button(root, "Ring upp").click();
  const question = root.querySelector<HTMLElement>('[role="group"]');
  expect(question?.textContent).toContain("Du ringer Rätten, sal 3 på sal3@domstol.example (SIP).");
  expect(question?.textContent).toContain("lobbyn");
  expect(document.activeElement?.textContent).toBe("Nej, ändra");
  expect(asked).toEqual([]);
  button(root, "Nej, ändra").click();
  expect(question?.hidden).toBe(true);
  expect(document.activeElement?.id).toBe("dial-choice");
});

test("two presses on yes are one call with one key, and the next call has another", async () => {
  const root = await opened();
  for (const _ of [1, 2]) {
    button(root, "Ring upp").click();
    button(root, "Ja, ring").click();
    button(root, "Ja, ring").click();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(asked.map(({ body }) => body)).toEqual([{ saved: "court" }, { saved: "court" }]);
  expect(new Set(asked.map(({ key }) => key)).size).toBe(2);
});

test("a call whose answer is lost is the same call when it is asked for again, and is said to ring perhaps", async () => {
  const told = answer;
  const press = async (): Promise<string> => {
    button(root, "Ring upp").click();
    button(root, "Ja, ring").click();
    await vi.advanceTimersByTimeAsync(10);
    const alert = root.querySelector<HTMLElement>('[role="alert"]');
    return alert?.hidden === false ? (alert.textContent ?? "") : "";
  };
  const root = await opened();
  answer = () => Promise.reject(new TypeError("the line is gone"));
  expect(await press()).toBe(DIAL_OUT_TEXTS.unsure.sv);
  answer = () => new Response("<h1>Bad gateway</h1>", { status: 502 });
  expect(await press()).toBe(DIAL_OUT_TEXTS.unsure.sv);
  app.model.people = [{ id: "called-1", kind: "called", state: "left", reason: "unanswered" }];
  answer = told;
  expect(await press()).toBe(DIAL_OUT_TEXTS.rang.sv);
  expect(await press()).toBe("");
  const keys = asked.map(({ key }) => key);
  expect(new Set(keys.slice(0, 3)).size).toBe(1);
  expect(keys[3]).not.toBe(keys[0]);
});

test("while it is being called nothing else can be answered, and whoever has gone on is left there", async () => {
  let come: (response: Response) => void = () => undefined;
  answer = () =>
    new Promise((done) => {
      come = done;
    });
  const root = await opened();
  const elsewhere = document.createElement("button");
  document.body.append(elsewhere);
  button(root, "Ring upp").click();
  button(root, "Ja, ring").click();
  const question = root.querySelector<HTMLElement>('[role="group"]');
  expect(button(root, "Nej, ändra").getAttribute("aria-disabled")).toBe("true");
  button(root, "Nej, ändra").click();
  question?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect(question?.hidden).toBe(false);
  elsewhere.focus();
  await vi.advanceTimersByTimeAsync(10);
  come(new Response(JSON.stringify({ participant: "called-1", lobby: true }), { status: 202 }));
  await vi.advanceTimersByTimeAsync(10);
  expect(question?.hidden).toBe(true);
  expect(document.activeElement).toBe(elsewhere);
});

test("an address that is typed is sent without its scheme, with its name and tones", async () => {
  const root = await opened();
  type(root, "dial-choice", "");
  type(root, "dial-address", " SIP:sal4@domstol.example ");
  button(root, "Ring upp").click();
  expect(root.querySelector('[role="alert"]')?.textContent).toBe("Fyll i adress och namn.");
  type(root, "dial-name", "Tingsrätten sal 4");
  // What is seldom needed is out of the way, and still there.
  const seldom = root.querySelector<HTMLDetailsElement>("details");
  expect([seldom?.open, seldom?.querySelector("summary")?.textContent]).toEqual([false, "Behövs sällan"]);
  expect([...(seldom?.querySelectorAll(".input") ?? [])].map(({ id }) => id)).toEqual([
    "dial-protocol",
    "dial-tones",
  ]);
  type(root, "dial-tones", "kod 12");
  button(root, "Ring upp").click();
  expect(root.querySelector('[role="alert"]')?.textContent).toBe(DIAL_OUT_TEXTS.badTones.sv);
  // What is wrong is seen, though the field was folded away.
  expect([seldom?.open, document.activeElement?.id]).toEqual([true, "dial-tones"]);
  expect(asked).toEqual([]);
  type(root, "dial-tones", ", 12 34#");
  type(root, "dial-protocol", "h323");
  button(root, "Ring upp").click();
  expect(root.textContent).toContain("Du ringer Tingsrätten sal 4 på sal4@domstol.example (H.323).");
  button(root, "Ja, ring").click();
  await vi.advanceTimersByTimeAsync(10);
  expect(asked[0]?.body).toEqual({
    address: "sal4@domstol.example",
    name: "Tingsrätten sal 4",
    protocol: "h323",
    dtmf: ",1234#",
  });
});

test("tones are read before the call, and never pressed at another address than the one they were called at", async () => {
  const root = await opened();
  const question = root.querySelector<HTMLElement>('[role="group"]');
  const ask = (address: string): string => {
    type(root, "dial-choice", "");
    type(root, "dial-address", address);
    button(root, "Ring upp").click();
    return question?.textContent ?? "";
  };
  const call = async (): Promise<void> => {
    button(root, "Ja, ring").click();
    await vi.advanceTimersByTimeAsync(10);
  };
  type(root, "dial-name", "Tingsrätten");
  type(root, "dial-tones", "1234 #");
  expect(ask("sal4@domstol.example")).toContain("När någon svarat trycks 1234#.");
  // An address that is put right before anybody is called keeps its tones; one that is called again has them too.
  button(root, "Nej, ändra").click();
  expect(ask("sal5@domstol.example")).toContain("1234#");
  answer = () => Promise.reject(new TypeError("the line is gone"));
  await call();
  button(root, "Ring upp").click();
  expect(question?.textContent).toContain("1234#");
  answer = () => new Response(JSON.stringify({ participant: "called-1" }), { status: 202 });
  await call();
  button(root, "Ring upp").click();
  expect(question?.textContent).toContain("1234#");
  button(root, "Nej, ändra").click();
  expect(ask("sal6@domstol.example")).not.toContain("trycks");
  await call();
  expect(asked.map(({ body }) => body)).toMatchObject([
    { dtmf: "1234#" },
    { dtmf: "1234#" },
    { name: "Tingsrätten" },
  ]);
  expect(asked[2]?.body).not.toHaveProperty("dtmf");
});

test("where there is no lobby that is said, and where nothing can be typed nothing is asked for", async () => {
  choices = { saved: [COURT], domains: [], lobby: false };
  const root = await opened("en");
  expect([...root.querySelectorAll("#dial-choice option")].map(({ textContent }) => textContent)).toEqual([
    "The court, room 3",
  ]);
  expect(root.textContent).toContain("straight into the meeting");
  expect(root.textContent).toContain("can then call back");
});

test("with nobody to call there is a word about what to do instead", async () => {
  choices = { saved: [], domains: [], lobby: true };
  const root = await opened();
  expect(root.querySelector("form")?.hidden).toBe(true);
  expect(root.querySelector<HTMLElement>("p.hint:not([hidden])")?.textContent).toContain("möteslänken");
});

test("a refusal is shown in words and the form is there again", async () => {
  answer = () =>
    new Response(
      JSON.stringify({ status: 409, code: "not-open", detail: "Mötet är låst.", detail_en: "It is locked." }),
      { status: 409, headers: { "Content-Type": "application/problem+json" } },
    );
  const root = await opened();
  button(root, "Ring upp").click();
  button(root, "Ja, ring").click();
  await vi.advanceTimersByTimeAsync(10);
  expect(root.querySelector<HTMLElement>('[role="alert"]')?.hidden).toBe(false);
  expect(root.querySelector("form")?.hidden).toBe(false);
});

test.each([
  [true, "Har svarat och väntar i lobbyn"],
  // It waits there all the same while the meeting is locked.
  [false, "Har svarat och väntar"],
])("lobby %s: what is said of whoever answered and waits", async (lobby, words) => {
  choices = { saved: [COURT], domains: [], lobby };
  const root = await opened();
  app.model.people = [{ id: "called-1", name: "Rätten", kind: "called", state: "waiting" }];
  await vi.advanceTimersByTimeAsync(1100);
  expect(root.querySelector("li .who")?.textContent).toBe(words);
});

test("how each call stands is told, and is not written again when nothing has changed", async () => {
  const root = await opened();
  const stands: [Partial<Person>, string][] = [
    [{ state: "coming" }, "Ringer"],
    [{ state: "waiting" }, "Har svarat och väntar i lobbyn"],
    [{ state: "in" }, "I mötet"],
    [{ state: "left", reason: "unanswered" }, "Svarade inte"],
    [{ state: "left", reason: "not-dialled" }, "Gick inte att ringa"],
    [{ state: "left", reason: "left" }, "Har lagt på"],
  ];
  for (const [how, words] of stands) {
    app.model.people = [
      { id: "called-1", name: "Rätten", kind: "called", ...how },
      { id: "p1", name: "Vera Lindqvist", kind: "patient", state: "in" },
    ];
    await vi.advanceTimersByTimeAsync(1100);
    const card = root.querySelector("li");
    expect(root.querySelectorAll("li")).toHaveLength(1);
    expect(card?.textContent).toBe(`Rätten${words}`);
    await vi.advanceTimersByTimeAsync(1100);
    expect(root.querySelector("li")).toBe(card);
  }
});

test("what is wrong is said between the fields and the button, of the very field, until it is put right", async () => {
  const root = await opened();
  type(root, "dial-choice", "");
  const told = root.querySelector<HTMLElement>('[role="alert"]') as HTMLElement;
  const call = button(root, "Ring upp");
  const field = (id: string): HTMLInputElement => root.querySelector(`#${id}`) as HTMLInputElement;
  const wrong = (): string[] => [...root.querySelectorAll("[aria-invalid]")].map(({ id }) => id);
  expect(told.nextElementSibling).toBe(call);
  type(root, "dial-address", "sal4@domstol.example");
  call.click();
  expect([told.textContent, wrong(), document.activeElement?.id]).toEqual([
    DIAL_OUT_TEXTS.missing.sv,
    ["dial-name"],
    "dial-name",
  ]);
  expect(field("dial-name").getAttribute("aria-describedby")).toBe(told.id);
  type(root, "dial-name", "Sal 4");
  type(root, "dial-tones", "12 rum");
  call.click();
  expect([told.textContent, wrong(), document.activeElement?.id]).toEqual([
    DIAL_OUT_TEXTS.badTones.sv,
    ["dial-tones"],
    "dial-tones",
  ]);
  expect(field("dial-tones").getAttribute("aria-describedby")).toBe(`${told.id} dial-tones-hint`);
  type(root, "dial-tones", "12");
  call.click();
  expect([told.hidden, wrong()]).toEqual([true, []]);
  expect(field("dial-tones").getAttribute("aria-describedby")).toBe("dial-tones-hint");
});
