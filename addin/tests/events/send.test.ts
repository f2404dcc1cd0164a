import { afterEach, describe, expect, test, vi } from "vitest";
import { PANE_COMMAND } from "../../src/events/names";
import { sendHandler } from "../../src/events/send";
import {
  keyOf,
  OVERRIDE_KEY,
  packOverride,
  packRegion,
  packRules,
  REGION_KEY,
  RULES_KEY,
} from "../../src/events/travel";
import type { Finding, Invite } from "../../src/privacy/check";
import { hosted, NAMED, OURS, press, type Sending, sending } from "./host";

const NUMBER: Finding = {
  rule: "personal-number",
  severity: "block",
  field: "body",
  part: "text",
  start: 3,
  length: 13,
  masked: "…·34",
  sv: "Inbjudan innehåller ett personnummer (slutar på …·34). Ta bort det och skicka igen.",
  en: "The invitation contains a personal identity number (ending …·34). Remove it and send again.",
};
const NAME: Finding = {
  ...NUMBER,
  rule: "name",
  severity: "warn",
  field: "subject",
  masked: "",
  sv: "Ämnet kan nämna en patient. Ta bort namnet om det är så.",
  en: "The subject may name a patient. Remove the name if it does.",
};
const INVITE: Invite = {
  subject: "Möte",
  bodyHtml: OURS,
  location: "Rum 4012",
  attendees: [],
  attachmentNames: [],
  ownDomains: [],
};
const REGION = { [REGION_KEY]: packRegion({ override: true, looksLikeCare: true }) };

async function send(state: Sending, ...findings: Finding[]) {
  const host = hosted(state);
  vi.stubGlobal("Office", host.Office);
  const asked: Invite[] = [];
  const check = (invite: Invite) => {
    asked.push(invite);
    return { verdict: "ok" as const, findings };
  };
  const answers = await press(sendHandler(check) as (event: unknown) => void);
  return { ...host, asked, answers, answer: answers[0] ?? {} };
}

afterEach(() => vi.unstubAllGlobals());

describe("whose appointment it is", () => {
  test("one without our text is let go, and nobody's names are read", async () => {
    const { answers, asked, calls } = await send(sending({ body: "<p>Lunch</p>" }), NUMBER);
    expect(answers).toEqual([{ allowEvent: true }]);
    expect(asked).toEqual([]);
    expect(calls).not.toContain("required");
  });

  test.each([
    OURS,
    "<p class=MsoNormal>Mötes-id: <span class=SpellE>m1</span></p>",
    "<p>M&ouml;tes-id:&nbsp;m1</p>",
    "<p>M<b>ö</b>tes-id: m1</p>",
    "<p>Mo\u0308tes-id: m1</p>",
    '<TABLE border=0 DATA-VARDMOTE="m1">',
  ])("our text is known however the editor has kept it: %s", async (body) => {
    expect((await send(sending({ body }), NUMBER)).answer.allowEvent).toBe(false);
  });

  test("a hostile text is walked once", async () => {
    const size = 200_000;
    for (const piece of ["<", "<table ", "Mötes-id:", "M", "\u00a0", "&nbsp;"]) {
      const text = `Mötes-id:${piece.repeat(size / piece.length)}.`;
      expect((await send(sending({ body: text }))).answers).toHaveLength(1);
      expect((await send(sending({ body: `<table${text}` }))).answers).toHaveLength(1);
    }
  });

  test.each(["<p>Mötes-ID: 123 456</p>", "<p>Mötes-id</p>"])("%s is not ours", async (body) => {
    expect((await send(sending({ body }), NUMBER)).answer).toEqual({ allowEvent: true });
  });

  test("one that reads as care is only warned about, and only where the region says so", async () => {
    const state = sending({ body: "<p>Återbesök patient</p>" });
    expect((await send(state, NUMBER)).answer).toEqual({ allowEvent: true });
    const warned = await send({ ...state, roaming: REGION }, NUMBER);
    expect(warned.answer).toMatchObject({ allowEvent: false, sendModeOverride: "promptUser" });
    expect((await send({ ...state, roaming: REGION })).answer).toEqual({ allowEvent: true });
  });
});

