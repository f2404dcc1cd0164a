/** An appointment about to be sent, as the bare script engine of classic Outlook shows it: `Office`, and nothing else. */

export interface Sending {
  subject: string;
  body: string;
  location: string;
  required: { emailAddress: string; displayName: string }[];
  optional: { emailAddress: string; displayName: string }[];
  attachments: string[];
  start: string;
  properties: Record<string, unknown>;
  session: Record<string, string>;
  roaming: Record<string, unknown>;
  language: string;
  mailbox: string;
  /** What a dialog's button brought along to the pane. */
  context: string;
  user: string;
  /** Calls that answer with an error, and calls that throw. */
  fails: string[];
  throws: string[];
}

export function sending(more: Partial<Sending> = {}): Sending {
  return {
    subject: "Möte",
    body: OURS,
    location: "Rum 4012",
    required: [],
    optional: [],
    attachments: [],
    start: "2026-06-10T06:00:00.000Z",
    properties: {},
    session: {},
    roaming: {},
    language: "sv-SE",
    mailbox: "1.15",
    context: "",
    user: "personal@demo.example",
    fails: [],
    throws: [],
    ...more,
  };
}

/** What an appointment of ours remembers. */
export const NAMED = { "vardmote-meeting": "m1" };

/** Our text as it stands in a body. */
export const OURS = '<table data-vardmote="m1"><tr><td>Mötes-id: m1</td></tr></table>';

type Done = (result: unknown) => void;

export interface Hosted {
  readonly Office: Record<string, unknown>;
  readonly handlers: Map<string, (event: unknown) => void>;
  readonly notices: string[];
  /** Names of the calls that were made. */
  readonly calls: string[];
}

/** A host with that appointment open. */
export function hosted(state: Sending): Hosted {
  const handlers = new Map<string, (event: unknown) => void>();
  const notices: string[] = [];
  const calls: string[] = [];
  const answer = (name: string, done: Done, value: () => unknown): void => {
    calls.push(name);
    refuse(name);
    done(
      state.fails.includes(name)
        ? { status: "failed", error: { code: 9020 } }
        : { status: "succeeded", value: value() },
    );
  };
  const refuse = (name: string): void => {
    if (state.throws.includes(name)) {
      throw new Error(`${name} throws`);
    }
  };
  const list = (name: string, read: () => unknown) => ({
    getAsync: (done: Done) => answer(name, done, read),
  });
  const item = {
    itemType: "appointment",
    subject: list("subject", () => state.subject),
    body: { getAsync: (_type: string, done: Done) => answer("body", done, () => state.body) },
    location: list("location", () => state.location),
    enhancedLocation: list("places", () => [{ displayName: state.location }]),
    requiredAttendees: list("required", () => state.required),
    optionalAttendees: list("optional", () => state.optional),
    start: list("start", () => new Date(state.start)),
    getAttachmentsAsync: (done: Done) =>
      answer("attachments", done, () => state.attachments.map((name) => ({ name }))),
    loadCustomPropertiesAsync: (done: Done) =>
      answer("properties", done, () => ({
        get: (name: string) => {
          refuse("property");
          return state.properties[name];
        },
        set: (name: string, value: unknown) => {
          state.properties[name] = value;
        },
        saveAsync: (saved: Done) => answer("save properties", saved, () => undefined),
      })),
    getInitializationContextAsync: (done: Done) => answer("context", done, () => state.context),
    sessionData: {
      getAsync: (name: string, done: Done) => answer("session", done, () => state.session[name] ?? ""),
      setAsync: (name: string, value: string, done: Done) =>
        answer("save session", done, () => {
          state.session[name] = value;
        }),
    },
    notificationMessages: {
      replaceAsync: (_key: string, notice: { message: string }, done: Done) =>
        answer("notice", done, () => notices.push(notice.message)),
    },
  };
  const Office = {
    actions: { associate: (name: string, act: (event: unknown) => void) => handlers.set(name, act) },
    AsyncResultStatus: { Succeeded: "succeeded" },
    CoercionType: { Html: "html" },
    MailboxEnums: { ItemType: { Appointment: "appointment" } },
    context: {
      get displayLanguage() {
        refuse("language");
        return state.language;
      },
      requirements: {
        isSetSupported: (_name: string, version: string) => Number(version) <= Number(state.mailbox),
      },
      roamingSettings: {
        get: (name: string) => state.roaming[name],
        set: (name: string, value: unknown) => {
          state.roaming[name] = value;
        },
        saveAsync: (done: Done) => answer("save roaming", done, () => undefined),
      },
      mailbox: {
        item,
        get userProfile() {
          refuse("user");
          return { emailAddress: state.user };
        },
      },
    },
  };
  return { Office, handlers, notices, calls };
}

/** Presses Send: resolves with what Outlook was answered, each time it was. */
export function press(handler: (event: unknown) => void): Promise<Record<string, unknown>[]> {
  const answers: Record<string, unknown>[] = [];
  handler({ completed: (options: Record<string, unknown>) => answers.push(options) });
  // Nothing here waits for a clock: a turn of the queue for each step there can be is enough.
  return Array.from({ length: 60 })
    .reduce<Promise<void>>((turns) => turns.then(() => undefined), Promise.resolve())
    .then(() => answers);
}
