import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HostApp } from "../../src/host/app";
import type { HostControl } from "../../src/host/entered";
import { heldPage } from "../../src/host/held";
import type { Page } from "../../src/host/pages";
import type { MeetingNews } from "../../src/host/view";
import { ApiProblem } from "../../src/shared/api";
import type { Person } from "../../src/video/events";
import { settle } from "../video/fakes";
import { person } from "../video/people";
import { entered, NEWS } from "./atPexip";

const NOW = new Date("2026-06-10T08:05:00+02:00");
const TODAY: HostControl[] = [
  "admit",
  "deny",
  "mute",
  "mute-guests",
  "remove",
  "lock",
  "make-host",
  "end",
  "note",
];
const ME = person("me", { role: "host", kind: "staff" });
let asked: string[] = [];
let come: () => void = () => undefined;
let said: string[] = [];
let app: HostApp;
let page: Page;

beforeEach(() => {
  asked = [];
  said = [];
  vi.stubGlobal("fetch", (path: string) => {
    if (path.endsWith("/events")) return new Promise<Response>(() => undefined);
    asked.push(path.split("/m1/")[1] ?? path);
    return new Promise<Response>((done) => {
      come = () => done(new Response(JSON.stringify({}), { status: 200 }));
    });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  document.body.replaceChildren();
});

/** The host's own page of a meeting at Pexip, with these in the list. */
async function opened(people: readonly Person[], controls = TODAY): Promise<void> {
  sessionStorage.setItem("vardmote.host.m1.me", JSON.stringify("me"));
  app = await entered({ host_controls: controls }, { say: (words) => said.push(words) });
  app.model = { ...app.model, meeting: NEWS };
  page = heldPage(app);
  document.body.replaceChildren(page.root);
  list(people);
}

function list(people: readonly Person[], news: Partial<MeetingNews> = {}): void {
  app.model = { ...app.model, people, meeting: { ...NEWS, ...news } };
  page.update(NOW);
}

function button(spoken: string): HTMLButtonElement {
  const found = [...document.querySelectorAll("button")].filter(
    (one) => (one.getAttribute("aria-label") ?? one.textContent) === spoken,
  );
  if (found.length !== 1) throw new Error(`${found.length} buttons say ${spoken}`);
  return found[0] as HTMLButtonElement;
}

const shown = (): string =>
  [...document.querySelectorAll("button")]
    .filter((one) => !one.closest("[hidden]"))
    .map((one) => one.getAttribute("aria-label") ?? one.textContent)
    .join("|");

test("nobody is let in to a meeting without a host, and a press leads to the line that says so", async () => {
  const waits = person("p", { name: "Anna", state: "waiting" });
  await opened([{ ...ME, state: "coming" }, waits]);
  const admit = button("Tillåt Anna");
  expect(admit.getAttribute("aria-disabled")).toBe("true");
  const why = document.getElementById(admit.getAttribute("aria-describedby") ?? "");
  expect(why?.textContent).toContain("Ingen värd är med i mötet just nu.");
  expect(why?.hidden).toBe(false);
  admit.click();
  await settle();
  expect([asked, document.activeElement]).toEqual([[], why]);
  list([ME, waits]);
  expect([admit.hasAttribute("aria-disabled"), admit.hasAttribute("aria-describedby"), why?.hidden]).toEqual([
    false,
    false,
    true,
  ]);
  admit.click();
  await settle();
  expect(asked).toEqual(["participants/p/admit"]);
});

test("the second click of a double click counts for nothing, also when the first is told of already", async () => {
  await opened([ME, person("p", { name: "Anna", state: "waiting" })]);
  const click = (detail: number): boolean =>
    button("Tillåt Anna").dispatchEvent(new MouseEvent("click", { bubbles: true, detail }));
  const paths = ["participants/p/admit"];
  for (const _ of [1, 2]) {
    click(1);
    await settle();
    come();
    await settle();
    click(2);
    await settle();
    expect(asked).toEqual(paths);
    // Pressed anew, it is done anew.
    paths.push("participants/p/admit");
  }
});

test("a double click whose first was not done counts by its second", async () => {
  const waits = person("p", { name: "Anna", state: "waiting" });
  await opened([{ ...ME, state: "left" }, waits]);
  const click = (detail: number): boolean =>
    button("Tillåt Anna").dispatchEvent(new MouseEvent("click", { bubbles: true, detail }));
  click(1);
  list([ME, waits]);
  click(2);
  await settle();
  expect(asked).toEqual(["participants/p/admit"]);
});

test("nobody is written to without a host, where it would reach nobody; a message begun before can be put away", async () => {
  const waits = person("p", { name: "Anna", state: "waiting" });
  await opened([ME, waits]);
  const write = button("Meddelande till Anna");
  const form = document.querySelector("form");
  write.click();
  await settle();
  list([{ ...ME, state: "left" }, waits]);
  write.click();
  await settle();
  expect(form?.hidden).toBe(true);
  list([{ ...ME, state: "left" }, waits]);
  const why = document.getElementById(write.getAttribute("aria-describedby") ?? "");
  expect([write.getAttribute("aria-disabled"), why?.hidden]).toEqual(["true", false]);
  write.click();
  await settle();
  expect([form?.hidden, document.activeElement]).toEqual([true, why]);
  expect(why?.textContent).toContain("kan du släppa in och skicka meddelanden härifrån");
});

test("where messages can be sent but nobody let in, the line says what waits for a host", async () => {
  await opened([{ ...ME, state: "coming" }, person("p", { name: "Anna", state: "waiting" })], ["note"]);
  button("Meddelande till Anna").click();
  expect(document.activeElement?.textContent).toContain("kan du skicka meddelanden härifrån");
});

test("a refusal is brought into view, and the next one with the same words is written anew", async () => {
  const seen = vi.fn();
  Element.prototype.scrollIntoView = seen;
  await opened([ME]);
  const alert = document.querySelector<HTMLElement>(".panel > [role=alert]") as HTMLElement;
  const written: (Node | null)[] = [];
  for (const times of [1, 2]) {
    app.visit.problem = new ApiProblem({ code: "locked", detail_sv: "Mötet är låst." }, 409);
    list([ME]);
    list([ME]);
    expect([alert.hidden, alert.textContent, seen.mock.calls.length]).toEqual([
      false,
      "Mötet är låst.",
      times,
    ]);
    written.push(alert.firstChild);
  }
  expect(written[0]).not.toBe(written[1]);
  app.visit.problem = null;
  list([ME]);
  expect([alert.hidden, seen.mock.calls.length]).toEqual([true, 2]);
});

test("who waits under another name is let in, turned away and written to by that name", async () => {
  await opened([ME, person("p", { name: "Anna", state: "waiting" })]);
  button("Neka Anna").click();
  list([ME, person("p", { name: "Bertil", state: "waiting" })]);
  expect(shown()).not.toContain("Anna");
  expect(button("Tillåt Bertil")).toBeTruthy();
  expect(button("Meddelande till Bertil")).toBeTruthy();
  expect(document.querySelector(".confirm")?.textContent).toContain("Neka Bertil?");
});

test("a message and a no go once, however often they are pressed", async () => {
  await opened([ME, person("p", { name: "Anna", state: "waiting" })]);
  button("Meddelande till Anna").click();
  const form = document.querySelector("form");
  form?.requestSubmit();
  form?.requestSubmit();
  await settle();
  expect(asked).toEqual(["participants/p/note"]);
  come();
  await settle();
  button("Neka Anna").click();
  button("Ja, neka").click();
  button("Ja, neka").click();
  await settle();
  expect(asked).toEqual(["participants/p/note", "participants/p/deny"]);
});

test("a lock is asked for once until what came of it is told", async () => {
  await opened([ME]);
  const lock = button("Lås mötet");
  lock.click();
  lock.click();
  await settle();
  expect([asked, lock.getAttribute("aria-disabled")]).toEqual([["lock"], "true"]);
  come();
  await settle();
  expect(lock.hasAttribute("aria-disabled")).toBe(false);
});

test("who has gone on to write to the next stays there when a message is sent", async () => {
  const waits = (id: string, name: string): Person => person(id, { name, state: "waiting" });
  await opened([ME, waits("p", "Anna"), waits("q", "Bo")]);
  const [anna, bo] = [button("Meddelande till Anna"), button("Meddelande till Bo")];
  const card = (id: string): HTMLElement | null => document.querySelector(`[data-participant=${id}]`);
  for (const [goesOn, focused] of [
    [true, (): Element | null | undefined => card("q")?.querySelector("textarea")],
    [false, (): Element => anna],
  ] as const) {
    anna.click();
    card("p")?.querySelector("form")?.requestSubmit();
    if (goesOn) bo.click();
    await settle();
    come();
    await settle();
    expect(card("p")?.querySelector("form")?.hidden).toBe(true);
    expect(document.activeElement).toBe(focused());
  }
});

test("each press that did nothing is said aloud", async () => {
  const row = (node: Element): number =>
    [...(node.closest("ul")?.children ?? [])].findIndex((one) => one.contains(node));
  const rect = vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (
    this: Element,
  ) {
    return this.getAttribute("aria-label")?.startsWith("Tillåt")
      ? new DOMRect(0, 50 * row(this), 80, 40)
      : new DOMRect();
  });
  const bo = person("q", { name: "Bo", state: "waiting" });
  await opened([ME, person("p", { name: "Anna", state: "waiting" }), bo]);
  list([ME, bo]);
  for (const times of [1, 2]) {
    const press = { bubbles: true, cancelable: true, detail: 1, clientX: 20, clientY: 20 };
    button("Tillåt Bo").dispatchEvent(new MouseEvent("click", press));
    expect(said).toEqual(Array(times).fill("Listan ändrades när du tryckte. Inget är gjort. Tryck igen."));
  }
  expect(asked).toEqual([]);
  rect.mockRestore();
});

test("who pressed what then goes stays at that person's card", async () => {
  const anna = person("p", { name: "Anna", kind: "professional" });
  await opened([ME, anna]);
  const card = document.querySelector<HTMLElement>("[data-participant=p]");
  button("Tysta Anna").focus();
  list([ME, { ...anna, muted: true, microphone: false }]);
  expect([button("Tysta Anna").hidden, document.activeElement]).toEqual([true, card]);
  button("Gör till värd: Anna").focus();
  list([ME, { ...anna, role: "host" }]);
  expect([button("Gör till värd: Anna").hidden, document.activeElement]).toEqual([true, card]);
});

test("who is made host rises above those who came before, and the focus with it", async () => {
  const bo = person("b", { name: "Bo", since: "2026-06-10T08:01:00+02:00" });
  const anna = person("p", { name: "Anna", kind: "professional", since: "2026-06-10T08:02:00+02:00" });
  const order = (): (string | undefined)[] =>
    [...document.querySelectorAll<HTMLElement>(".card.inside")].map((card) => card.dataset.participant);
  await opened([ME, bo, anna]);
  button("Gör till värd: Anna").focus();
  list([ME, bo, { ...anna, role: "host" }]);
  const card = document.querySelector("[data-participant=p]");
  expect([order(), document.activeElement]).toEqual([["me", "p", "b"], card]);
  list([ME, bo, anna]);
  button("Ta bort Anna från mötet").click();
  const asked = document.activeElement;
  expect(asked?.textContent).toBe("Avbryt");
  list([ME, bo, { ...anna, role: "host" }]);
  expect([order(), document.activeElement]).toEqual([["me", "p", "b"], asked]);
});

test("Tysta alla gäster keeps the focus when there is nobody left to mute, and then asks for nothing", async () => {
  await opened([ME, person("p")]);
  const all = button("Tysta alla gäster");
  all.focus();
  list([ME, person("p", { muted: true, microphone: false })]);
  expect([document.activeElement, all.disabled, all.getAttribute("aria-disabled")]).toEqual([
    all,
    false,
    "true",
  ]);
  all.click();
  await settle();
  expect(asked).toEqual([]);
});

test("where nobody can be unmuted from here it is said where, and that who comes later is muted too", async () => {
  await opened([ME, person("p", { name: "Anna" })]);
  const told = (): string => document.querySelector(".common .hint:not([hidden])")?.textContent ?? "";
  expect(told()).toBe("");
  list([ME, person("p", { name: "Anna", muted: true })]);
  expect(told()).toContain("Den som är tystad kan kanske inte slå på ljudet själv.");
  expect(told()).toContain("Slå på ljudet i fliken med Pexip.");
  expect(shown()).not.toContain("Slå på ljudet");
  list([ME, person("p", { name: "Anna" })], { guests_muted: true });
  expect(told()).toContain("den som kommer in efter Tysta alla gäster");
});

test("where the system tells that it can, whoever is muted gets the sound back from here", async () => {
  const muted = person("p", { name: "Anna", muted: true });
  await opened([ME, muted], [...TODAY, "unmute", "unmute-guests"]);
  expect(shown()).not.toContain("Tysta Anna");
  button("Slå på ljudet för Anna").click();
  come();
  await settle();
  button("Slå på ljudet för alla gäster").click();
  await settle();
  expect(asked).toEqual(["participants/p/unmute", "unmute-guests"]);
  list([ME, person("p", { name: "Anna" })], { guests_muted: true });
  expect(document.querySelector(".common")?.textContent).toContain("även de som kommer in nu");
  expect(shown()).toContain("Slå på ljudet för alla gäster");
  list([ME, person("p", { name: "Anna" })], { guests_muted: false });
  expect(document.querySelector(".common")?.textContent).not.toContain("även de som kommer in nu");
  expect(shown()).not.toContain("Slå på ljudet");
});

test("a host of a full meeting is told that it is, beside the count, until somebody leaves", async () => {
  const guests = Array.from({ length: 14 }, (_, at) => person(`g${at}`));
  const group = document.getElementsByClassName("group");
  const told = (): string | null | undefined =>
    [...group]
      .find((one) => one.getAttribute("data-group") === "inside")
      ?.querySelector(".notice:not([hidden])")?.textContent;
  await opened([ME, ...guests.slice(1)]);
  expect(told()).toBeUndefined();
  list([ME, ...guests]);
  expect(told()).toBe("Mötet är fullt (15 deltagare). Den som väntar kan komma in när någon lämnar.");
  list([ME, ...guests.slice(1)]);
  expect(told()).toBeUndefined();
  list([ME, ...guests], { participant_limit: null });
  expect(told()).toBeUndefined();
});

test("what is done and moves nothing in the list is said aloud once, and what is refused is not said to be done", async () => {
  await opened(
    [ME, person("p", { name: "Anna", state: "waiting" }), person("q", { name: "Bo" })],
    [...TODAY, "unmute-guests", "spotlight"],
  );
  const done = async (...pressed: readonly string[]): Promise<string[]> => {
    said = [];
    for (const words of pressed) button(words).click();
    await settle();
    come();
    await settle();
    list([ME, person("p", { name: "Anna", state: "waiting" }), person("q", { name: "Bo" })]);
    return said;
  };
  expect(await done("Tysta alla gäster")).toEqual(["Alla gäster är tystade."]);
  expect(await done("Lyft fram Bo i bild för alla")).toEqual(["Bo är framlyft i bild för alla."]);
  expect(await done("Neka Anna", "Ja, neka")).toEqual(["Anna släpptes inte in."]);
  button("Meddelande till Anna").click();
  await settle();
  said = [];
  document.querySelector("form")?.requestSubmit();
  await settle();
  come();
  await settle();
  expect(said).toEqual(["Meddelandet till Anna är skickat."]);
  const refusal = { code: "no-host", detail_sv: "Ingen värd är inne." };
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(refusal), { status: 409 })));
  expect(await done("Tysta alla gäster")).toEqual([]);
  expect(app.visit.problem?.text("sv")).toBe("Ingen värd är inne.");
});

test("leaving speaks of handing over only where there is somebody to hand over to", async () => {
  await opened([ME, person("p", { name: "Anna" })]);
  const told = (): string => document.querySelector(".leaving")?.textContent ?? "";
  button("Lämna").click();
  expect(told()).toContain("Lämnar du är alla ute efter 1 minut.");
  expect(told()).not.toContain("lämna över");
  list([ME, person("p", { name: "Anna", kind: "professional" })]);
  expect(told()).toContain("Lämnar du utan att lämna över är alla ute efter 1 minut.");
});
