// The page itself: the form, the ribbon, the pane, and `window.outlook`, which is what a test speaks to.
import { SmartAlerts } from "./alerts.js";
import { Appointment } from "./appointment.js";
import { readManifest } from "./manifest.js";
import { Session } from "./session.js";

const $ = (id) => document.getElementById(id);
const WAIT = 30_000;

class Host {
  constructor() {
    this.locale = new URLSearchParams(location.search).get("locale") ?? "sv-SE";
    this.user = { name: "Testperson Ett", address: "personal@demo.example" };
    this.requirements = { Mailbox: "1.15" };
    this.settings = {};
    this.entries = [];
    this.opened = [];
    this.pane = null;
    this.commands = new Set();
    this.addin = { permission: "ReadWriteItem", functionFile: null, buttons: [], launch: [] };
    this.mode = "compose";
    this.mailed = [];
    this.alerts = new SmartAlerts(this, $("alert"));
    this.fresh();
  }

  /** A new, empty appointment; everything that ran against the old one is closed, as when its form closes. */
  fresh(values = {}) {
    this.closeAll();
    this.appointment = new Appointment(values);
    this.appointment.addEventListener("item", ({ detail }) => {
      for (const session of this.sessions()) session.tell(detail.type, detail.detail);
    });
    for (const type of ["form", "body"]) this.appointment.addEventListener(type, () => this.show());
    this.show();
  }

  sessions() {
    return [...(this.pane ? [this.pane] : []), ...this.commands];
  }

  closeAll() {
    this.alerts.close();
    this.stop();
    this.closePane();
  }

  /** Functions that still run are ended. */
  stop() {
    for (const command of this.commands) command.close();
    this.commands.clear();
  }

  closePane() {
    this.pane?.close();
    this.pane = null;
    $("pane").hidden = true;
  }

  openPane(url, initialization = "") {
    this.closePane();
    $("pane").hidden = false;
    this.pane = new Session(this, {
      url,
      container: $("pane-frame"),
      permission: this.addin.permission,
      mode: this.mode,
      initialization,
    });
    return within(this.pane.ready, `the pane at ${url} never finished starting`);
  }

  /** A function page lives for one press: what it keeps in memory is gone the next time. */
  async runFunction(name, source, url = this.addin.functionFile, patience = { start: WAIT, end: WAIT }) {
    const { permission } = this.addin;
    const session = new Session(this, {
      url,
      container: $("commands"),
      permission,
      mode: this.mode,
      purpose: name,
    });
    this.commands.add(session);
    try {
      await within(session.ready, `the function page at ${url} never finished starting`, patience.start);
      return await within(session.run(name, source), `${name} never called event.completed`, patience.end);
    } finally {
      session.close();
      this.commands.delete(session);
    }
  }

  press(wanted) {
    const button = this.addin.buttons.find((known) => [known.id, known.function].includes(wanted));
    if (!button)
      throw new Error(`no button ${wanted}; there are ${this.addin.buttons.map(({ id }) => id).join(", ")}`);
    this.log({ method: "ribbon.press", button: button.id });
    if (button.url) return this.openPane(button.url);
    return this.runFunction(button.function, { source: { id: button.id } });
  }

  launchEvent(type, more = {}) {
    const event = this.addin.launch.find((known) => known.type === type);
    if (!event) throw new Error(`no launch event ${type} in the manifest`);
    return this.runFunction(event.function, { type, ...more }, event.url);
  }

  /** Whether this Outlook has a requirement set of the mailbox. */
  supports(version) {
    const [major, minor] = String(this.requirements.Mailbox ?? "1.1")
      .split(".")
      .map(Number);
    const [wantedMajor, wantedMinor] = version.split(".").map(Number);
    return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  }

  /** Send: a meeting without attendees is only saved, and no add-in is asked (office-js 3437). */
  send() {
    const { required, optional } = this.appointment.draft;
    if (required.length + optional.length > 0) return this.alerts.send();
    this.appointment.save();
    this.log({ method: "item.saved" });
    return this.alerts.state();
  }

  sent(how) {
    this.appointment.save();
    this.mailed.push({ how, ...structuredClone(this.appointment.draft) });
    this.log({ method: "item.sent", how });
    this.closeAll();
    return this.alerts.state();
  }

  /** The dialog's own button: opens the pane of that control, with what the add-in sent along. */
  act(command, context) {
    const button = this.addin.buttons.find(({ id }) => id === command);
    if (button?.url)
      this.openPane(button.url, typeof context === "string" ? context : JSON.stringify(context ?? ""));
  }

