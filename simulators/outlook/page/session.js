// One running add-in frame: its activation, its permission, its calls, its events.
import { Refusal } from "./appointment.js";
import { METHODS, NOTICED, TOKENS } from "./methods.js";
import { AccessDenied, SILENCE, Wire } from "./wire.js";

const PERMISSIONS = { restricted: 0, ReadItem: 1, ReadWriteMailbox: 2, ReadWriteItem: 3 };
const COMPOSE = 5;
const READ = 2;
const READY = "appCommandInvoked";
const COMPLETED = 94;
const ACCESS_TOKEN = 98;
const INITIALIZATION = 99;
const NOT_SIGNED_IN = 13001;
const API_NOT_SUPPORTED = 5001;

/** What Outlook on the web lets an add-in frame do; no clipboard, camera or microphone is delegated. */
const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox";

const ASKED = new URLSearchParams(location.search);
/** `?faults=off`: no question to the server before each call, for whoever measures time. */
const FAULTS = ASKED.get("faults") !== "off";
/** `?logging=on`: office.js reports to Microsoft, as it does in the real Outlook. */
const LOGGING = ASKED.get("logging") === "on" ? "" : "disableLogging";

async function takeFault(method) {
  if (!FAULTS) return null;
  const answer = await fetch("/_faults", { method: "POST", body: JSON.stringify(method) });
  return answer.json();
}

