/**
 * What happens when somebody presses Send. Runs where Outlook starts it: in a page on the web, alone in a bare script
 * engine in classic Windows. No network, token, page or timer; whatever fails, Outlook is answered, once.
 */
import type { Field, Finding, Invite, Report } from "../privacy/check";
import { type Language, languageOf } from "../shared/i18n";
import { FROM_DIALOG, PANE_COMMAND } from "./names";
import { isOurs, looksLikeCare, namesMeeting } from "./ours";
import { ask, readBody, readInvite, readKept, readSubject } from "./reading";
import {
  OVERRIDE_KEY,
  type Override,
  overrideIn,
  REGION_KEY,
  type Region,
  RULES_KEY,
  regionIn,
  rulesFor,
  uncovered,
} from "./travel";
import { BUTTON, blockWords, type Said, STOPPED, unreadWords, type WayOut, warnWords } from "./words";

export type Check = (invite: Invite) => Report;

type Done<T> = (result: Office.AsyncResult<T>) => void;
type Options = Office.SmartAlertsEventCompletedOptions;

const NOTICE_KEY = "vardmote-send";
const NOTICE_ICON = "new-meeting.16";
const NOTICE_LIMIT = 150;
const SEND: Options = { allowEvent: true };

/** What was found out about an appointment that somebody wants to send. */
export type Outcome =
  | { readonly kind: "send" }
  | { readonly kind: "block"; readonly findings: readonly Finding[]; readonly wayOut: WayOut | null }
  | { readonly kind: "warn"; readonly findings: readonly Finding[] }
  /** Part of it could not be read, and nothing was found in the rest. */
  | { readonly kind: "unread"; readonly fields: readonly Field[] };

/** Looks at the open appointment. Rejects only as long as nothing says that it is ours. */
export function examine(check: Check): Promise<Outcome> {
  const item = Office.context.mailbox.item as unknown as Office.AppointmentCompose;
  const region = readRegion();
  return Promise.all([readBody(item), readSubject(item), readKept(item)]).then(([body, subject, kept]) => {
    const ours = isOurs(body, kept);
    if (!(ours || (region.looksLikeCare && looksLikeCare(subject ?? "", body ?? "")))) {
      return { kind: "send" };
    }
    return (
      Promise.all([readInvite(item, body, subject), readOverride(item)])
        .then(([{ invite, unread }, override]) => {
          const { findings } = check(Object.assign({}, invite, rulesFor(kept(RULES_KEY), ours)));
          const open = uncovered(findings, invite, override);
          if (ours && open.some(({ severity }) => severity === "block")) {
            return blocked(open, region, namesMeeting(kept));
          }
          return gentle(open, ours ? unread : []);
        })
        // A fault of ours must not keep a clinic from its meeting, nor look as if all were well.
        .catch(() => (ours ? { kind: "unread", fields: [] } : { kind: "send" }))
    );
  });
}

/** A reason is stated for one's own meeting; with another's text in one's own appointment there is nothing to state it for. */
function blocked(findings: readonly Finding[], region: Region, named: boolean): Outcome {
  const wayOut = named ? "reason" : "booker";
  return { kind: "block", findings, wayOut: region.override ? wayOut : null };
}

function gentle(findings: readonly Finding[], unread: readonly Field[]): Outcome {
  if (findings.length > 0) {
    return { kind: "warn", findings };
  }
  return unread.length > 0 ? { kind: "unread", fields: unread } : { kind: "send" };
}

/** The handler of OnAppointmentSend. */
export function sendHandler(check: Check): (event: Office.MailboxEvent) => void {
  return (event) => {
    const answer = once((options) => event.completed(options));
    try {
      // What fails before anything says that the appointment is ours fails for every appointment of every user.
      examine(check).then(
        (found) => tell(found, answer),
        () => answer(SEND),
      );
    } catch {
      answer(SEND);
    }
  };
}

/** Answers Outlook in the words and with the buttons that this version of it has. */
function tell(found: Outcome, answer: (options: Options) => void): void {
  try {
    if (found.kind === "send") {
      answer(SEND);
    } else if (found.kind === "block") {
      answer(stop(blockWords(found.findings, found.wayOut, language())));
    } else if (has("1.14")) {
      // Send Anyway stands beside Don't Send: the person decides.
      answer(Object.assign(stop(gently(found)), { sendModeOverride: "promptUser" }));
    } else {
      note(gently(found).text, () => answer(SEND));
    }
  } catch {
    // What was found stays found, though the words for it fail.
    answer(found.kind === "block" ? { allowEvent: false, errorMessage: STOPPED } : SEND);
  }
}

function gently(found: Exclude<Outcome, { kind: "send" | "block" }>): Said {
  return found.kind === "warn"
    ? warnWords(found.findings, language())
    : unreadWords(found.fields, language());
}

function stop({ text, markdown }: Said): Options {
  return Object.assign(
    { allowEvent: false, errorMessage: text },
    has("1.15") ? { errorMessageMarkdown: markdown } : {},
    has("1.14")
      ? { cancelLabel: BUTTON[language()], commandId: PANE_COMMAND, contextData: JSON.stringify(FROM_DIALOG) }
      : {},
  );
}

/** Below Mailbox 1.14 a warning can only be a line in the appointment, which is sent. */
function note(text: string, then: () => void): void {
  const item = Office.context.mailbox.item as unknown as Office.AppointmentCompose;
  const message = text.length > NOTICE_LIMIT ? `${text.slice(0, NOTICE_LIMIT - 1)}…` : text;
  ask((done: Done<void>) =>
    item.notificationMessages.replaceAsync(
      NOTICE_KEY,
      { type: "informationalMessage", message, icon: NOTICE_ICON, persistent: true },
      done,
    ),
  ).then(then, then);
}

function once(act: (options: Options) => void): (options: Options) => void {
  let isDone = false;
  return (options) => {
    if (!isDone) {
      isDone = true;
      act(options);
    }
  };
}

function language(): Language {
  return languageOf(Office.context.displayLanguage);
}

function has(version: string): boolean {
  try {
    return Office.context.requirements.isSetSupported("Mailbox", version);
  } catch {
    return false;
  }
}

function readRegion(): Region {
  try {
    return regionIn(Office.context.roamingSettings.get(REGION_KEY));
  } catch {
    return regionIn(null);
  }
}

function readOverride(item: Office.AppointmentCompose): Promise<Override> {
  return ask((done: Done<string>) => item.sessionData.getAsync(OVERRIDE_KEY, done)).then(overrideIn);
}
