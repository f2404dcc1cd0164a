// The item API: dispatch number → what it is called here, whether it writes, and what the host does.
import { LIMITS, Refusal } from "./appointment.js";
import { textOf } from "./html.js";

const HTML = 3;
const TIMES = { 1: "start", 2: "end" };
const PEOPLE = { 0: "required", 1: "optional" };

function bodyHtml({ data, coercionType }) {
  if (typeof data !== "string" || data.length > LIMITS.body) throw new Refusal(9031);
  if (coercionType === HTML) return data;
  const page = document.implementation.createHTMLDocument();
  for (const line of data.split("\n")) {
    const block = page.createElement("div");
    block.textContent = line;
    page.body.append(block);
  }
  return page.body.innerHTML;
}

function within(text, limit) {
  if (typeof text !== "string" || text.length > limit) throw new Refusal(9031);
  return text;
}

const NOTICES = ["informationalMessage", "progressIndicator", "errorMessage", "insightMessage"];
const read = (name, run) => ({ name, write: false, run });
const write = (name, run) => ({ name, write: true, run });

/** `run(appointment, params, session)` returns the answer's data or throws Refusal(code). */
export const METHODS = {
  3: read("properties.load", (item) => ({ customProperties: JSON.stringify(item.draft.properties) })),
  // Allowed with read permission too: custom properties are the add-in's own (as office.js itself checks).
  4: {
    ...write("properties.save", (item, { customProperties }) => {
      if (JSON.stringify(customProperties).length > LIMITS.properties) throw new Refusal(9031);
      item.draft.properties = customProperties;
    }),
    readers: true,
  },
  14: read("body.type", () => "html"),
  15: read("people.get", (item, { recipientField }) => item.draft[PEOPLE[recipientField]]),
  17: write("subject.set", (item, { subject }) => item.set({ subject: within(subject, LIMITS.subject) })),
  18: read("subject.get", (item) => item.draft.subject),
  21: write("people.set", (item, { recipientField, recipientArray }) =>
    item.setPeople(PEOPLE[recipientField], recipientArray),
  ),
  22: write("people.add", (item, { recipientField, recipientArray }) => {
    const field = PEOPLE[recipientField];
    const known = item.draft[field];
    const fresh = recipientArray.filter(({ address }) => !known.some((person) => person.address === address));
    item.setPeople(field, [...known, ...fresh]);
  }),
  23: write("body.prepend", (item, params, { word }) =>
    item.write(bodyHtml(params) + item.draft.body, { word }),
  ),
  24: read("time.get", (item, { TimeProperty }) => item.draft[TIMES[TimeProperty]]),
  25: write("time.set", (item, { TimeProperty, time }) => item.setTime(TIMES[TimeProperty], time)),
  26: read("location.get", (item) => item.location()),
  27: write("location.set", (item, { location }) => item.setLocation(within(location, LIMITS.location))),
  // No caret is simulated: the insertion goes where a form just opened has it, first in the body.
  29: write("body.insert", (item, params, { word }) =>
    item.write(bodyHtml(params) + item.draft.body, { word }),
  ),
  32: write("item.save", (item) => item.save()),
  33: {
    ...write("notification.add", (item, params) => item.notify(params, { replace: false })),
    readers: true,
  },
  34: read("notification.all", (item) =>
    [...item.notifications.values()].map((notice) => ({ ...notice, type: NOTICES[notice.type] })),
  ),
  35: {
    ...write("notification.replace", (item, params) => item.notify(params, { replace: true })),
    readers: true,
  },
  36: { ...write("notification.remove", (item, { key }) => item.unnotify(key)), readers: true },
  37: read("body.get", (item, { coercionType }, { stale }) => {
    const body = stale ? item.before : item.draft.body;
    return coercionType === HTML ? body : textOf(body);
  }),
  38: write("body.set", (item, params, { word }) => item.write(bodyHtml(params), { word })),
  103: read("recurrence.get", (item) => item.draft.recurrence),
  104: write("recurrence.set", (item, { recurrenceData }) => item.setRecurrence(recurrenceData)),
  107: read("organizer.get", (item) => item.organiser),
  108: read("shared.get", (item) => {
    if (!item.shared) throw new Refusal(9032);
    return item.shared;
  }),
  149: read("attachments.get", (item) => item.draft.attachments),
  154: read("places.get", (item) => item.draft.locations),
  155: write("places.add", (item, { enhancedLocations }) => item.addLocations(enhancedLocations)),
  156: write("places.remove", (item, { enhancedLocations }) => item.removeLocations(enhancedLocations)),
  164: read("item.id", (item) => {
    if (!item.id) throw new Refusal(9046);
    return item.id;
  }),
  169: read("allday.get", (item) => item.draft.allDay),
  170: write("allday.set", (item, { isAllDayEvent }) => item.set({ allDay: isAllDayEvent })),
  171: read("sensitivity.get", (item) => item.draft.sensitivity),
  172: write("sensitivity.set", (item, { sensitivity }) => item.set({ sensitivity })),
  185: write("session.set", (item, { name, value }) => {
    const after = new Map(item.session).set(name, value);
    if (JSON.stringify([...after]).length > LIMITS.session) throw new Refusal(9051);
    item.session = after;
  }),
  186: read("session.get", (item, { name }) => {
    if (!item.session.has(name)) throw new Refusal(9050);
    return item.session.get(name);
  }),
  187: read("session.all", (item) => Object.fromEntries(item.session)),
  188: write("session.clear", (item) => item.session.clear()),
  189: write("session.remove", (item, { name }) => {
    if (!item.session.delete(name)) throw new Refusal(9050);
  }),
};

/** Asked for without waiting for an answer; nothing of the item changes. */
export const NOTICED = {
  41: "item.close",
  42: "pane.close",
  163: "telemetry",
  193: "telemetry",
  400: "telemetry",
  401: "telemetry",
  402: "telemetry",
};

/** Refused by every tenant today: Exchange's own tokens are switched off. */
export const TOKENS = { 2: 9018, 5: 9018, 12: 9018 };
