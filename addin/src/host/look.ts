/** The host's list where the host is not in the meeting: who waits, who is in, and what a host does to them. */
import { button, notice, progress } from "../shared/controls";
import { type Child, el, fill } from "../shared/dom";
import { translator } from "../shared/i18n";
import { announcer } from "../video/live";
import { HostApp, type Memory } from "./app";
import type { Beside } from "./beside";
import { BESIDE_TEXTS } from "./besideTexts";
import sheet from "./look.css?url";
import { listedPart, type Part, seenTherePart } from "./lookParts";
import { LOOK_TEXTS } from "./lookTexts";

export interface HostLook {
  readonly root: HTMLElement;
  /** Listens and shows; does so again after `close`. */
  open(): void;
  /** Listens no more, and shows nobody. */
  close(): void;
}

type Showing = "nothing" | "opening" | "shut" | "list" | "there";

const PARTS: Readonly<Partial<Record<Showing, typeof listedPart>>> = {
  list: listedPart,
  there: seenTherePart,
};
/** Nothing is left in the window: the host's page in it has a visit of its own. */
const NOWHERE: Memory = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const EACH = 1000;

export function hostLook({ meetings, meetingId, language }: Beside): HostLook {
  const text = translator({ ...BESIDE_TEXTS, ...LOOK_TEXTS }, language);
  const place = el("div", { class: "look" });
  const told = el("div", { class: "told" });
  // A root of its own: the panel's look and ids meet neither those around it nor those of another meeting's list.
  const list = el("div", {});
  list.attachShadow({ mode: "open" }).append(el("link", { rel: "stylesheet", href: sheet }), place);
  const root = el("div", { class: "later" }, told, list);
  const voice = announcer(root);
  const app = new HostApp({
    meetingId,
    language,
    say: (words) => timer !== 0 && voice.say(words),
    changed: () => show(),
    memory: NOWHERE,
  });
  let part: Part | null = null;
  let shown: Showing = "nothing";
  let timer = 0;

  const show = (): void => {
    // Without a timer it is closed, and what comes late is not shown.
    const now = timer === 0 ? "nothing" : showing(app);
    if (now !== shown) turn(now);
    part?.update(new Date());
  };
  const turn = (now: Showing): void => {
    shown = now;
    part = PARTS[now]?.(app, text) ?? null;
    // Names stand in what was said too.
    if (part === null) voice.clear();
    fill(place, part?.root);
    fill(told, ...outside(now));
  };
  const outside = (now: Showing): Child[] => {
    if (now === "opening") return [progress(text("opening"))];
    if (now !== "shut") return [];
    const words = app.visit.problem?.text(language) ?? text("shut");
    return [notice("bad", words), button(text("tryAgain"), "outline", look)];
  };
  const look = (): Promise<void> =>
    app.look(async () => new URL((await meetings.start(meetingId, true)).host_url).hash.slice(1));
  const close = (): void => {
    window.clearInterval(timer);
    timer = 0;
    app.rest();
    show();
  };
  const gone = (): void => {
    close();
    // An open fold that comes back says nothing of it: open and empty it would tell that nobody waits.
    root.closest("details")?.removeAttribute("open");
  };
  const open = (): void => {
    if (timer !== 0) return;
    timer = window.setInterval(() => (root.isConnected ? show() : gone()), EACH);
    look();
    show();
  };
  return { root, open, close };
}

function showing(app: HostApp): Showing {
  if (app.stage !== "looks") return app.visit.busy ? "opening" : "shut";
  if (!app.listed) return "opening";
  if (app.entered?.meeting.leads_to && !app.reports) return "there";
  return "list";
}
