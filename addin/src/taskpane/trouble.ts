import { AppointmentFault, type FaultKind } from "../appointment/appointment";
import type { Part } from "../invite/place";
import { ApiProblem } from "../shared/api";
import { NotPlaced, Outdated } from "../shared/booking";
import type { Translator } from "../shared/i18n";
import type { TEXTS } from "./texts";

export type PaneText = Translator<typeof TEXTS>;

const WORDS: Readonly<Record<FaultKind, keyof typeof TEXTS>> = {
  "too-large": "faultTooLarge",
  "read-only": "faultReadOnly",
  unsupported: "faultUnsupported",
  "host-refused": "faultHost",
  "loose-invite": "faultLoose",
  "not-verified": "faultNotVerified",
};

const PARTS: Readonly<Record<Exclude<Part, "text">, keyof typeof TEXTS>> = {
  location: "partLocation",
  id: "partId",
  subject: "partSubject",
};

/** Trouble in three parts: what happened, what is kept, what to do now. */
export function explain(fault: unknown, text: PaneText): string {
  if (fault instanceof ApiProblem) {
    return fault.text(text.language);
  }
  if (fault instanceof Outdated) {
    return fault.fault.text(text.language);
  }
  if (fault instanceof TypeError) {
    // A part of ours that is fetched when it is needed.
    return text("faultPart");
  }
  if (fault instanceof NotPlaced) {
    const lesser = fault.parts.filter((part) => part !== "text");
    if (lesser.length === fault.parts.length) {
      const parts = lesser.map((part) => text(PARTS[part])).join(text("and"));
      return text("faultParts", { parts, kept: text("keptMeeting") });
    }
    return appointmentTrouble(fault.cause, text, "keptMeeting");
  }
  return appointmentTrouble(fault, text, "keptAsIs");
}

function appointmentTrouble(fault: unknown, text: PaneText, kept: "keptMeeting" | "keptAsIs"): string {
  const kind = fault instanceof AppointmentFault ? fault.kind : "host-refused";
  return text(WORDS[kind], { kept: text(kept) });
}
