import { RULES_KEY } from "../events/travel";
import type { Language } from "../shared/dates";
import { languageOf } from "../shared/i18n";
import { modeOfBackground } from "../shared/theme";
import {
  type Appointment,
  AppointmentFault,
  type Change,
  checkBodySize,
  type NoticeKind,
  type Owner,
  type Recurrence,
  type Theme,
  type Times,
} from "./appointment";
import { call, tryCall } from "./office";
import { type Places, placesOf } from "./places";

type Compose = Office.AppointmentCompose;
type Read = Office.AppointmentRead;

/** Names in the appointment's custom properties. Existing appointments hold them: never change them. */
const MEETING_KEY = "vardmote-meeting";
const PRESS_KEY = "vardmote-press";
const NOTICE_KEY = "vardmote";
/** The manifests' resource id of the 16 px icon that a notice shows. */
const NOTICE_ICON = "new-meeting.16";
/** Outlook cuts notices (NotificationMessageDetails.message). */
const NOTICE_LIMIT = 150;
const SUBJECT_LIMIT = 255;

/** The parts that compose and read have in different shapes: a property that is read, or a call. */
interface Shape {
  subject(): Promise<string>;
  times(): Promise<Times>;
  recurrence(): Promise<Office.Recurrence | null>;
  itemId(): Promise<string | null>;
}

function composeShape(item: Compose): Shape {
  return {
    subject: () => call("subject.getAsync", (done) => item.subject.getAsync(done)),
    times: async () => {
      const [start, end] = await Promise.all([
        call<Date>("start.getAsync", (done) => item.start.getAsync(done)),
        call<Date>("end.getAsync", (done) => item.end.getAsync(done)),
      ]);
      return { start, end };
    },
    // Mailbox 1.7. Before that a series cannot be told from a single meeting.
    recurrence: () =>
      item.recurrence
        ? call<Office.Recurrence | null>("recurrence.getAsync", (done) => item.recurrence.getAsync(done))
        : Promise.resolve(null),
    // Mailbox 1.8; fails by design as long as the item has never been saved.
    itemId: () =>
      typeof item.getItemIdAsync === "function"
        ? tryCall((done: (result: Office.AsyncResult<string>) => void) => item.getItemIdAsync(done))
        : Promise.resolve(null),
  };
}

function readShape(item: Read): Shape {
  return {
    subject: () => Promise.resolve(item.subject),
    times: () => Promise.resolve({ start: item.start, end: item.end }),
    recurrence: () => Promise.resolve(item.recurrence ?? null),
    itemId: () => Promise.resolve(item.itemId || null),
  };
}

class OutlookAppointment implements Appointment {
  readonly mode: "compose" | "read";
  readonly language: Language;
  readonly tellsRecurrence: boolean;
  readonly #item: Compose | Read;
  readonly #shape: Shape;
  readonly #places: Places;

  constructor(item: Compose | Read) {
    // In read mode the subject is a string, in compose an object with calls.
    const compose = typeof item.subject !== "string";
    this.mode = compose ? "compose" : "read";
    // Mailbox 1.7. A form that is only shown changes nothing, whatever it lacks.
    this.tellsRecurrence = !compose || Boolean((item as Compose).recurrence);
    this.language = languageOf(Office.context.displayLanguage);
    this.#item = item;
    this.#shape = compose ? composeShape(item as Compose) : readShape(item as Read);
    this.#places = placesOf(item);
  }

  theme(): Theme {
    const background = Office.context.officeTheme?.bodyBackgroundColor;
    if (background) {
      return modeOfBackground(background);
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  subject(): Promise<string> {
    return this.#shape.subject();
  }

  setSubject(text: string): Promise<void> {
    return this.#compose("subject.setAsync", (item, done) =>
      item.subject.setAsync(text.slice(0, SUBJECT_LIMIT), done),
    );
  }

  times(): Promise<Times> {
    return this.#shape.times();
  }

  body(): Promise<string> {
    return call("body.getAsync", (done: (result: Office.AsyncResult<string>) => void) =>
      this.#item.body.getAsync(Office.CoercionType.Html, done),
    );
  }

  async setBody(html: string): Promise<void> {
    checkBodySize(html);
    await this.#compose("body.setAsync", (item, done) =>
      item.body.setAsync(html, { coercionType: Office.CoercionType.Html }, done),
    );
  }

  locations(): Promise<readonly string[]> {
    return this.#places.names();
  }

  async addLocation(name: string): Promise<void> {
    this.#mustCompose("location.add");
    await this.#places.add(name);
  }

  async removeLocation(name: string): Promise<void> {
    this.#mustCompose("location.remove");
    await this.#places.remove(name);
  }

  meetingId(): Promise<string | null> {
    return this.#kept(MEETING_KEY);
  }

  setMeetingId(id: string | null): Promise<void> {
    return this.#keep({ [MEETING_KEY]: id, [PRESS_KEY]: null, ...(id ? {} : { [RULES_KEY]: null }) });
  }

  press(): Promise<string | null> {
    return this.#kept(PRESS_KEY);
  }

  setPress(press: string | null): Promise<void> {
    return this.#keep({ [PRESS_KEY]: press });
  }

