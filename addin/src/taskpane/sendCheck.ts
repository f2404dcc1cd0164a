/**
 * The check before sending, in the pane: a quiet line when something is found in the appointment, and the findings with
 * where they stand. It never stands in the way of creating a meeting. Fetched when the pane's own view is shown.
 */
import "./sendCheck.css";
import { rulesOf, type Sending, sendingOf } from "../appointment/sending";
import type { Reading } from "../events/reading";
import { keyOf, uncovered } from "../events/travel";
import { saying } from "../events/words";
import { check, type Finding } from "../privacy/check";
import { Action, button, focusOn, notice } from "../shared/controls";
import { type Child, el, fill } from "../shared/dom";
import { type Translator, translator } from "../shared/i18n";
import { icon } from "../shared/icons";
import type { Meeting } from "../shared/meetings";
import type { Context } from "./context";
import { isInside, whereabouts } from "./findingPlace";
import { TEXTS } from "./sendCheckTexts";
import { overrideForm } from "./sendOverride";

export type CheckText = Translator<typeof TEXTS>;

/** What was read and what was found in it. */
export interface Checked {
  readonly reading: Reading;
  readonly findings: readonly Finding[];
  /** Those that no reason was stated for. */
  readonly open: readonly Finding[];
}

const CHECKS = new WeakMap<HTMLElement, SendCheck>();

/** Checks the appointment, and shows above `place` what was found. Never rejects. */
export async function sendCheck(context: Context, place: HTMLElement, meeting?: Meeting): Promise<void> {
  try {
    const sending = sendingOf(context.appointment);
    const shown = CHECKS.get(place) ?? (sending && new SendCheck(context, place, sending));
    if (shown) {
      CHECKS.set(place, shown);
      await shown.look(meeting);
    }
  } catch {
    // Only a help before the press on Send: the check at send does its own reading.
  }
}

export class SendCheck {
  readonly #context: Context;
  readonly #place: HTMLElement;
  readonly #sending: Sending;
  readonly #text: CheckText;
  readonly #node = el("div", { class: "send-check" });
  /** Makes the prints of what was found this form's own. */
  readonly #salt = Array.from(crypto.getRandomValues(new Uint32Array(2)), String).join(".");
  #meeting: Meeting | undefined;
  #last: Checked | null = null;
  /** What the line says now; null while something else stands in its place. */
  #said: string | null = "";
  #isAsked = false;
  #isOpen = false;

