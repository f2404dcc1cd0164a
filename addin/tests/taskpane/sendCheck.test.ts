import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { outlookAppointment } from "../../src/appointment/outlook";
import { OVERRIDE_KEY, REGION_KEY, RULES_KEY } from "../../src/events/travel";
import { Booking } from "../../src/shared/booking";
import { el } from "../../src/shared/dom";
import { translator } from "../../src/shared/i18n";
import type { Me, Meeting } from "../../src/shared/meetings";
import type { Context } from "../../src/taskpane/context";
import { sendCheck } from "../../src/taskpane/sendCheck";
import { TEXTS } from "../../src/taskpane/texts";
import { hosted, OURS, type Sending, sending } from "../events/host";
import { PROFILE } from "../shared/profile";
import { problem, Service } from "../shared/service";
import { button, emptyPage, has, seen, words } from "./bench";

const NUMBER = "19900101-2385";
const BODY = `<p>Välkommen <b>Vera</b> 070&nbsp;174</p><p>${NUMBER}</p>${OURS}`;

async function opened(more: Partial<Sending> = {}, isMeeting = true) {
  const state = sending(more);
  const host = hosted(state);
  vi.stubGlobal("Office", host.Office);
  const service = new Service();
  const main = document.body.appendChild(el("main"));
  const place = main.appendChild(el("div", {}, el("h2", { tabindex: "-1" }, "Mötet")));
  const appointment = outlookAppointment();
  const { language } = appointment;
  const context: Context = {
    appointment,
    booking: new Booking(service.client, appointment),
    meetings: service.client,
    profile: PROFILE,
    me: {} as Me,
    text: translator(TEXTS, language),
    language,
  };
  const meeting = service.add({ id: "m1" });
  const look = () => sendCheck(context, place, isMeeting ? meeting : undefined);
  await look();
  return { ...host, state, service, main, place, look };
}

async function override(main: HTMLElement, code: string, note?: string): Promise<void> {
  button(main, "Visa var det står").click();
  button(main, "Skicka ändå med skäl").click();
  const radio = main.querySelector<HTMLInputElement>(`input[value=${code}]`);
  radio?.click();
  const field = main.querySelector("textarea");
  if (field && note !== undefined) {
    field.value = note;
  }
  button(main, "Spara skälet").click();
  await vi.waitUntil(() => !words(main).includes("Sparar skälet …"));
}

beforeEach(emptyPage);
afterEach(() => vi.unstubAllGlobals());

describe("the quiet line", () => {
  it("says what would stop the invitation, with no more than its end, and hides nothing", async () => {
    const { main, place } = await opened({ body: BODY });
    expect(words(main)).toContain("Inbjudan innehåller ett personnummer (slutar på …·85).");
    expect(words(main)).not.toContain("19900101");
    expect(place.hidden).toBe(false);
  });

  it("is not there when nothing is found, or the appointment cannot be read", async () => {
    expect((await opened()).main.querySelector(".notice")).toBeNull();
    document.body.replaceChildren();
    expect((await opened({ throws: ["body"], fails: ["subject"] })).main.querySelector(".notice")).toBeNull();
  });

  it("goes when the text is mended, and when a reason has been stated", async () => {
    const { main, state, look } = await opened({ body: BODY });
    state.body = OURS;
    await look();
    expect(main.querySelector(".notice")).toBeNull();
    document.body.replaceChildren();
    const stated = await opened({ body: BODY });
    await override(stated.main, "not_a_person");
    await seen(stated.main, "Skälet är sparat.");
    document.body.replaceChildren();
    const again = await opened({ body: BODY, session: stated.state.session });
    expect(again.main.querySelector(".notice")).toBeNull();
  });

  it("is looked at anew when one comes back to the pane, and left alone when it says the same", async () => {
    const { main, state, calls } = await opened({ body: BODY });
    const before = button(main, "Visa var det står");
    dispatchEvent(new Event("focus"));
    await vi.waitUntil(() => calls.filter((name) => name === "properties").length > 1);
    expect(button(main, "Visa var det står")).toBe(before);
    state.body = `<p>19121212-1212</p>${OURS}`;
    dispatchEvent(new Event("focus"));
    await seen(main, "…·12");
  });

  it("stands above the cards too, before there is a meeting", async () => {
    const { main } = await opened({ body: `<p>${NUMBER}</p>` }, false);
    expect(words(main)).toContain("personnummer");
    button(main, "Visa var det står").click();
    expect(has(main, "Skicka ändå med skäl")).toBe(false);
  });
});

