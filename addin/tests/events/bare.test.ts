// @vitest-environment node
/** The built script by itself, with the true detector: what it leaves behind, is written in and never lets go by mistake. */
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import {
  keyOf,
  OVERRIDE_KEY,
  packOverride,
  packRegion,
  packRules,
  REGION_KEY,
} from "../../src/events/travel";
import { check, type Invite } from "../../src/privacy/check";
import { answered, type Built, built, run } from "./bare";
import { NAMED, press, sending } from "./host";

let code: Built;

beforeAll(async () => {
  code = await built();
});

const NUMBER = "19121212-1212";
const SHOWN = "19900101-2385";
/** Another person's, with the same end. */
const OTHER = "19900119-2385";
const SALT = "7.11";
const GMAIL = { required: [{ emailAddress: "pat@gmail.com", displayName: "" }] };
const STAFF = packRules({ type: "internal", audience: "staff", limit: 15 });
const body = (text: string) =>
  `<p>${text}</p><table data-vardmote="m1"><tr><td>Mötes-id: m1</td></tr></table>`;

describe("the script by itself", () => {
  test("binds every event of the manifest and leaves nothing behind", () => {
    const { handlers, globals } = run(code, sending());
    expect([...handlers.keys()].sort()).toEqual([
      "onAppointmentOpened",
      "onAppointmentSend",
      "onAppointmentTimeChanged",
    ]);
    expect(globals.sort()).toEqual(["Office", "console"]);
  });

  test("stops a personal number and lets a clean invitation go", async () => {
    const stopped = run(code, sending({ body: body(`Patient ${NUMBER}`) }));
    const [answer] = await press(stopped.handlers.get("onAppointmentSend") as (event: unknown) => void);
    expect(answer).toMatchObject({ allowEvent: false });
    expect(answer?.["errorMessage"]).toContain("12");
    expect(JSON.stringify(answer)).not.toContain("1212-");
    const clean = run(code, sending({ body: body("Välkommen") }));
    expect(await press(clean.handlers.get("onAppointmentSend") as (event: unknown) => void)).toEqual([
      { allowEvent: true },
    ]);
  });

  test("reads entities, which that engine has no later function for", async () => {
    const split = body(`1990&#48;1&#x30;1&ndash;&shy;2385&nbsp;`);
    expect(await answered(code, sending({ body: split }))).toMatchObject({ allowEvent: false });
    expect(await answered(code, sending({ body: body("V&auml;lkommen&nbsp;") }))).toEqual({
      allowEvent: true,
    });
  });

  test.each(["onAppointmentOpened", "onAppointmentTimeChanged"])(
    "%s ends at once and reads nothing",
    (name) => {
      const { handlers, calls } = run(code, sending());
      const answers: unknown[] = [];
      handlers.get(name)?.({ completed: (options: unknown) => answers.push(options) });
      expect(answers).toEqual([undefined]);
      expect(calls).toEqual([]);
    },
  );

  test("is written in the language that engine knows (ES2016), in one file", () => {
    expect(code.names).toEqual(["events.js"]);
    for (const later of [
      /\basync\b/,
      /\bawait\b/,
      /\?\./,
      /\?\?/,
      /catch\s*\{/,
      /\bimport\b/,
      /\(\?<[=!]/,
      /\\p\{/,
    ]) {
      expect(code.script).not.toMatch(later);
    }
  });

  test("is at most 20 kB compressed", () => {
    expect(gzipSync(code.script, { level: 9 }).length).toBeLessThanOrEqual(20_000);
  });
});

/** What the pane leaves in the form when a reason has been stated for all that stands in this text. */
function stated(text: string): Record<string, string> {
  const invite: Invite = {
    subject: "Möte",
    bodyHtml: text,
    location: "Rum 4012",
    attendees: [],
    attachmentNames: [],
    ownDomains: ["demo.example"],
  };
  const keys = check(invite).findings.map((finding) => keyOf(finding, invite, SALT));
  return { [OVERRIDE_KEY]: packOverride({ salt: SALT, keys }) };
}

describe("an appointment of ours", () => {
  test("is checked when our text is gone from it", async () => {
    const bare = sending({ body: `<p>Gäller ${NUMBER}</p>`, properties: NAMED });
    expect(await answered(code, bare)).toMatchObject({ allowEvent: false });
    expect(await answered(code, { ...bare, properties: {} })).toEqual({ allowEvent: true });
  });

  test("is a patient's until it says that it is not", async () => {
    for (const rules of [undefined, "", "{", '["patient_care"]', '["patient_care","?",15]']) {
      const properties = rules === undefined ? NAMED : { ...NAMED, "vardmote-check": rules };
      expect(await answered(code, sending({ ...GMAIL, properties }))).toMatchObject({
        allowEvent: false,
        sendModeOverride: "promptUser",
      });
    }
    const staff = sending({ ...GMAIL, properties: { ...NAMED, "vardmote-check": STAFF } });
    expect(await answered(code, staff)).toEqual({ allowEvent: true });
  });

  test("of somebody else's is nothing to state a reason for", async () => {
    const roaming = { [REGION_KEY]: packRegion({ override: true, looksLikeCare: false }) };
    const state = sending({ body: body(NUMBER), roaming });
    expect((await answered(code, state))["errorMessage"]).toContain("Be den som bokat mötet");
    const own = await answered(code, { ...state, properties: NAMED });
    expect(own["errorMessage"]).toContain("Välj Nytt möte och ange skäl.");
  });
});

describe("a stated reason", () => {
  test.each([
    ["number", SHOWN, OTHER],
    ["name", "Patient Anna Ek", "Patient Alma Ek"],
    ["shorter name", "Patient Anna Ek", "Patient Ann Ek"],
  ])("covers the %s it was stated for and no other that looks alike", async (_what, shown, other) => {
    const session = stated(body(shown));
    expect(await answered(code, sending({ body: body(shown), session }))).toEqual({ allowEvent: true });
    expect(await answered(code, sending({ body: body(other), session }))).toMatchObject({
      allowEvent: false,
    });
    expect(JSON.stringify(session)).not.toMatch(/Anna|1990/);
  });
});

describe("a child born today", () => {
  // Half past midnight in Sweden is still the day before in UTC.
  const BORN = "20990610-0012";

  test.each(["2099-06-09T22:30:00Z", "2099-06-10T12:00:00Z"])("has a number at %s", async (now) => {
    const state = sending({ body: body(BORN), start: now });
    expect(await answered(code, state, now)).toMatchObject({ allowEvent: false });
  });

  test("a day that is not here yet is nobody's birth", async () => {
    const answer = await answered(code, sending({ body: body(BORN) }), "2099-06-08T12:00:00Z");
    expect(answer).toEqual({ allowEvent: true });
  });
});