  constructor(context: Context, place: HTMLElement, sending: Sending) {
    this.#context = context;
    this.#place = place;
    this.#sending = sending;
    this.#text = translator(TEXTS, context.language);
    place.before(this.#node);
    // Whoever comes back from writing in the appointment sees what is true now.
    addEventListener("focus", () => this.look(this.#meeting).catch(() => undefined));
  }

  /** Reads the appointment anew. `meeting` is the one that the view under the line shows, if it shows one. */
  async look(meeting?: Meeting): Promise<void> {
    this.#meeting = meeting;
    const checked = await this.#check();
    await this.#tellTheCheckAtSend();
    if (!this.#isAsked) {
      this.#isAsked = true;
      if (await this.#sending.isFromDialog()) {
        this.#show(checked);
        return;
      }
    }
    if (!this.#isOpen) {
      this.#line(checked);
    }
  }

  async #check(): Promise<Checked> {
    const reading = await this.#sending.invite();
    const meeting = this.#meeting;
    const { findings } = check({ ...reading.invite, ...(meeting && rulesOf(meeting)) });
    this.#last = {
      reading,
      findings,
      open: uncovered(findings, reading.invite, await this.#sending.override()),
    };
    return this.#last;
  }

  async #tellTheCheckAtSend(): Promise<void> {
    const { override, reasons, looks_like_care } = this.#context.profile.send_check;
    await this.#sending.keepRegion({
      override: override && reasons.length > 0,
      looksLikeCare: looks_like_care === "warn",
    });
    const meeting = this.#meeting;
    if (meeting?.may_change) {
      await this.#sending.keepRules(rulesOf(meeting));
    }
  }

  /** One line, and only when there is something to say. */
  #line(checked: Checked): void {
    this.#close();
    const said = this.#keys(checked, checked.open).sort().join("\n");
    if (said === this.#said) {
      // The button may be half pressed: it stays where it is.
      return;
    }
    this.#said = said;
    const [first, ...more] = worstFirst(checked.open);
    if (!first) {
      fill(this.#node);
      return;
    }
    const { what } = saying(first, this.#context.language);
    const rest = more.length > 0 ? ` ${this.#text("more", { count: more.length })}` : "";
    fill(
      this.#node,
      notice(
        "warn",
        `${what}${rest}`,
        button(this.#text("show"), "outline", () => this.#show(this.#last ?? checked)),
      ),
    );
  }

  /** The findings take the place of the pane's own view until one goes back. */
  #show(checked: Checked, ...news: Child[]): void {
    this.#isOpen = true;
    this.#said = null;
    this.#place.hidden = true;
    const text = this.#text;
    const findings = worstFirst(checked.findings);
    const stops = findings.some(({ severity }) => severity === "block");
    const warns = findings.length > 0 ? "review" : "nothing";
    const action: Action = new Action(
      () => this.#buttons(checked, stops, () => action),
      () => text("unread"),
    );
    fill(
      this.#node,
      el(
        "section",
        { class: "findings", "aria-labelledby": "findings" },
        ...news,
        el("h2", { id: "findings", tabindex: "-1" }, text(stops ? "found" : warns)),
        findings.length > 0 ? this.#list(findings, checked.reading) : notice("good", text("clean")),
        checked.reading.unread.length > 0 ? notice("warn", text("unread")) : null,
        action.node,
      ),
    );
    focusOn(this.#node);
  }

  #list(findings: readonly Finding[], reading: Reading): HTMLElement {
    const { language } = this.#context;
    return el(
      "ul",
      { class: "finding-list" },
      ...findings.map((finding) => {
        const stops = finding.severity === "block";
        const { what, then } = saying(finding, language);
        const words = whereabouts(finding, reading.invite);
        return el(
          "li",
          { class: "finding" },
          el(
            "p",
            { class: stops ? "finding-mark finding-stops" : "finding-mark" },
            icon("warning"),
            el("span", {}, this.#text(stops ? "stops" : "warns")),
          ),
          el("p", { class: "finding-what" }, what),
          el(
            "p",
            { class: "finding-where quiet" },
            words ? this.#text(isInside(finding) ? "inside" : "after", { words }) : this.#text("first"),
          ),
          then ? el("p", {}, then) : null,
        );
      }),
    );
  }

  #buttons(checked: Checked, stops: boolean, action: () => Action): Child[] {
    const text = this.#text;
    return [
      button(text("again"), "primary", () =>
        action().run(text("checking"), async () => this.#show(await this.#check())),
      ),
      stops && this.#mayOverride()
        ? button(text("override"), "outline", () => this.#ask(checked, action()))
        : null,
      button(text("back"), "subtle", () => {
        this.#line(checked);
        focusOn(this.#place);
      }),
    ];
  }

  #mayOverride(): boolean {
    const { override, reasons } = this.#context.profile.send_check;
    return override && reasons.length > 0 && this.#sending.canOverride && Boolean(this.#meeting?.may_change);
  }

  #ask(checked: Checked, action: Action): void {
    const form = overrideForm(this.#context, this.#text, {
      keep: (reason, note) => this.#override(checked, reason, note),
      cancel: () => {
        action.reset();
        focusOn(this.#node);
      },
    });
    fill(action.node, form);
    focusOn(form);
  }

  /** The log first: a reason that is not in it opens nothing. */
  async #override(checked: Checked, reason: string, note: string): Promise<void> {
    const meeting = this.#meeting;
    const now = await this.#check();
    const keys = this.#keys(now, now.findings);
    if (!meeting || keys.join("\n") !== this.#keys(checked, checked.findings).join("\n")) {
      this.#show(now, notice("warn", this.#text("changed")));
      return;
    }
    await this.#context.meetings.overrideSend(meeting.id, {
      findings: now.findings.map(({ rule, field, severity }) => ({ rule, field, severity })),
      reason,
      ...(note ? { note } : {}),
    });
    await this.#sending.keepOverride({ salt: this.#salt, keys });
    this.#close();
    // Nothing is left to say until something new is found.
    this.#said = "";
    fill(this.#node, notice("good", this.#text("kept")));
    focusOn(this.#node);
  }

  #keys({ reading }: Checked, findings: readonly Finding[]): string[] {
    return findings.map((finding) => keyOf(finding, reading.invite, this.#salt));
  }

  #close(): void {
    this.#isOpen = false;
    this.#place.hidden = false;
  }
}

function worstFirst(findings: readonly Finding[]): Finding[] {
  return [
    ...findings.filter(({ severity }) => severity === "block"),
    ...findings.filter(({ severity }) => severity === "warn"),
  ];
}
