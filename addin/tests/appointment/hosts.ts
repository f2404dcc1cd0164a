/** Two hosts with the same appointment inside: the demo page's protocol, and a fake Office object. */
import { vi } from "vitest";
import type { Appointment, Change, Recurrence } from "../../src/appointment/appointment";
import { demoAppointment } from "../../src/appointment/demo";
import { DemoFault, type DemoHost, serveDemo } from "../../src/appointment/demoProtocol";
import { outlookAppointment } from "../../src/appointment/outlook";

export interface Form {
  mode: "compose" | "read";
  language: string;
  subject: string;
  start: Date;
  end: Date;
  body: string;
  locations: { name: string; room: boolean }[];
  meetingId: string | null;
  press: string | null;
  itemId: string | null;
  recurrence: Recurrence | null;
  user: string;
  owner: string;
  notices: { kind: string; message: string }[];
  /** Names of the calls that the host refuses. */
  refuses: Set<string>;
  /** Everything written, in order. */
  writes: string[];
}

export function form(more: Partial<Form> = {}): Form {
  return {
    mode: "compose",
    language: "sv-SE",
    subject: "",
    start: new Date("2026-06-10T08:00:00+02:00"),
    end: new Date("2026-06-10T09:00:00+02:00"),
    body: "<p>Hej</p>",
    locations: [{ name: "Rum 4012", room: true }],
    meetingId: null,
    press: null,
    itemId: null,
    recurrence: null,
    user: "personal@demo.example",
    owner: "personal@demo.example",
    notices: [],
    refuses: new Set(),
    writes: [],
    ...more,
  };
}

export interface Hosted {
  readonly appointment: Appointment;
  changed(what: Change): void;
}

export async function demoHosted(state: Form): Promise<Hosted> {
  const pane = document.body.appendChild(document.createElement("iframe"));
  const page = document.body.appendChild(document.createElement("iframe"));
  // jsdom's postMessage tells neither origin nor source; browsers do, and the protocol stands on both.
  const wire = (to: HTMLIFrameElement, from: HTMLIFrameElement): void => {
    vi.spyOn(to.contentWindow as Window, "postMessage").mockImplementation((data: unknown) => {
      queueMicrotask(() =>
        dispatchEvent(
          new MessageEvent("message", { data, origin: location.origin, source: from.contentWindow }),
        ),
      );
    });
  };
  wire(page, pane);
  wire(pane, page);
  const served = serveDemo(pane, demoPage(state));
  const { appointment } = await demoAppointment(page.contentWindow as Window);
  return { appointment, changed: (what) => served.changed(what) };
}

function demoPage(state: Form): DemoHost {
  const guard = (name: string): void => {
    if (state.refuses.has(name)) {
      throw new DemoFault("host-refused");
    }
  };
  const write = (name: string): void => {
    guard(name);
    state.writes.push(name);
  };
  return {
    context: () => ({
      mode: state.mode,
      user: state.user.split("@")[0] ?? "",
      owner: state.owner,
      language: state.language,
      theme: "light",
    }),
    getSubject: () => state.subject,
    setSubject: (text) => {
      write("subject");
      state.subject = text;
    },
    getTimes: () => ({ start: state.start.toISOString(), end: state.end.toISOString() }),
    getBody: () => {
      guard("getBody");
      return state.body;
    },
    setBody: (html) => {
      write("body");
      state.body = html;
    },
    getLocations: () => state.locations.map((place) => place.name),
    addLocation: (name) => {
      write("location");
      state.locations.push({ name, room: false });
    },
    removeLocation: (name) => {
      write("location");
      state.locations = state.locations.filter((place) => place.room || place.name !== name);
    },
    getMeetingId: () => state.meetingId,
    setMeetingId: (id) => {
      write("meetingId");
      state.meetingId = id;
    },
    getItemId: () => state.itemId,
    getRecurrence: () => state.recurrence,
    endRecurrence: (day) => {
      write("recurrence");
      end(state, day);
    },
    notify: (kind, message) => {
      guard("notify");
      state.notices.push({ kind, message });
    },
  };
}

type Done = (result: unknown) => void;

