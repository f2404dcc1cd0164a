import { AppointmentFault, type FaultKind } from "./appointment";

type Done<T> = (result: Office.AsyncResult<T>) => void;

/** Office.js' own codes, as far as they tell people something they can act on. */
const KINDS: Readonly<Record<number, FaultKind>> = {
  7000: "read-only", // no capability
  9038: "read-only", // insufficient item permissions
  9047: "read-only", // missing extended permissions
  9032: "unsupported", // not at this extension point
  9055: "unsupported", // not in shared folders
};

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
  return new AppointmentFault(KINDS[code] ?? "host-refused", name, code ? String(code) : "");
}
