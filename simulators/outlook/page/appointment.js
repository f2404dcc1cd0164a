// The appointment in the form: what the user and the add-in have done to it, and what of that has been saved.
import { clean, textOf, wordLike } from "./html.js";
import { askedRecurrence, hostRecurrence, withTimes } from "./recurrence.js";

export const LIMITS = {
  body: 1_000_000,
  subject: 255,
  location: 255,
  properties: 2500,
  session: 50_000,
  notifications: 5,
  recipients: 500,
  settings: 32 * 1024,
};

/** A refusal with office.js's error code, as the real host answers. */
export class Refusal extends Error {
  constructor(code) {
    super(`error ${code}`);
    this.code = code;
  }
}

const HOUR = 3_600_000;

/** People and rooms the directory knows; a room that is not in it is refused. */
export const ROOMS = {
  "rum4012@demo.example": "Rum 4012",
  "rum4014@demo.example": "Rum 4014",
};

export class Appointment extends EventTarget {
  constructor(values = {}) {
    super();
    const start = Date.UTC(2026, 11, 8, 8, 0);
    this.id = null;
    /** The series' own id, while one of its occurrences is open by itself. */
    this.seriesId = null;
    this.draft = {
      subject: "",
      body: "<div><br></div>",
      start,
      end: start + HOUR,
      locations: [],
      properties: {},
      required: [],
      optional: [],
      attachments: [],
      allDay: false,
      sensitivity: "normal",
      recurrence: null,
    };
    this.saved = null;
    this.notifications = new Map();
    this.session = new Map();
    this.before = this.draft.body;
    this.organiser = { name: "Testperson Ett", address: "personal@demo.example", recipientType: 2 };
    this.shared = null;
    this.set(values);
    this.saved = null;
  }

  /** What the user does in the form; times may be ISO text or milliseconds, locations names or room addresses, attachments names. */
  set(values) {
    const old = structuredClone(this.draft);
    const { start, end, locations, body, rewrite, attachments, recurrence, ...rest } = values;
    Object.assign(this.draft, rest);
    if (attachments !== undefined) this.draft.attachments = attachments.map(attached);
    if (start !== undefined) this.draft.start = moment(start);
    if (end !== undefined) this.draft.end = moment(end);
    const { draft } = this;
    if (recurrence) draft.recurrence = hostRecurrence(recurrence, draft);
    else if (recurrence === null || this.seriesId === null)
      draft.recurrence = recurrence === null ? null : withTimes(draft.recurrence, draft);
    if (locations !== undefined) this.draft.locations = locations.map(located);
    if (body !== undefined) this.write(body);
    if (rewrite) this.write(this.draft.body, { word: true });
    // What the user types is what the add-in reads; only its own writes come back late (fault `stale`).
    if (body !== undefined || rewrite) this.before = this.draft.body;
    this.#announce(old);
  }

  /** Replace the body; `word`: the editor is the one that rewrites HTML. */
  write(html, { word = false } = {}) {
    this.before = this.draft.body;
    this.draft.body = word ? wordLike(clean(html)) : clean(html);
    this.dispatchEvent(new Event("body"));
  }

  text() {
    return textOf(this.draft.body);
  }

  /** Outlook's one-line location. */
  location() {
    return this.draft.locations.map((place) => place.displayName).join("; ");
  }

  setTime(which, time) {
    const { start, end } = this.draft;
    if (which === "end" && time < start) throw new Refusal(9010);
    const old = structuredClone(this.draft);
    if (which === "start") Object.assign(this.draft, { start: time, end: time + (end - start) });
    else this.draft.end = time;
    this.#announce(old);
  }

  setLocation(text) {
    const old = structuredClone(this.draft);
    this.draft.locations = text === "" ? [] : [located(text)];
    this.#announce(old);
  }

  addLocations(wanted) {
    const places = wanted.map(({ id, type }) => {
      if (type === "room" && !(id in ROOMS)) throw new Refusal(9031);
      return located(id, type);
    });
    const old = structuredClone(this.draft);
    for (const place of places) {
      if (!this.draft.locations.some((known) => same(known, place))) this.draft.locations.push(place);
    }
    this.#announce(old);
  }

  /** Goes by name: every place of that name is removed, a room too (office.d.ts, EnhancedLocation.removeAsync). */
  removeLocations(wanted) {
    const old = structuredClone(this.draft);
    const names = wanted.map(({ id }) => ROOMS[id] ?? id);
    this.draft.locations = this.draft.locations.filter(({ displayName }) => !names.includes(displayName));
    this.#announce(old);
  }