export interface OfficeOptions {
  /** Mailbox 1.8 and later have a list of places; before that one line of text. */
  readonly enhanced?: boolean;
  /** Before Mailbox 1.7 no form tells of a series. */
  readonly recurrence?: boolean;
  /** The code of a refused call. */
  readonly code?: number;
}

export function outlookHosted(state: Form, options: OfficeOptions = {}): Promise<Hosted> {
  const handlers = new Map<string, (args: unknown) => void>();
  const guard = (name: string, done: Done, act: () => unknown): void => {
    const refused = state.refuses.has(name);
    const answer = refused
      ? { status: "failed", error: { code: options.code ?? 9020, message: "private" } }
      : { status: "succeeded", value: act() };
    queueMicrotask(() => done(answer));
  };
  const write = (name: string, done: Done, act: () => void): void =>
    guard(name, done, () => {
      state.writes.push(name);
      act();
    });
  const kept = new Map<string, unknown>();
  for (const [name, value] of [
    ["vardmote-meeting", state.meetingId],
    ["vardmote-press", state.press],
  ] as const) {
    if (value) {
      kept.set(name, value);
    }
  }
  const common = {
    itemType: "appointment",
    seriesId: state.recurrence?.master ?? null,
    body: {
      getAsync: (_type: string, done: Done) => guard("getBody", done, () => state.body),
      setAsync: (html: string, _options: unknown, done: Done) =>
        write("body", done, () => {
          state.body = html;
        }),
    },
    loadCustomPropertiesAsync: (done: Done) =>
      guard("loadProperties", done, () => ({
        get: (key: string) => kept.get(key),
        set: (key: string, value: unknown) => kept.set(key, value),
        remove: (key: string) => kept.delete(key),
        saveAsync: (saved: Done) =>
          write("meetingId", saved, () => {
            state.meetingId = (kept.get("vardmote-meeting") as string | undefined) ?? null;
            state.press = (kept.get("vardmote-press") as string | undefined) ?? null;
          }),
      })),
    notificationMessages: {
      replaceAsync: (_key: string, notice: { type: string; message: string }, done: Done) =>
        guard("notify", done, () => state.notices.push({ kind: notice.type, message: notice.message })),
    },
    addHandlerAsync: (type: string, handler: (args: unknown) => void, _done: Done) => {
      handlers.set(type, handler);
    },
    ...(state.owner === state.user
      ? {}
      : { getSharedPropertiesAsync: (done: Done) => guard("shared", done, () => ({ owner: state.owner })) }),
    ...(options.enhanced === false ? {} : { enhancedLocation: enhanced(state, guard, write) }),
  };
  const item =
    state.mode === "compose"
      ? {
          ...common,
          ...composed(state, guard, write),
          ...(options.recurrence === false ? { recurrence: undefined } : {}),
        }
      : { ...common, ...shown(state) };
  vi.stubGlobal("Office", {
    AsyncResultStatus: { Succeeded: "succeeded" },
    CoercionType: { Html: "html" },
    EventType: {
      AppointmentTimeChanged: "olkAppointmentTimeChanged",
      RecurrenceChanged: "olkRecurrenceChanged",
      EnhancedLocationsChanged: "olkEnhancedLocationsChanged",
    },
    MailboxEnums: {
      ItemType: { Appointment: "appointment" },
      LocationType: { Custom: "custom", Room: "room" },
      ItemNotificationMessageType: {
        InformationalMessage: "done",
        ProgressIndicator: "working",
        ErrorMessage: "trouble",
      },
    },
    context: {
      displayLanguage: state.language,
      officeTheme: { bodyBackgroundColor: "#ffffff" },
      requirements: { isSetSupported: () => false },
      mailbox: { item, userProfile: { emailAddress: state.user } },
    },
  });
  const types: Partial<Record<Change, string>> = {
    times: "olkAppointmentTimeChanged",
    recurrence: "olkRecurrenceChanged",
    locations: "olkEnhancedLocationsChanged",
  };
  return Promise.resolve({
    appointment: outlookAppointment(),
    changed: (what) => handlers.get(types[what] ?? "")?.({}),
  });
}