const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export class Session {
  /** `host` has appointment, user, locale, requirements, settings, log(entry), open(url), closePane(). */
  constructor(
    host,
    { url, container, permission = "ReadWriteItem", mode = "compose", purpose = "pane", initialization = "" },
  ) {
    this.host = host;
    this.appointment = host.appointment;
    this.permission = permission;
    this.mode = mode;
    this.purpose = purpose;
    this.initialization = initialization;
    this.id = crypto.randomUUID();
    this.events = new Set();
    this.queue = Promise.resolve();
    this.completions = new Map();
    this.ready = new Promise((resolve) => {
      this.markReady = resolve;
    });
    this.frame = document.createElement("iframe");
    this.frame.title = "Add-in";
    this.frame.setAttribute("sandbox", SANDBOX);
    const conversation = crypto.randomUUID();
    const hostInfo = `Outlook$Web$16.01$${host.locale}$${crypto.randomUUID()}$$${LOGGING}$0`;
    const xdmInfo = `${conversation}|${this.id}|${location.origin}`;
    this.url = new URL(url);
    this.wire = new Wire(this.frame, {
      origin: this.url.origin,
      conversation,
      handlers: {
        invoke: (action, data) => this.#invoke(action, data),
        register: (event) => this.#register(event),
        unregister: (event) => {
          this.events.delete(event);
          return { Error: 0 };
        },
      },
    });
    // office.js reads the frame's name when a dialog is opened, so it has to be there from the start.
    this.frame.name = JSON.stringify({
      baseFrameName: this.id,
      hostInfo,
      xdmInfo,
      serializerVersion: 1,
      flights: "[]",
    });
    this.frame.src = withHostInfo(this.url, hostInfo, xdmInfo);
    container.append(this.frame);
  }

  close() {
    this.wire.close();
    this.frame.remove();
  }

  /** Tell the frame about an item event, if it asked for it. */
  tell(type, detail) {
    if (this.events.has(type)) this.wire.event(type, { 0: JSON.stringify(detail) });
  }

  /** Run a function of the frame's page; resolves with {status, context} when it calls event.completed. */
  run(name, source) {
    const id = crypto.randomUUID();
    const done = new Promise((resolve) => this.completions.set(id, resolve));
    this.wire.event(READY, { 0: id, 1: name, 2: JSON.stringify(source) });
    return done;
  }

  #register(event) {
    this.events.add(event);
    if (event === READY) this.markReady();
    return { Error: 0 };
  }

  #invoke(action, data) {
    switch (action) {
      case "ContextActivationManager_getAppContextAsync":
        return this.#context();
      case "ContextActivationManager_notifyHost":
        return null;
      case "ContextActivationManager_openWindowInHost":
        return this.host.open(data.strUrl);
      case "GetInitialData":
        return this.#initialData();
      case "ExecuteMethod":
        return this.#inTurn(data);
      case "executeMethod":
        return this.#generic(data);
      default:
        throw new Error(`unknown action ${action}`);
    }
  }

  #context() {
    const { host } = this;
    return {
      _id: this.id,
      _appName: 64,
      _appVersion: "16.01",
      _appUILocale: host.locale,
      _dataLocale: host.locale,
      _docUrl: location.href,
      _clientMode: 0,
      _settings: host.settings,
      _reason: "documentOpened",
      _osfControlType: 1,
      _eToken: "",
      _correlationId: crypto.randomUUID(),
      _appInstanceId: this.id,
      _requirementMatrix: JSON.stringify(host.requirements),
      _hostFullVersion: "16.0.0.0",
      _clientWindowHeight: window.innerHeight,
      _clientWindowWidth: window.innerWidth,
      _addinName: "",
      _appDomains: [],
      _featureGates: {},
    };
  }

  #initialData() {
    const { host, appointment } = this;
    const common = {
      permissionLevel: PERMISSIONS[this.permission],
      userEmailAddress: host.user.address,
      userDisplayName: host.user.name,
      userProfileType: "enterprise",
      userTimeZone: "W. Europe Standard Time",
      hostVersion: "20261121.1",
      owaView: "ThreeColumns",
      isFromSharedFolder: appointment.shared !== null,
      seriesId: appointment.seriesId,
      ewsUrl: "",
      restUrl: "",
    };
    if (this.mode === "compose") return { ...common, itemType: COMPOSE };
    const { draft } = appointment;
    return {
      ...common,
      itemType: READ,
      id: appointment.id,
      itemClass: "IPM.Appointment",
      subject: draft.subject,
      normalizedSubject: draft.subject,
      location: appointment.location(),
      start: draft.start,
      end: draft.end,
      organizer: appointment.organiser,
      to: draft.required,
      cc: draft.optional,
      attachments: [],
      recurrence: draft.recurrence,
      isAllDayEvent: draft.allDay,
      sensitivity: draft.sensitivity,
    };
  }

  /** Calls take effect in the order they came, whatever a fault does to the time of the answer. */
  async #inTurn(data) {
    const turn = this.queue.then(() => this.#execute(data));
    this.queue = turn.catch(() => undefined);
    const { answer, fault } = await turn;
    if (fault?.fault === "slow") await later(fault.milliseconds);
    return fault?.fault === "silent" ? SILENCE : answer;
  }

  async #execute({ ApiParams, MethodData }) {
    if (MethodData.ControlId !== this.id) throw new AccessDenied();
    const dispatch = MethodData.DispatchId;
    if (dispatch in NOTICED) return this.#notice(NOTICED[dispatch]);
    if (dispatch === 404) return this.#saveSettings(ApiParams[0]);
    if (dispatch === INITIALIZATION) return this.#initialized();
    const method = METHODS[dispatch];
    if (!method) return this.#refused({ name: `dispatch ${dispatch}` }, TOKENS[dispatch] ?? 9032, null);
    if (
      method.write &&
      !method.readers &&
      this.permission !== "ReadWriteItem" &&
      this.permission !== "ReadWriteMailbox"
    ) {
      this.host.log({ method: method.name, refused: "permission" });
      throw new AccessDenied();
    }
    if (method.write && !method.readers && this.mode === "read") return this.#refused(method, 9032, null);
    const fault = await takeFault({ method: method.name, write: method.write });
    return this.#perform(method, ApiParams, fault);
  }

  #perform(method, params, fault) {
    if (fault?.fault === "fail") return this.#refused(method, fault.code, fault);
    try {
      const how = { word: fault?.fault === "rewrite", stale: fault?.fault === "stale" };
      if (fault?.fault === "lose-properties") this.appointment.draft.properties = {};
      const data = fault?.fault === "drop" ? undefined : method.run(this.appointment, params, how);
      this.host.log({ method: method.name, write: method.write, by: this.purpose, fault: fault?.fault });
      const own = method.name === "properties.load" ? data : { data };
      return { answer: { error: false, wasSuccessful: true, ...own }, fault };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.#refused(method, error.code, fault);
    }
  }

  #refused(method, errorCode, fault) {
    this.host.log({
      method: method.name,
      write: method.write,
      by: this.purpose,
      code: errorCode,
      fault: fault?.fault,
    });
    return { answer: { error: true, errorCode, wasSuccessful: false }, fault };
  }

  #notice(name) {
    if (name !== "telemetry") this.host.log({ method: name, by: this.purpose });
    if (name === "pane.close") this.host.closePane();
    return { answer: { error: false, wasSuccessful: true } };
  }

  /** What the dialog's button brought along; empty for a pane opened otherwise. */
  #initialized() {
    this.host.log({ method: "initialization.get", by: this.purpose });
    return { answer: { error: false, wasSuccessful: true, data: this.initialization } };
  }

  #saveSettings(settings) {
    this.host.settings = settings;
    this.host.log({ method: "settings.save", write: true, by: this.purpose });
    return { answer: { error: false, wasSuccessful: true } };
  }

  #generic(data) {
    const dispatch = data.DdaMethod.DispatchId;
    if (dispatch === COMPLETED) {
      const { 0: id, 1: status, 2: event } = data;
      this.completions.get(id)?.({ status, context: event ? JSON.parse(event).completedContext : undefined });
      this.completions.delete(id);
      return { Version: 1, Error: 0 };
    }
    return { Version: 1, Error: dispatch === ACCESS_TOKEN ? NOT_SIGNED_IN : API_NOT_SUPPORTED };
  }
}

/** The add-in's address with what office.js looks for in it; `_xdm_Info` is taken to the very end, so it comes last. */
function withHostInfo(url, hostInfo, xdmInfo) {
  const query = `${url.search ? `${url.search}&` : "?"}_host_Info=${hostInfo}`;
  return `${url.origin}${url.pathname}${query}#${url.hash.slice(1)}&_serializer_version=1&_xdm_Info=${xdmInfo}`;
}
