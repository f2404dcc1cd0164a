// @vitest-environment node
/** The built script as classic Outlook runs it: an engine with `Office` and `console` in it and nothing else of a browser. */
import { createContext, Script } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { beforeAll, describe, expect, test } from "vitest";
import { hosted, press, type Sending, sending } from "./host";

/** Not in ES2019, which the detector is written for; the engine may lack them. */
const LATER: Readonly<Record<string, readonly string[]>> = {
  Array: ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"],
  String: ["at", "matchAll", "replaceAll", "isWellFormed", "toWellFormed"],
};
const LATER_STATIC: Readonly<Record<string, readonly string[]>> = {
  Object: ["hasOwn", "groupBy"],
  Promise: ["allSettled", "any", "try", "withResolvers"],
  Array: ["fromAsync"],
};
/** A bare engine has none of these; Node's own does. */
const GONE = [
  "Intl",
  "WebAssembly",
  "SharedArrayBuffer",
  "Atomics",
  "WeakRef",
  "FinalizationRegistry",
  "BigInt",
  "globalThis",
];

let script = "";
let names: string[] = [];

beforeAll(async () => {
  const built = await build({
    configFile: "vite.events.config.ts",
    logLevel: "silent",
    build: { write: false },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const files = output && "output" in output ? output.output : [];
  names = files.map((file) => file.fileName);
  script = files[0]?.type === "chunk" ? files[0].code : "";
});

/** Runs the script in an engine of its own, and gives the handlers it named. */
function run(state: Sending) {
  const host = hosted(state);
  const sandbox = Object.assign(Object.create(null), { Office: host.Office, console: {} });
  const context = createContext(sandbox);
  new Script(`
    for (const [owner, names] of Object.entries(${JSON.stringify(LATER)})) {
      for (const name of names) delete ({ Array, String })[owner].prototype[name];
    }
    for (const [owner, names] of Object.entries(${JSON.stringify(LATER_STATIC)})) {
      for (const name of names) delete ({ Object, Promise, Array })[owner][name];
    }
    for (const name of ${JSON.stringify(GONE)}) delete this[name];
  `).runInContext(context);
  new Script(script, { filename: "events.js" }).runInContext(context);
  return { ...host, globals: Object.keys(sandbox) };
}

const NUMBER = "19121212-1212";
const body = (text: string) =>
  `<p>${text}</p><table data-vardmote="m1"><tr><td>Mötes-id: m1</td></tr></table>`;

describe("the script by itself", () => {
  test("binds every event of the manifest and leaves nothing behind", () => {
    const { handlers, globals } = run(sending());
    expect([...handlers.keys()].sort()).toEqual([
      "onAppointmentOpened",
      "onAppointmentSend",
      "onAppointmentTimeChanged",
    ]);
    expect(globals.sort()).toEqual(["Office", "console"]);
  });

  test("stops a personal number and lets a clean invitation go", async () => {
    const stopped = run(sending({ body: body(`Patient ${NUMBER}`) }));
    const [answer] = await press(stopped.handlers.get("onAppointmentSend") as (event: unknown) => void);
    expect(answer).toMatchObject({ allowEvent: false });
    expect(answer?.["errorMessage"]).toContain("12");
    expect(JSON.stringify(answer)).not.toContain("1212-");
    const clean = run(sending({ body: body("Välkommen") }));
    expect(await press(clean.handlers.get("onAppointmentSend") as (event: unknown) => void)).toEqual([
      { allowEvent: true },
    ]);
  });

  test.each(["onAppointmentOpened", "onAppointmentTimeChanged"])(
    "%s ends at once and reads nothing",
    (name) => {
      const { handlers, calls } = run(sending());
      const answers: unknown[] = [];
      handlers.get(name)?.({ completed: (options: unknown) => answers.push(options) });
      expect(answers).toEqual([undefined]);
      expect(calls).toEqual([]);
    },
  );

  test("is written in the language that engine knows (ES2016), in one file", () => {
    expect(names).toEqual(["events.js"]);
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
      expect(script).not.toMatch(later);
    }
  });

  test("is at most 20 kB compressed", () => {
    expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(20_000);
  });
});
