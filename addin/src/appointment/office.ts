import { AppointmentFault, type FaultKind } from "./appointment";

type Done<T> = (result: Office.AsyncResult<T>) => void;

/** Host codes that mean "this person may not", from Office.js' own error table. */
const READ_ONLY: ReadonlySet<number> = new Set([7000, 9020]);
const TOO_LARGE: ReadonlySet<number> = new Set([1005, 9003]);

/** An office.js call as a promise that rejects with AppointmentFault, also when the call throws at once. */
export function call<T>(name: string, act: (done: Done<T>) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    try {
      act((result) => {
        if (result.status === Office.AsyncResultStatus.Succeeded) {
          resolve(result.value);
        } else {
          reject(fault(name, result.error));
        }
      });
    } catch (thrown) {
      reject(fault(name, thrown));
    }
  });
}

/** As {@link call}, for what a host may lack or refuse without harm: null then. */
export async function tryCall<T>(act: (done: Done<T>) => void): Promise<T | null> {
  try {
    return await call<T>("", act);
  } catch {
    return null;
  }
}

/** The host's message is left out: it may quote what it was given. */
function fault(name: string, error: unknown): AppointmentFault {
  const code =
    typeof error === "object" && error !== null && "code" in error && typeof error.code === "number"
      ? error.code
      : 0;
  const kinds: readonly [ReadonlySet<number>, FaultKind][] = [
    [READ_ONLY, "read-only"],
    [TOO_LARGE, "too-large"],
  ];
  const kind = kinds.find(([codes]) => codes.has(code))?.[1] ?? "host-refused";
  return new AppointmentFault(kind, name, code ? String(code) : "");
}