  itemId(): Promise<string | null> {
    return this.#shape.itemId();
  }

  async owner(): Promise<Owner> {
    const user = Office.context.mailbox.userProfile.emailAddress;
    // The method is there only when the item stands in a shared folder (office 2).
    const item = this.#item;
    if (typeof item.getSharedPropertiesAsync !== "function") {
      return { owner: user, user, shared: false };
    }
    const properties = await tryCall((done: (result: Office.AsyncResult<Office.SharedProperties>) => void) =>
      item.getSharedPropertiesAsync(done),
    );
    const owner = properties?.owner || user;
    return { owner, user, shared: owner.toLowerCase() !== user.toLowerCase() };
  }

  async recurrence(): Promise<Recurrence | null> {
    const master = this.#item.seriesId || null;
    const told = await this.#shape.recurrence();
    if (!(told || master)) {
      return null;
    }
    const { ruleOf } = await import("./recurrence");
    const timeZone = told?.recurrenceTimeZone?.name ?? Office.context.mailbox.userProfile.timeZone ?? null;
    return { rule: told ? ruleOf(told) : "", timeZone, master };
  }

  async endRecurrence(day: string): Promise<void> {
    this.#mustCompose("recurrence.setAsync");
    const { endOn } = await import("./recurrence");
    await endOn(this.#item as Compose, day);
  }

  onChanged(listener: (change: Change) => void): () => void {
    const item = this.#item;
    const kinds: readonly [Office.EventType | undefined, Change][] = [
      [Office.EventType?.AppointmentTimeChanged, "times"],
      [Office.EventType?.RecurrenceChanged, "recurrence"],
      [Office.EventType?.EnhancedLocationsChanged, "locations"],
    ];
    let stopped = false;
    for (const [type, change] of kinds) {
      // Mailbox 1.7 and 1.8; a host without them simply tells nothing, and the pane compares when it is opened.
      if (type && typeof item.addHandlerAsync === "function") {
        item.addHandlerAsync(
          type,
          () => stopped || listener(change),
          () => undefined,
        );
      }
    }
    return () => {
      // Office removes all handlers of a kind at once; ours alone is silenced instead.
      stopped = true;
    };
  }

  async notify(kind: NoticeKind, message: string): Promise<void> {
    const messages = this.#item.notificationMessages;
    if (messages) {
      await tryCall((done: (result: Office.AsyncResult<void>) => void) =>
        messages.replaceAsync(NOTICE_KEY, notice(kind, message.slice(0, NOTICE_LIMIT)), done),
      );
    }
  }

  openWindow(url: string): boolean {
    if (Office.context.requirements?.isSetSupported("OpenBrowserWindowApi", "1.1")) {
      Office.context.ui.openBrowserWindow(url);
      return true;
    }
    const opened = window.open(url, "_blank");
    if (opened) {
      opened.opener = null;
    }
    return opened !== null;
  }

  async #kept(name: string): Promise<string | null> {
    const value: unknown = (await this.#properties()).get(name);
    return typeof value === "string" && value !== "" ? value : null;
  }

  async #keep(values: Readonly<Record<string, string | null>>): Promise<void> {
    const properties = await this.#properties();
    for (const [name, value] of Object.entries(values)) {
      if (value === null) {
        properties.remove(name);
      } else {
        properties.set(name, value);
      }
    }
    await call("customProperties.saveAsync", (done: (result: Office.AsyncResult<void>) => void) =>
      properties.saveAsync(done),
    );
  }

  #properties(): Promise<Office.CustomProperties> {
    return call(
      "loadCustomPropertiesAsync",
      (done: (result: Office.AsyncResult<Office.CustomProperties>) => void) =>
        this.#item.loadCustomPropertiesAsync(done),
    );
  }

  async #compose(
    name: string,
    act: (item: Compose, done: (result: Office.AsyncResult<void>) => void) => void,
  ): Promise<void> {
    this.#mustCompose(name);
    await call(name, (done: (result: Office.AsyncResult<void>) => void) => act(this.#item as Compose, done));
  }

  #mustCompose(name: string): void {
    if (this.mode === "read") {
      throw new AppointmentFault("read-only", name);
    }
  }
}

function notice(kind: NoticeKind, message: string): Office.NotificationMessageDetails {
  const types = Office.MailboxEnums.ItemNotificationMessageType;
  if (kind === "done") {
    return { type: types.InformationalMessage, message, icon: NOTICE_ICON, persistent: false };
  }
  return { type: kind === "working" ? types.ProgressIndicator : types.ErrorMessage, message };
}

/** The appointment that Outlook shows beside us. Throws AppointmentFault "unsupported" when it is none. */
export function outlookAppointment(): Appointment {
  const item = Office.context.mailbox.item;
  if (item?.itemType !== Office.MailboxEnums.ItemType.Appointment) {
    throw new AppointmentFault("unsupported", "mailbox.item");
  }
  return new OutlookAppointment(item as unknown as Compose | Read);
}

/** The address that signs in while sign-in is the demo's. */
export function outlookUser(): string {
  return Office.context.mailbox.userProfile.emailAddress;
}
