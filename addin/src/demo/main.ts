/** The demo page: Outlook, the patient and the host side by side and a meeting room below, with a guide for whoever comes here first. */
import "../shared/tokens.css";
import "./page.css";
import "./week.css";
import "./outlook.css";
import "./patient.css";
import "./guide.css";
import "./room.css";
import { Api, ApiProblem } from "../shared/api";
import { byId, el, fill, pageData, setAttribute } from "../shared/dom";
import { type Language, languageOf, translator } from "../shared/i18n";
import { followDeviceTheme, setAccent } from "../shared/theme";
import { announcer } from "../video/live";
import { firstAppointments, kept } from "./appointments";
import type { Context, Part } from "./context";
import type { DemoData, Me } from "./data";
import type { Column } from "./guide";
import { guideBar } from "./guideBar";
import { hostScreen } from "./hostScreen";
import { outlook } from "./outlook";
import { patient } from "./patient";
import { roomPane } from "./roomPane";
import { firstState } from "./state";
import { forget, load, Store } from "./store";
import { topBar } from "./topBar";
import { watch } from "./watch";
import { WORDS, type WordKey } from "./words";
import { AT_PEXIP } from "./wordsAtPexip";
import { dayKey, nextQuarter } from "./zone";

/** The meeting pages read their language here; all frames of this window share it. */
const PAGE_LANGUAGE = "vardmote.language";

/** Left to right; the short names are for the switch of a narrow page. */
const COLUMNS: readonly (readonly [Column, WordKey, WordKey])[] = [
  ["outlook", "outlook", "outlookShort"],
  ["patient", "patient", "patientShort"],
  ["host", "hostScreen", "hostShort"],
  ["room", "room", "roomShort"],
];

/** What is played here and is somebody else's in reality. */
const STAND_INS: ReadonlySet<Column> = new Set(["outlook", "room"]);

async function main(): Promise<void> {
  const data = pageData<DemoData>();
  const now = new Date();
  const asked = new URLSearchParams(location.search).get("lang");
  const language = asked ? languageOf(asked) : (load()?.language ?? languageOf(navigator.language));
  const day = dayKey(nextQuarter(now));
  const store = new Store({ ...(load() ?? firstState(language, "personal", day)), language });
  const words = translator(data.pexip ? AT_PEXIP : WORDS, language);
  const api = new Api(() => `demo:${store.state.user}`);
  document.documentElement.lang = language;
  document.title = words("title");
  sessionStorage.setItem(PAGE_LANGUAGE, language);
  setAccent(data.accent);
  followDeviceTheme();
  const app = byId("demo");
  try {
    const me = await api.get<Me>("/api/v1/me");
    show(app, { data, me, store, api, words, language });
  } catch (fault) {
    if (!(fault instanceof ApiProblem)) {
      throw fault;
    }
    fill(
      app,
      el("main", { class: "failed" }, el("h1", {}, words("product")), el("p", {}, fault.text(language))),
    );
  }
}

function show(app: HTMLElement, context: Context): void {
  const { store, words, language } = context;
  begin(context);
  const live = announcer(document.body);
  const host = hostScreen(context, (path) => wayIn(context, path));
  const office = outlook(context, host.show);
  const person = patient(context, (text) => live.say(text));
  const room = roomPane(context);
  const guide = guideBar(context);
  const bodies: Readonly<Record<Column, HTMLElement>> = {
    outlook: office.root,
    patient: person.root,
    host: host.root,
    room: room.root,
  };
  const tabs = COLUMNS.map(([column, , short]) => ({
    column,
    button: el(
      "button",
      { type: "button", class: "place-button", on: { click: () => store.set({ column }) } },
      words(short),
    ),
  }));
  const columns = el(
    "main",
    { class: "columns" },
    ...COLUMNS.map(([column, title]) =>
      el(
        "section",
        { class: `column ${column}`, "aria-labelledby": `title-${column}` },
        el(
          "h2",
          { id: `title-${column}` },
          words(title),
          STAND_INS.has(column) && el("small", {}, words("standIn")),
          column === "outlook" && calendarPicker(context),
        ),
        bodies[column],
      ),
    ),
  );
  fill(
    app,
    topBar(context, {
      become: (user) => become(context, user),
      turn: (to) => turn(store, to),
      startOver: () => {
        forget();
        sessionStorage.clear();
        location.replace(`/demo?lang=${language}`);
      },
    }),
    guide.root,
    el("nav", { class: "switch tabs", "aria-label": words("views") }, ...tabs.map(({ button }) => button)),
    columns,
    el("footer", { class: "foot" }, el("span", {}, words("echo")), consoleLinks(context)),
  );
  const parts: readonly Part[] = [office, person, room, guide];
  const update = (): void => {
    for (const { column, button } of tabs) {
      setAttribute(button, "aria-pressed", column === store.state.column ? "true" : "false");
    }
    setAttribute(columns, "data-column", store.state.column);
    for (const part of parts) {
      part.update();
    }
  };
  store.listen(update);
  update();
  host.resume();
  watch(context);
}

/** Ways to the console for those whose work is there, each in a tab of its own: the demo stays where it is. */
function consoleLinks({ data, words, language }: Context): HTMLElement {
  return el(
    "nav",
    { "aria-label": words("consoleAs") },
    el("span", {}, words("consoleAs")),
    ...data.console.map(({ user, page, does }) =>
      el("a", { href: `/console/${page}?demo=${user}`, target: "_blank", rel: "noopener" }, does[language]),
    ),
  );
}

/** Puts the first appointments in a calendar nobody has looked at before. */
function begin({ store, words }: Context): void {
  const { begun, calendar, appointments } = store.state;
  if (!begun.includes(calendar)) {
    const now = new Date();
    const day = dayKey(nextQuarter(now));
    const first = firstAppointments(calendar, now, day, words);
    store.set({ begun: [...begun, calendar], appointments: [...appointments, ...first], day });
  }
}

/** Whose calendar is shown, for those who book for others too. */
function calendarPicker(context: Context): HTMLElement | false {
  const { me, store, words } = context;
  if (me.mailboxes.length < 2) {
    return false;
  }
  const select = el("select", { "aria-label": words("calendarOf"), class: "calendars" });
  select.append(
    ...me.mailboxes.map(({ address, name }) =>
      el("option", { value: address, selected: address === store.state.calendar }, name),
    ),
  );
  select.addEventListener("change", () => {
    store.set({ calendar: select.value, open: null });
    begin(context);
  });
  return select;
}

/** Another person sits down: what was being written stays in the calendar as a draft. */
function become({ store }: Context, user: string): void {
  const { open, appointments } = store.state;
  const unsaved = open?.mode === "compose" && open.draft.itemId === null;
  store.set({
    user,
    calendar: `${user}@demo.example`,
    open: null,
    appointments: open && unsaved ? kept(appointments, open.draft) : appointments,
  });
  location.replace("/demo");
}

/** Everything, the frames too, is written anew in the other language; sessions in the frames go on. */
function turn(store: Store, language: Language): void {
  store.set({ language });
  location.replace("/demo");
}

/** A new way in as host to the meeting of a host page, or null when the server says no. */
async function wayIn({ api }: Context, path: string): Promise<string | null> {
  try {
    const id = path.split("/")[2] ?? "";
    return (await api.post<{ host_url: string }>(`/api/v1/meetings/${id}/start`)).host_url;
  } catch (fault) {
    if (fault instanceof ApiProblem) {
      return null;
    }
    throw fault;
  }
}

main();
