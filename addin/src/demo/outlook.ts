/** The left column: a calendar, an open appointment with its ribbon, and the real add-in pane beside it. */
import { serveDemo } from "../appointment/demoProtocol";
import { ApiProblem } from "../shared/api";
import { el, setAttribute } from "../shared/dom";
import { icon } from "../video/icons";
import { type Appointment, kept, sent } from "./appointments";
import { paneHost } from "./bridge";
import { calendarView } from "./calendar";
import { watchCopies } from "./clipboard";
import type { Context, Part } from "./context";
import { composeFields, readFields } from "./fields";
import { visit } from "./frames";
import { notices } from "./notices";
import { ribbon } from "./ribbon";
import type { Open } from "./state";

const PANE = "/addin/taskpane.html?demo";
const DARK = matchMedia("(prefers-color-scheme: dark)");

/** Shows the host page; the appointment's part of it ends there. */
export type ShowHost = (url: string) => void;

export function outlook(context: Context, showHost: ShowHost): Part {
  const { store, words, api, me, language } = context;
  const notice = notices(words);
  const calendar = calendarView(context);
  const frame = el("iframe", { title: words("paneTitle"), allow: "clipboard-write", class: "pane-frame" });
  const heading = el("h3", { tabindex: "-1" }, words("appointment"));

  const draft = (): Appointment => {
    const { open } = store.state;
    if (!open) {
      throw new Error("No appointment is open");
    }
    return open.draft;
  };
  const change = (changes: Partial<Open>): void => {
    const { open } = store.state;
    if (open) {
      store.set({ open: { ...open, ...changes } });
    }
  };
  const write = (changes: Partial<Appointment>): void => change({ draft: { ...draft(), ...changes } });
  const pane = serveDemo(
    frame,
    paneHost({
      user: me.user,
      language,
      open: () => store.state.open,
      theme: () => (DARK.matches ? "dark" : "light"),
      write,
      notify: notice.show,
      showHost,
    }),
  );
  watchCopies(frame, (copied) => store.set({ copied }));
  DARK.addEventListener("change", () => pane.changed("theme", DARK.matches ? "dark" : "light"));

  const byHand = (changes: Partial<Appointment>): void => {
    write(changes);
    if ("start" in changes) {
      pane.changed("times");
    } else if ("weeklyUntil" in changes) {
      pane.changed("recurrence");
    }
    if ("places" in changes) {
      pane.changed("locations");
    }
  };
  const compose = composeFields(context, draft, byHand);
  const reading = readFields(context);

  const start = async (): Promise<void> => {
    const { meetingId } = draft();
    if (!meetingId) {
      notice.show("trouble", words("noMeeting"));
      return;
    }
    notice.show("working", words("starting"));
    try {
      const { host_url } = await api.post<{ host_url: string }>(`/api/v1/meetings/${meetingId}/start`);
      showHost(host_url);
      notice.show("done", words("started"));
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) {
        throw fault;
      }
      notice.show("trouble", fault.text(language));
    }
  };
  const send = (): void => {
    const saved = sent(draft());
    store.set({
      appointments: kept(store.state.appointments, saved),
      open: { draft: saved, mode: "read", pane: store.state.open?.pane ?? false },
    });
    notice.show("done", words(saved.required || saved.meetingId ? "sentNow" : "savedNow"));
    heading.focus();
  };
  const close = (): void => {
    store.set({ open: null });
    notice.clear();
    calendar.root.querySelector("h3")?.focus();
  };
  const discard = (): void => {
    const { id, itemId } = draft();
    if (itemId === null) {
      store.set({ appointments: store.state.appointments.filter((one) => one.id !== id) });
    }
    close();
  };
  const bar = ribbon(context, {
    send,
    discard,
    close,
    edit: () => change({ mode: "compose" }),
    openPane: () => change({ pane: true }),
    startMeeting: start,
  });

  const paneBox = el(
    "aside",
    { class: "pane", "aria-label": words("group"), "data-guide": "pane" },
    el(
      "div",
      { class: "pane-head" },
      el("span", {}, words("group")),
      el(
        "button",
        {
          type: "button",
          class: "plain small",
          "aria-label": words("closePane"),
          on: { click: () => change({ pane: false }) },
        },
        icon("cross"),
      ),
    ),
    frame,
  );
  const form = el(
    "div",
    { class: "appointment" },
    heading,
    bar.root,
    notice.root,
    el("div", { class: "form-row" }, compose.root, reading.root, paneBox),
  );
  const root = el("div", { class: "outlook" }, calendar.root, form);
  let loaded = "";

  /** The pane of one appointment in one mode: another one is a new pane, as in Outlook. */
  const load = (open: Open | null): void => {
    // With a meeting in it the add-in is at work unseen, so that the meeting follows when the time is moved.
    const needed = open !== null && (open.pane || open.draft.meetingId !== null);
    const key = needed ? `${open.draft.id} ${open.mode}` : "";
    if (key !== loaded) {
      loaded = key;
      visit(frame, needed ? PANE : "about:blank");
    }
  };
  return {
    root,
    update: () => {
      const { open } = store.state;
      calendar.root.hidden = open !== null;
      form.hidden = open === null;
      calendar.update();
      bar.update();
      load(open);
      if (!open) {
        return;
      }
      heading.textContent = open.draft.subject || words("appointment");
      compose.root.hidden = open.mode === "read";
      reading.root.hidden = open.mode === "compose";
      paneBox.hidden = !open.pane;
      setAttribute(form, "data-pane", open.pane);
      (open.mode === "read" ? reading : compose).show(open.draft);
    },
  };
}