describe("what the check is given", () => {
  test("all that is sent, with what the appointment remembers of its meeting", async () => {
    const rules = packRules({ type: "patient_care", audience: "patient", limit: 15 });
    const state = sending({
      required: [{ emailAddress: "kollega@demo.example", displayName: "Kollega" }],
      optional: [{ emailAddress: "a@post.example", displayName: "" }],
      attachments: ["plan.pdf"],
      properties: { [RULES_KEY]: rules },
    });
    const { asked } = await send(state);
    expect(asked[0]).toEqual({
      subject: "Möte",
      bodyHtml: OURS,
      location: "Rum 4012",
      attendees: [
        { address: "kollega@demo.example", name: "Kollega" },
        { address: "a@post.example", name: "" },
      ],
      attachmentNames: ["plan.pdf"],
      start: "2026-06-10T06:00:00.000Z",
      today: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      ownDomains: ["demo.example"],
      type: "patient_care",
      audience: "patient",
      limit: 15,
    });
  });

  test("an appointment from before, or with odd marks, is for a patient, with no type, limit or override", async () => {
    for (const odd of [undefined, "", "{", "[]", '"x"', "[1,2,-3]", "[1,2,0.5]", "[1,2,1e400]", 7]) {
      const roaming = { [REGION_KEY]: odd };
      const { asked, answer } = await send(sending({ properties: { [RULES_KEY]: odd }, roaming }), NUMBER);
      expect(asked[0]).toMatchObject({ type: null, audience: "patient", limit: null });
      expect(answer.errorMessage).not.toContain("skäl");
    }
  });
});

describe("a stop", () => {
  test("says what was found, where, and what to do; the button opens our pane", async () => {
    const { answers } = await send(sending({ roaming: REGION, properties: NAMED }), NUMBER);
    expect(answers).toEqual([
      {
        allowEvent: false,
        errorMessage:
          "Inbjudan är inte skickad. Inbjudan innehåller ett personnummer (slutar på …·34). Ta bort det och skicka igen. Måste det stå kvar? Välj Nytt möte och ange skäl.",
        errorMessageMarkdown: expect.stringMatching(/^\*\*Inbjudan är inte skickad\.\*\*\n\n- Inbjudan/),
        cancelLabel: "Visa var det står",
        commandId: PANE_COMMAND,
        contextData: '"vardmote-send-check"',
      },
    ]);
  });

  test("of another's meeting sends nobody to look for a reason they cannot give", async () => {
    const { answer } = await send(sending({ roaming: REGION }), NUMBER);
    expect(answer.errorMessage).toMatch(/Måste det stå kvar\? Be den som bokat mötet att skicka det\.$/);
    expect(answer.errorMessage).not.toContain("skäl");
    const strict = await send(sending({ properties: NAMED }), NUMBER);
    expect(strict.answer.errorMessage).not.toContain("Måste det stå kvar?");
  });

  test("is in English for who has Outlook in English", async () => {
    const { answer } = await send(sending({ language: "en-US" }), NUMBER);
    expect(answer.errorMessage).toBe(
      "The invitation has not been sent. The invitation contains a personal identity number (ending …·34). Remove it and send again.",
    );
    expect(answer.cancelLabel).toBe("Show where it is");
  });

  test("has only what the version of Outlook knows", async () => {
    const keys = async (mailbox: string) =>
      Object.keys((await send(sending({ mailbox }), NUMBER)).answer).sort();
    const button = ["cancelLabel", "commandId", "contextData"];
    expect(await keys("1.12")).toEqual(["allowEvent", "errorMessage"]);
    expect(await keys("1.14")).toEqual(["allowEvent", ...button, "errorMessage"].sort());
    expect(await keys("1.15")).toEqual(
      ["allowEvent", ...button, "errorMessage", "errorMessageMarkdown"].sort(),
    );
  });

  test("never says more than Outlook shows, and counts what did not fit", async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      ...NUMBER,
      sv: `Inbjudan innehåller ett personnummer (slutar på …·${index + 10}). Ta bort det och skicka igen.`,
    }));
    const { answer } = await send(sending({ roaming: REGION }), ...many);
    const words = String(answer.errorMessage);
    expect(words.length).toBeLessThanOrEqual(500);
    expect(String(answer.errorMessageMarkdown).length).toBeLessThanOrEqual(500);
    expect(words).toMatch(/Och \d+ till\. Ta bort det och skicka igen\./);
    expect(String(answer.cancelLabel).length).toBeLessThanOrEqual(20);
  });
});