  /** A window the browser would not let the frame open itself; the address must be whole and https. */
  open(address) {
    const url = URL.canParse(address) ? new URL(address) : null;
    const whole = url?.protocol === "https:";
    const opened = whole && window.open(url.href) !== null;
    // A press more than some seconds ago no longer opens windows: the browser then asks, and so does this.
    if (whole && !opened) $("blocked").replaceChildren(link(url.href));
    this.opened.push(address);
    this.log({ method: "window.open", opened });
    return null;
  }

  log(entry) {
    this.entries.push({ at: Math.round(performance.now()), ...entry });
  }

  install(addin) {
    this.addin =
      typeof addin === "string"
        ? readManifest(addin, this.locale)
        : { permission: "ReadWriteItem", launch: [], buttons: [], ...addin };
    this.show();
  }

  show() {
    const { draft, notifications } = this.appointment;
    $("subject").value = draft.subject;
    $("start").value = local(draft.start);
    $("end").value = local(draft.end);
    $("places").textContent = this.appointment.location();
    $("people").textContent = [...draft.required, ...draft.optional].map(({ address }) => address).join("; ");
    $("notices").replaceChildren(...[...notifications.values()].map(({ message }) => paragraph(message)));
    if (document.activeElement !== $("body")) $("body").innerHTML = draft.body;
    $("ribbon").replaceChildren(
      ...this.addin.buttons
        .filter(({ surface = this.mode }) => surface === this.mode)
        .map((button) => this.#ribbonButton(button)),
    );
  }

  #ribbonButton({ id, label }) {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `ribbon-${id}`;
    button.textContent = label ?? id;
    button.addEventListener("click", () =>
      this.press(id)?.catch((error) => this.log({ method: "press", error: String(error) })),
    );
    return button;
  }
}

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

function link(address) {
  const element = Object.assign(document.createElement("a"), { href: address, target: "_blank" });
  element.textContent = "Öppna fönstret som webbläsaren stoppade";
  element.addEventListener("click", () => element.remove());
  return element;
}

function local(time) {
  const moment = new Date(time);
  return new Date(time - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function within(promise, complaint, patience = WAIT) {
  if (patience === Infinity) return promise;
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint)), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const host = new Host();
$("subject").addEventListener("change", ({ target }) => host.appointment.set({ subject: target.value }));
$("start").addEventListener("change", ({ target }) =>
  host.appointment.setTime("start", new Date(target.value).getTime()),
);
$("end").addEventListener("change", ({ target }) =>
  host.appointment.setTime("end", new Date(target.value).getTime()),
);
$("body").addEventListener("input", ({ target }) => host.appointment.write(target.innerHTML));
$("pane-close").addEventListener("click", () => host.closePane());
$("save").addEventListener("click", () => host.appointment.save());
$("send").addEventListener("click", () => host.send());

/** Everything a test needs; see docs/simulators.md. */
window.outlook = {
  install: (addin) => host.install(addin),
  openPane: (url) => host.openPane(url),
  closePane: () => host.closePane(),
  press: (button) => host.press(button),
  launchEvent: (type, more) => host.launchEvent(type, more),
  change: (values) => host.appointment.set(values),
  save: () => host.appointment.save(),
  send: () => host.send(),
  reopen: () => {
    host.closeAll();
    host.appointment.reopen();
  },
  openOccurrence: (start) => {
    host.closeAll();
    host.appointment.openOccurrence(start);
  },
  openSeries: () => {
    host.closeAll();
    host.appointment.openSeries();
  },
  fresh: (values) => host.fresh(values),
  as: ({ user, shared, mode, requirements, patience }) => {
    if (user) host.user = user;
    if (shared !== undefined) host.appointment.shared = shared;
    if (mode) host.mode = mode;
    if (requirements) host.requirements = requirements;
    if (patience) Object.assign(host.alerts.patience, patience);
    host.show();
  },
  clearLog: () => {
    host.entries = [];
  },
  state: () => {
    const { appointment } = host;
    const { draft } = appointment;
    return {
      ...structuredClone(draft),
      id: appointment.id,
      seriesId: appointment.seriesId,
      text: appointment.text(),
      location: appointment.location(),
      locations: draft.locations.map(({ locationIdentifier, displayName }) => ({
        ...locationIdentifier,
        displayName,
      })),
      start: new Date(draft.start).toISOString(),
      end: new Date(draft.end).toISOString(),
      notifications: [...appointment.notifications.values()].map(({ key, message, icon }) => ({
        key,
        message,
        icon,
      })),
      saved: appointment.saved !== null,
      paneOpen: host.pane !== null,
      opened: [...host.opened],
      alert: host.alerts.state().alert,
      sent: structuredClone(host.mailed),
      session: Object.fromEntries(appointment.session),
      settings: structuredClone(host.settings),
      events: host.sessions().flatMap(({ events }) => [...events]),
      log: structuredClone(host.entries),
    };
  },
};