type Guard = (name: string, done: Done, act: () => unknown) => void;
type Write = (name: string, done: Done, act: () => void) => void;

function composed(state: Form, guard: Guard, write: Write): object {
  return {
    subject: {
      getAsync: (done: Done) => guard("getSubject", done, () => state.subject),
      setAsync: (text: string, done: Done) =>
        write("subject", done, () => {
          state.subject = text;
        }),
    },
    start: { getAsync: (done: Done) => guard("getTimes", done, () => state.start) },
    end: { getAsync: (done: Done) => guard("getTimes", done, () => state.end) },
    recurrence: {
      getAsync: (done: Done) => guard("recurrence", done, () => told(state.recurrence)),
      setAsync: (wanted: { seriesTime: Pick<Office.SeriesTime, "getEndDate"> }, done: Done) =>
        write("recurrence", done, () => end(state, wanted.seriesTime.getEndDate())),
    },
    getItemIdAsync: (done: Done) => {
      const saved = state.itemId !== null;
      done(
        saved ? { status: "succeeded", value: state.itemId } : { status: "failed", error: { code: 9046 } },
      );
    },
    location: {
      getAsync: (done: Done) =>
        guard("getLocations", done, () => state.locations.map(({ name }) => name).join("; ")),
      setAsync: (text: string, done: Done) =>
        write("location", done, () => {
          state.locations = text
            .split(";")
            .map((name) => ({ name: name.trim(), room: false }))
            .filter(({ name }) => name);
        }),
    },
  };
}

export const WEEKLY: Recurrence = {
  rule: "FREQ=WEEKLY;BYDAY=WE;WKST=MO;UNTIL=20260624",
  timeZone: "W. Europe Standard Time",
  master: null,
};

function end(state: Form, day: string): void {
  const { recurrence } = state;
  const rule = recurrence?.rule.replace(/;UNTIL=.*/, "");
  state.recurrence = recurrence && { ...recurrence, rule: `${rule};UNTIL=${day.replaceAll("-", "")}` };
}

/** Weekly rules as office.js tells them. */
function told(recurrence: Recurrence | null): object | null {
  const parts = new Map(recurrence?.rule.split(";").map((part) => part.split("=") as [string, string]));
  const day = (code: string): string =>
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].find((name) => name.startsWith(code.toLowerCase())) ??
    "";
  let last = parts.get("UNTIL")?.replace(/(....)(..)(..)/, "$1-$2-$3") ?? null;
  return (
    recurrence && {
      recurrenceType: "weekly",
      recurrenceProperties: {
        interval: Number(parts.get("INTERVAL") ?? 1),
        days: (parts.get("BYDAY") ?? "").split(",").map(day),
        firstDayOfWeek: day(parts.get("WKST") ?? "MO"),
      },
      recurrenceTimeZone: { name: recurrence.timeZone },
      seriesTime: {
        getEndDate: () => last,
        setEndDate: (day: string) => {
          last = day;
        },
      },
    }
  );
}

function shown(state: Form): object {
  return {
    subject: state.subject,
    start: state.start,
    end: state.end,
    location: state.locations.map(({ name }) => name).join("; "),
    itemId: state.itemId ?? "",
    recurrence: told(state.recurrence) ?? undefined,
  };
}

function enhanced(state: Form, guard: Guard, write: Write): object {
  return {
    getAsync: (done: Done) =>
      guard("getLocations", done, () =>
        state.locations.map(({ name, room }) => ({
          displayName: name,
          locationIdentifier: { id: room ? `${name}@demo.example` : name, type: room ? "room" : "custom" },
        })),
      ),
    addAsync: (places: { id: string }[], done: Done) =>
      write("location", done, () => {
        state.locations.push(...places.map(({ id }) => ({ name: id, room: false })));
      }),
    removeAsync: (places: { id: string; type: string }[], done: Done) =>
      write("location", done, () => {
        const gone = new Set(places.map(({ id, type }) => `${type} ${id}`));
        state.locations = state.locations.filter(({ name, room }) => room || !gone.has(`custom ${name}`));
      }),
  };
}