  /** As the add-in asks for it, or null for none; the form's times follow the pattern's. One occurrence by itself has none. */
  setRecurrence(asked) {
    if (this.seriesId !== null) throw new Refusal(9033);
    let wanted = { recurrence: null };
    try {
      if (asked) wanted = askedRecurrence(asked);
    } catch {
      throw new Refusal(9034);
    }
    this.set(wanted);
  }

  setPeople(field, people) {
    if (people.length > LIMITS.recipients) throw new Refusal(9012);
    const old = structuredClone(this.draft);
    this.draft[field] = people;
    this.#announce(old);
  }

  /** Put up a message above the body; one with the same key is in the way unless it may be replaced. */
  notify(notice, { replace }) {
    const known = this.notifications.has(notice.key);
    if (known && !replace) throw new Refusal(9023);
    if (!known && this.notifications.size >= LIMITS.notifications) throw new Refusal(9025);
    this.notifications.set(notice.key, notice);
    this.dispatchEvent(new Event("form"));
  }

  unnotify(key) {
    if (!this.notifications.delete(key)) throw new Refusal(9024);
    this.dispatchEvent(new Event("form"));
  }

  /** Save the draft; the first time gives the item its id. */
  save() {
    this.id ??= `AAMk${crypto.randomUUID().replaceAll("-", "")}=`;
    this.saved = structuredClone(this.draft);
    return this.id;
  }

  /** Close the form without saving and open the saved item again; what was never saved is gone. */
  reopen() {
    if (!this.saved) throw new Error("never saved: nothing to open");
    this.draft = structuredClone(this.saved);
    this.before = this.draft.body;
    this.notifications.clear();
    this.session.clear();
    this.dispatchEvent(new Event("body"));
  }

  /** Opens one occurrence of the saved series by itself: an item of its own, with the text of the whole. */
  openOccurrence(start) {
    if (!(this.saved?.recurrence && this.id)) throw new Error("no saved series");
    const length = this.saved.end - this.saved.start;
    const from = moment(start);
    const master = { id: this.id, saved: this.saved };
    const { properties, ...inherited } = structuredClone(this.saved);
    this.seriesId = master.id;
    this.id = `${master.id}#${from}`;
    this.draft = { ...inherited, properties, start: from, end: from + length };
    this.saved = structuredClone(this.draft);
    this.master = master;
    this.before = this.draft.body;
    this.session.clear();
    this.dispatchEvent(new Event("body"));
  }

  /** Closes the occurrence and opens the whole again. */
  openSeries() {
    if (!this.master) throw new Error("no occurrence is open");
    this.id = this.master.id;
    this.saved = this.master.saved;
    this.seriesId = null;
    this.master = null;
    this.reopen();
  }

  #announce(old) {
    const now = this.draft;
    const changed = (...keys) => keys.some((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]));
    const tell = (type, detail) => this.dispatchEvent(new CustomEvent("item", { detail: { type, detail } }));
    if (changed("start", "end")) {
      tell("olkAppointmentTimeChanged", { start: now.start, end: now.end });
    }
    if (changed("locations")) tell("olkEnhancedLocationsChanged", { enhancedLocations: now.locations });
    if (changed("recurrence")) tell("olkRecurrenceChanged", { recurrence: JSON.stringify(now.recurrence) });
    if (changed("required", "optional")) {
      tell("olkRecipientsChanged", {
        requiredAttendees: changed("required"),
        optionalAttendees: changed("optional"),
        resources: false,
        to: false,
        cc: false,
        bcc: false,
      });
    }
    this.dispatchEvent(new Event("form"));
  }
}

function located(id, type = id in ROOMS ? "room" : "custom") {
  return {
    locationIdentifier: { id, type },
    displayName: ROOMS[id] ?? id,
    emailAddress: type === "room" ? id : "",
  };
}

function attached(name, index) {
  return { id: `a${index}`, name, size: 1024, attachmentType: 0, isInline: false };
}

function same(one, other) {
  return (
    one.locationIdentifier.id === other.locationIdentifier.id &&
    one.locationIdentifier.type === other.locationIdentifier.type
  );
}

function moment(value) {
  const time = typeof value === "number" ? value : Date.parse(value);
  if (Number.isNaN(time)) throw new Error(`not a time: ${value}`);
  return time;
}
