/** The parent's side of the pane: answers the add-in as Outlook would, from the appointment on the screen. */
import type { NoticeKind, Theme } from "../appointment/appointment";
import { DemoFault, type DemoHost } from "../appointment/demoProtocol";
import type { Language } from "../shared/dates";
import type { Appointment } from "./appointments";
import type { Open } from "./state";
import { recurrenceOf } from "./weekly";
import { dayKey } from "./zone";

/** What the bridge needs from the stand-in around it. */
export interface FormPort {
  readonly user: string;
  readonly language: Language;
  open(): Open | null;
  theme(): Theme;
  /** Writes into the form, as the add-in does. */
  write(change: Partial<Appointment>): void;
  notify(kind: NoticeKind, message: string): void;
  showHost(url: string): void;
}

const TAGS: Readonly<Record<Language, string>> = { sv: "sv-SE", en: "en-GB" };

/** The stand-in as the pane sees it. Every writing call refuses in a form that is only shown. */
export function paneHost(port: FormPort): DemoHost {
  const shown = (): Open => {
    const open = port.open();
    if (!open) {
      throw new DemoFault("host-refused");
    }
    return open;
  };
  const draft = (): Appointment => shown().draft;
  const write = (change: Partial<Appointment>): void => {
    if (shown().mode === "read") {
      throw new DemoFault("read-only");
    }
    port.write(change);
  };
  return {
    context: () => ({
      mode: shown().mode,
      user: port.user,
      owner: draft().calendar,
      language: TAGS[port.language],
      theme: port.theme(),
    }),
    getSubject: () => draft().subject,
    setSubject: (subject) => write({ subject }),
    getTimes: () => ({ start: draft().start, end: draft().end }),
    getBody: () => draft().body,
    setBody: (body) => write({ body }),
    getLocations: () => draft().places.map(({ name }) => name),
    addLocation: (name) => write({ places: [...draft().places, { name, kind: "added" }] }),
    removeLocation: (name) =>
      write({ places: draft().places.filter((place) => place.kind === "room" || place.name !== name) }),
    getMeetingId: () => draft().meetingId,
    setMeetingId: (meetingId) => write({ meetingId }),
    getItemId: () => draft().itemId,
    getRecurrence: () => recurrenceOf(draft()),
    endRecurrence: (day) => {
      if (!draft().weeklyUntil || day < dayKey(new Date(draft().start))) {
        throw new DemoFault("host-refused");
      }
      write({ weeklyUntil: day });
    },
    notify: (kind, message) => port.notify(kind, message),
    openWindow: (url) => port.showHost(url),
  };
}