describe("the findings", () => {
  it("take the view's place, say after which words it stands with digits hidden, and go back", async () => {
    const { main, place } = await opened({ body: BODY });
    button(main, "Visa var det står").click();
    expect(place.hidden).toBe(true);
    expect(document.activeElement?.textContent).toBe("Det här stoppar inbjudan när du skickar");
    expect(words(main)).toContain("Det står efter: ”Välkommen Vera ••• •••”");
    button(main, "Tillbaka").click();
    expect(place.hidden).toBe(false);
    expect(document.activeElement?.textContent).toBe("Mötet");
  });

  it("are shown at once to who comes from the dialog, once", async () => {
    const { main, look, place } = await opened({ body: BODY, context: '"vardmote-send-check"' });
    expect(has(main, "Kontrollera igen")).toBe(true);
    button(main, "Tillbaka").click();
    await look();
    expect(place.hidden).toBe(false);
  });

  it("are read anew on a press", async () => {
    const { main, state } = await opened({ body: BODY });
    button(main, "Visa var det står").click();
    state.body = OURS;
    button(main, "Kontrollera igen").click();
    await seen(main, "Vi hittade inget. Välj Skicka i Outlook.");
    expect(has(main, "Skicka ändå med skäl")).toBe(false);
  });

  it("name the attendee or the file they are in", async () => {
    const { main } = await opened({
      attachments: [`remiss ${NUMBER}.pdf`],
      required: [{ emailAddress: "vera@demo.example", displayName: `Vera ${NUMBER}` }],
    });
    button(main, "Visa var det står").click();
    expect(words(main)).toContain("Det står i: ”Vera ••••••••-••••”");
    expect(words(main)).toContain("Det står i: ”remiss ••••••••-••••.pdf”");
  });

  it("say when not all could be read", async () => {
    const { main } = await opened({ body: BODY, fails: ["required"] });
    button(main, "Visa var det står").click();
    expect(words(main)).toContain("Outlook lät oss inte läsa allt.");
  });
});

describe("a stated reason", () => {
  it("is sent without what was found, and then opens for exactly that", async () => {
    const { main, service, state } = await opened({ body: BODY });
    await override(main, "not_a_person");
    await seen(main, "Skälet är sparat. Välj Skicka i Outlook igen.");
    expect(service.overrides).toEqual([
      {
        findings: [{ rule: "personal-number", field: "body", severity: "block" }],
        reason: "not_a_person",
      },
    ]);
    expect(JSON.parse(state.session[OVERRIDE_KEY] ?? "")).toEqual([
      expect.stringMatching(/^\d+\.\d+$/),
      [expect.stringMatching(/^personal-number:body:…·85:13:[0-9a-z]+$/)],
    ]);
    expect(JSON.stringify(state.session)).not.toContain("19900101");
  });

  it("with a note asks for the note", async () => {
    const { main, service } = await opened({ body: BODY });
    await override(main, "other", "  ");
    expect(words(main)).toContain("Skriv några ord om skälet.");
    button(main, "Avbryt").click();
    button(main, "Tillbaka").click();
    await override(main, "other", "En apparat");
    await seen(main, "Skälet är sparat.");
    expect(service.overrides).toMatchObject([{ reason: "other", note: "En apparat" }]);
  });

  it("must be chosen", async () => {
    const { main, service } = await opened({ body: BODY });
    await override(main, "none");
    expect(words(main)).toContain("Välj ett skäl. Inget är sparat än.");
    expect(service.overrides).toEqual([]);
  });

  it("that the service does not take opens nothing, and says so", async () => {
    const { main, service, state } = await opened({ body: BODY });
    service.once("POST /api/v1/meetings/m1/send-overrides", () => problem(503, "service-unavailable"));
    await override(main, "not_a_person");
    await seen(main, "Skälet sparades inte, så inbjudan stoppas fortfarande.");
    expect(state.session).toEqual({});
  });

  it.each([
    `${BODY}<p>19121212-1212</p>`,
    // Another person's, with the same end and length.
    BODY.replace(NUMBER, "19900119-2385"),
  ])("is not for a text that has changed since it was shown", async (changed) => {
    const { main, service, state } = await opened({ body: BODY });
    button(main, "Visa var det står").click();
    button(main, "Skicka ändå med skäl").click();
    state.body = changed;
    main.querySelector<HTMLInputElement>("input[value=not_a_person]")?.click();
    button(main, "Spara skälet").click();
    await seen(main, "Inbjudan har ändrats. Skälet är inte sparat.");
    expect(service.overrides).toEqual([]);
  });

  it("can be left", async () => {
    const { main } = await opened({ body: BODY });
    button(main, "Visa var det står").click();
    button(main, "Skicka ändå med skäl").click();
    button(main, "Avbryt").click();
    expect(has(main, "Skicka ändå med skäl")).toBe(true);
  });
});

describe("what the check at send is told", () => {
  it("is the kind of meeting and what the region allows, written once", async () => {
    const { state, calls, look } = await opened();
    expect(state.properties[RULES_KEY]).toBe('["patient_care","patient",15]');
    expect(state.roaming[REGION_KEY]).toBe("[true,false]");
    await look();
    expect(calls.filter((name) => name.startsWith("save"))).toEqual(["save roaming", "save properties"]);
  });

  it("is nothing of a meeting that is not theirs to change", async () => {
    const state = sending();
    const host = hosted(state);
    vi.stubGlobal("Office", host.Office);
    const service = new Service();
    const place = document.body.appendChild(el("main")).appendChild(el("div"));
    const meeting: Meeting = { ...service.add({ id: "m1" }), may_change: false };
    const appointment = outlookAppointment();
    const context = { appointment, profile: PROFILE, language: "sv" } as unknown as Context;
    await sendCheck(context, place, meeting);
    expect(state.properties).toEqual({});
  });
});
