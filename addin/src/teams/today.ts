/** The tab's one page: the meetings of the day, each with what one may do with it. */
import { hostFold } from "../host/beside";
import { ApiProblem } from "../shared/api";
import { Action, button, notice, progress } from "../shared/controls";
import { clockTime, dayText, sameDay } from "../shared/dates";
import { type Child, copyText, el, fill } from "../shared/dom";
import { pick, type Translator } from "../shared/i18n";
import { icon } from "../shared/icons";
import type { MeetingState, MeetingSummary, Meetings } from "../shared/meetings";
import { isHeldSoon } from "../shared/soon";
import type { TEXTS } from "./texts";

type Text = Translator<typeof TEXTS>;

const STATES: Readonly<Record<MeetingState, readonly [keyof typeof TEXTS, string, string]>> = {
  creating: ["stateCreating", "clock", "info"],
  ready: ["stateReady", "check", "good"],
  live: ["stateLive", "play", "good"],
  ended: ["stateEnded", "check", "info"],
  removed: ["stateRemoved", "trash", "warn"],
  failed: ["stateFailed", "warning", "bad"],
};

const DAY = 24 * 3_600_000;

export class Today {
  readonly node = el("div", { class: "today" });
  readonly #meetings: Meetings;
  readonly #user: string;
  readonly #text: Text;
  readonly #now: () => Date;
  readonly #fault = el("div", { class: "list fault" });
  readonly #list = el("div", { class: "list" });
  readonly #rows = new Map<string, { readonly seen: string; readonly node: HTMLElement }>();
  /** Kept when a row is made anew: one that is open stays open when its meeting begins. */
  readonly #lists = new Map<string, HTMLElement>();
  /** True when the day has been read once, and stands in the list. */
  #read = false;