describe("a stated reason", () => {
  const overridden = (...findings: Finding[]) => {
    const keys = findings.map((finding) => keyOf(finding, INVITE, "s"));
    return { [OVERRIDE_KEY]: packOverride({ salt: "s", keys }) };
  };

  test("lets the findings it was stated for go", async () => {
    expect((await send(sending({ session: overridden(NUMBER, NAME) }), NUMBER, NAME)).answer).toEqual({
      allowEvent: true,
    });
  });

  test.each([
    { ...NUMBER, masked: "…·35" },
    { ...NUMBER, field: "subject" as const },
    { ...NUMBER, rule: "reserve-number" },
    { ...NUMBER, start: 4 },
    { ...NUMBER, length: 12 },
  ])("does not cover a new find", async (news) => {
    const { answer } = await send(sending({ session: overridden(NUMBER) }), NUMBER, news);
    expect(answer.allowEvent).toBe(false);
  });

  test("stated for one number does not cover a second that ends alike", async () => {
    const { answer } = await send(sending({ session: overridden(NUMBER) }), NUMBER, NUMBER);
    expect(answer.allowEvent).toBe(false);
  });

  test("keeps nothing of what was found, and is worth nothing with another salt", async () => {
    const kept = overridden(NUMBER)[OVERRIDE_KEY] ?? "";
    expect(kept).not.toContain(OURS.slice(3, 16));
    expect(kept).toMatch(/^\["s",\["personal-number:body:…·34:13:[0-9a-z]{1,7}"\]\]$/);
    const session = { [OVERRIDE_KEY]: kept.replace('"s"', '"t"') };
    expect((await send(sending({ session }), NUMBER)).answer.allowEvent).toBe(false);
  });

  test.each(["", "{", "7", '[{"rule":"personal-number"}]', '["personal-number:body:…·34"]', '["s",[7]]'])(
    "that cannot be read covers nothing: %s",
    async (kept) => {
      expect((await send(sending({ session: { [OVERRIDE_KEY]: kept } }), NUMBER)).answer.allowEvent).toBe(
        false,
      );
    },
  );
});

describe("a warning", () => {
  test("leaves it to the person where Outlook can ask", async () => {
    const { answer } = await send(sending(), NAME);
    expect(answer).toMatchObject({
      allowEvent: false,
      sendModeOverride: "promptUser",
      commandId: PANE_COMMAND,
    });
    expect(answer.errorMessage).toBe(
      "Läs igenom inbjudan innan du skickar. Ämnet kan nämna en patient. Ta bort namnet om det är så.",
    );
  });

  test("is a line in the appointment where it cannot, and the invitation goes", async () => {
    const { answers, notices } = await send(sending({ mailbox: "1.13" }), NAME);
    expect(answers).toEqual([{ allowEvent: true }]);
    expect(notices[0]?.length).toBeLessThanOrEqual(150);
    expect(notices[0]).toContain("Läs igenom inbjudan");
  });

  test("that cannot even be a line does not stop the invitation", async () => {
    for (const trouble of [{ fails: ["notice"] }, { throws: ["notice"] }]) {
      expect((await send(sending({ mailbox: "1.12", ...trouble }), NAME)).answers).toEqual([
        { allowEvent: true },
      ]);
    }
  });
});

