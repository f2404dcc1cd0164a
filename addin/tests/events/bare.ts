/** The built script in an engine with `Office` and `console` in it and nothing else of a browser, as classic Outlook has it. */
import { createContext, Script } from "node:vm";
import { build } from "vite";
import { hosted, press, type Sending } from "./host";

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

export interface Built {
  readonly script: string;
  /** The files it came as. */
  readonly names: readonly string[];
}

export async function built(): Promise<Built> {
  const result = await build({
    configFile: "vite.events.config.ts",
    logLevel: "silent",
    build: { write: false },
  });
  const [output] = Array.isArray(result) ? result : [result];
  const files = output && "output" in output ? output.output : [];
  return {
    script: files[0]?.type === "chunk" ? files[0].code : "",
    names: files.map((file) => file.fileName),
  };
}

/** Runs the script in an engine of its own, where it may be another time, and gives the handlers it named. */
export function run({ script }: Built, state: Sending, now?: string) {
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
    ${now === undefined ? "" : `Date.now = () => ${Date.parse(now)};`}
  `).runInContext(context);
  new Script(script, { filename: "events.js" }).runInContext(context);
  return { ...host, globals: Object.keys(sandbox) };
}

/** What Outlook is answered when Send is pressed. */
export async function answered(built: Built, state: Sending, now?: string): Promise<Record<string, unknown>> {
  const { handlers } = run(built, state, now);
  const [answer = {}] = await press(handlers.get("onAppointmentSend") as (event: unknown) => void);
  return answer;
}