  constructor(meetings: Meetings, user: string, text: Text, now: () => Date = () => new Date()) {
    this.#meetings = meetings;
    this.#user = user;
    this.#text = text;
    this.#now = now;
    fill(
      this.node,
      el(
        "header",
        {},
        el("h1", {}, text("title")),
        el("p", { class: "quiet day" }, dayText(now(), text.language, now())),
      ),
      this.#list,
      this.#fault,
    );
    fill(this.#list, progress(text("loading")));
  }

  /** Reads the day again. Trouble is shown below what was read before, which it never moves, with a way on; never rejects. */
  async load(): Promise<void> {
    try {
      const now = this.#now();
      const around = await this.#meetings.between(
        new Date(now.getTime() - DAY),
        new Date(now.getTime() + DAY),
      );
      const today = around
        .filter((meeting) => meeting.state !== "removed" && touches(meeting, now))
        .sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
      const focused = this.node.contains(document.activeElement) ? focusedIn(document) : null;
      fill(this.#fault);
      this.#show(today);
      this.#read = true;
      // What moves with its row loses the focus.
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    } catch (fault) {
      const words = fault instanceof ApiProblem ? fault.text(this.#text.language) : this.#text("faultStart");
      // The rows stay: a host may be watching who waits in one of them.
      if (!this.#read) fill(this.#list);
      fill(
        this.#fault,
        notice("bad", words, this.#read && el("p", {}, this.#text("stale"))),
        button(this.#text("tryAgain"), "outline", () => this.load()),
      );
    }
  }

  #show(today: readonly MeetingSummary[]): void {
    const text = this.#text;
    if (today.length === 0) {
      fill(this.#list, notice("info", text("none"), el("p", {}, text("noneNext"))));
      return;
    }
    const open = today.filter((meeting) => canStart(meeting) && new Date(meeting.end) > this.#now());
    // Where people are already is where a host is wanted most, also when it goes on past its end.
    const next = today.find((meeting) => canStart(meeting) && meeting.state === "live") ?? open[0];
    const count = today.length === 1 ? text("countOne") : text("count", { count: today.length });
    fill(
      this.#list,
      el("p", { class: "quiet", role: "status" }, count),
      el("ul", { class: "rows" }, ...today.map((meeting) => this.#row(meeting, meeting === next))),
    );
  }

  /** A row that shows the same is kept as it is, with whatever is going on in it. */
  #row(meeting: MeetingSummary, isNext: boolean): HTMLElement {
    const seen = JSON.stringify([
      meeting.version,
      meeting.state,
      meeting.join_url,
      isNext,
      this.#isHeldSoon(meeting),
    ]);
    const kept = this.#rows.get(meeting.id);
    if (kept?.seen === seen) {
      return kept.node;
    }
    const node = this.#newRow(meeting, isNext);
    this.#rows.set(meeting.id, { seen, node });
    return node;
  }

  #newRow(meeting: MeetingSummary, isNext: boolean): HTMLElement {
    const text = this.#text;
    const { language } = text;
    const label = pick(meeting.type_label, language);
    const start = clockTime(new Date(meeting.start), language);
    const [words, sign, tone] = STATES[meeting.state];
    const limit = meeting.participant_limit;
    const facts = [
      pick(meeting.service_label, language),
      limit === null ? "" : text("limit", { count: limit }),
      meeting.organiser.user === this.#user ? "" : text("organisedBy", { name: meeting.organiser.name }),
    ];
    return el(
      "li",
      { class: "row" },
      el(
        "p",
        { class: "row-time" },
        el("strong", {}, start),
        el("span", { class: "quiet" }, `–${clockTime(new Date(meeting.end), language)}`),
      ),
      el(
        "div",
        { class: "row-words" },
        el("h2", {}, label),
        el("p", { class: "quiet" }, facts.filter(Boolean).join(" · ")),
        el("p", { class: `state state-${tone}` }, icon(sign), el("span", {}, text(words))),
      ),
      this.#deeds(meeting, `${label} ${start}`, isNext),
      this.#isHeldSoon(meeting) && this.#hostList(meeting.id),
    );
  }

  #isHeldSoon(meeting: MeetingSummary): boolean {
    return isHeldSoon(meeting, this.#now().getTime());
  }

  #hostList(meetingId: string): HTMLElement {
    const { language } = this.#text;
    const kept = this.#lists.get(meetingId) ?? hostFold({ meetings: this.#meetings, meetingId, language });
    this.#lists.set(meetingId, kept);
    return kept;
  }

  #deeds(meeting: MeetingSummary, what: string, isNext: boolean): HTMLElement {
    const text = this.#text;
    const said = el("div", { class: "said" });
    const link = meeting.join_url;
    const explain = (fault: unknown): string =>
      fault instanceof ApiProblem ? fault.text(text.language) : text("faultStart");
    const action: Action = new Action(
      () => [
        canStart(meeting) &&
          button(
            text("start"),
            isNext ? "primary" : "outline",
            () => action.run(text("starting"), async () => fill(said, await this.#start(meeting.id))),
            text("startFor", { what }),
          ),
        link &&
          button(
            text("copyLink"),
            "outline",
            async () => fill(said, ...(await this.#copy(link))),
            text("copyFor", { what }),
          ),
        said,
      ],
      explain,
    );
    return action.node;
  }

  async #start(id: string): Promise<HTMLElement> {
    const text = this.#text;
    const url = (await this.#meetings.start(id)).host_url;
    const opened = window.open(url, "_blank");
    if (opened) {
      opened.opener = null;
      return notice("good", text("started"));
    }
    const link = el(
      "a",
      { href: url, target: "_blank", rel: "noopener", class: "button-link" },
      text("openHost"),
    );
    return notice("info", text("startBlocked"), link);
  }

  async #copy(link: string): Promise<Child[]> {
    const text = this.#text;
    if (await copyText(link)) {
      return [notice("good", text("copied"))];
    }
    const shown = el("input", {
      class: "input",
      readonly: true,
      value: link,
      "aria-label": text("linkField"),
    });
    return [notice("warn", text("copyFailed")), shown];
  }
}

/** What has the focus, also within a root of its own. */
function focusedIn(root: DocumentOrShadowRoot): Element | null {
  const { activeElement } = root;
  return (activeElement?.shadowRoot && focusedIn(activeElement.shadowRoot)) ?? activeElement;
}

function canStart(meeting: MeetingSummary): boolean {
  return meeting.may_host && meeting.state !== "ended" && meeting.state !== "failed";
}

/** A meeting over midnight belongs to both its days. */
function touches(meeting: MeetingSummary, now: Date): boolean {
  const start = new Date(meeting.start);
  const end = new Date(meeting.end);
  return sameDay(start, now) || sameDay(end, now) || (start < now && now < end);
}