describe("trouble", () => {
  const parts = [
    "body",
    "subject",
    "places",
    "required",
    "optional",
    "attachments",
    "start",
    "properties",
    "session",
  ];

  test.each(parts.flatMap((part) => [{ fails: [part] }, { throws: [part] }]))(
    "is answered once, whatever fails: %o",
    async (trouble) => {
      expect((await send(sending(trouble))).answers).toHaveLength(1);
      expect((await send(sending({ mailbox: "1.12", ...trouble }), NUMBER)).answers).toHaveLength(1);
    },
  );

  test("a part that cannot be read is said, and the person decides", async () => {
    const { answer } = await send(sending({ fails: ["subject", "required"] }));
    expect(answer).toMatchObject({ allowEvent: false, sendModeOverride: "promptUser" });
    expect(answer.errorMessage).toContain("läsa ämnet, deltagarna.");
  });

  test("what could be read is still checked", async () => {
    const { answer } = await send(sending({ fails: ["subject"] }), NUMBER);
    expect(answer).not.toHaveProperty("sendModeOverride");
    expect(answer.allowEvent).toBe(false);
  });

  test("a text that cannot be read is ours if the appointment remembers a meeting, else nobody's", async () => {
    const kept = { properties: { "vardmote-meeting": "m1" } };
    expect((await send(sending({ fails: ["body"], ...kept }))).answer.errorMessage).toContain("läsa texten.");
    expect((await send(sending({ fails: ["body"] }))).answer).toEqual({ allowEvent: true });
  });

  test("a fault of ours is no wall", async () => {
    const host = hosted(sending());
    vi.stubGlobal("Office", host.Office);
    const broken = sendHandler(() => {
      throw new Error("a bug");
    });
    const [answer, ...more] = await press(broken as (event: unknown) => void);
    expect(answer).toMatchObject({ allowEvent: false, sendModeOverride: "promptUser" });
    expect(answer?.["errorMessage"]).toContain("läsa inbjudan.");
    expect(more).toEqual([]);
  });

  test.each(["property", "user", "session", "places", "start"])(
    "a number in the text is stopped though %s cannot be told",
    async (part) => {
      const { answers } = await send(sending({ throws: [part] }), NUMBER);
      expect(answers).toEqual([expect.objectContaining({ allowEvent: false })]);
      expect(answers[0]).not.toHaveProperty("sendModeOverride");
    },
  );

  test("who sends it not told, everybody is outside", async () => {
    expect((await send(sending({ throws: ["user"] }))).asked[0]).toMatchObject({ ownDomains: [] });
  });

  test("a start that is no time is one we could not read", async () => {
    const { asked, answer } = await send(sending({ start: "?" }), NUMBER);
    expect(asked[0]).toMatchObject({ start: null });
    expect(answer).not.toHaveProperty("sendModeOverride");
  });

  test("a stop that cannot be worded is a stop all the same", async () => {
    const { answers } = await send(sending({ throws: ["language"] }), NUMBER);
    expect(answers).toEqual([{ allowEvent: false, errorMessage: expect.stringContaining("inte skickad") }]);
    expect(String(answers[0]?.["errorMessage"]).length).toBeLessThanOrEqual(500);
    expect((await send(sending({ throws: ["language"] }), NAME)).answers).toEqual([{ allowEvent: true }]);
  });

  test("no open item, no wall", async () => {
    const host = hosted(sending());
    (host.Office["context"] as { mailbox: unknown }).mailbox = undefined;
    vi.stubGlobal("Office", host.Office);
    const handler = sendHandler(() => ({ verdict: "ok", findings: [] })) as (event: unknown) => void;
    expect(await press(handler)).toEqual([{ allowEvent: true }]);
  });
});
