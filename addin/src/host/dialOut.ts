/** Calling a court, a room or a telephone into the meeting: chosen or typed, looked at once more, and then called. */
import { ApiProblem, newKey } from "../shared/api";
import { el, fill, setAttribute } from "../shared/dom";
import { pick, type Text, translator } from "../shared/i18n";
import type { Person } from "../video/events";
import { nameOf } from "../video/people";
import type { HostApp } from "./app";
import { DIAL_OUT_TEXTS } from "./dialOutTexts";
import { bringIntoView } from "./refusal";

interface Saved {
  readonly code: string;
  readonly label: Text;
  readonly protocol: string;
  readonly address: string;
}

interface Choices {
  readonly saved: readonly Saved[];
  readonly domains: readonly string[];
  readonly lobby: boolean;
}

/** What is about to be called. */
interface Wanted {
  readonly name: string;
  readonly address: string;
  readonly protocol: string;
  /** What is pressed once somebody has answered; nothing when empty. */
  readonly tones: string;
  readonly body: object;
}

export interface DialOutPart {
  readonly root: HTMLElement;
  /** Reads whom there is to call, and then follows the calls for as long as the part is seen. */
  open(): Promise<void>;
}

const TYPED = "";
const PROTOCOLS: Readonly<Record<string, string>> = { sip: "SIP", h323: "H.323" };
const EACH = 1000;
/** The service may have called all the same: its answer did not come, or something between us answered. */
const MAY_BE_LOST: ReadonlySet<string> = new Set(["no-answer", "unreadable-answer"]);
/** People say an address with its scheme; the server takes it without. */
const SCHEME = /^(sips?|h323):/i;
/** What a telephone has keys for; a comma waits. The server takes nothing else. */
const TONES = /^[0-9*#,\s]*$/;

export function dialOutPart(app: HostApp): DialOutPart {
  const text = translator(DIAL_OUT_TEXTS, app.language);
  const path = `/api/v1/meetings/${app.entered?.meeting.id ?? ""}/dial`;
  const { api } = app.visit;
  let choices: Choices = { saved: [], domains: [], lobby: true };
  let wanted: Wanted | null = null;
  let busy = false;
  let shown = "";
  /** True when the tones in the form have been sent with a call that may have been placed. */
  let used = false;
  /** The key of each call whose answer was lost, by what was asked for: asked for again it is the same call. */
  const unsure = new Map<string, string>();

  const choice = el("select", { class: "input", id: "dial-choice" });
  const address = input("dial-address", { inputmode: "email", maxlength: 190 });
  const name = input("dial-name", { maxlength: 60 });
  const tones = input("dial-tones", { maxlength: 30 });
  const protocol = el(
    "select",
    { class: "input", id: "dial-protocol" },
    ...Object.entries(PROTOCOLS).map(([value, label]) => el("option", { value }, label)),
  );
  const domains = el("p", { class: "hint", id: "dial-address-hint" });
  const hints = new Map<HTMLInputElement, string>([
    [address, "dial-address-hint"],
    [name, ""],
    [tones, "dial-tones-hint"],
  ]);
  setAttribute(address, "aria-describedby", "dial-address-hint");
  setAttribute(protocol, "aria-describedby", "dial-protocol-hint");
  setAttribute(tones, "aria-describedby", "dial-tones-hint");
  const seldom = el(
    "details",
    {},
    el("summary", {}, text("seldom")),
    el(
      "div",
      { class: "fold-body" },
      field(
        protocol,
        text("protocol"),
        el("p", { class: "hint", id: "dial-protocol-hint" }, text("protocolHint")),
      ),
      field(tones, text("tones"), el("p", { class: "hint", id: "dial-tones-hint" }, text("tonesHint"))),
    ),
  );
  const told = el("p", { class: "notice bad", id: "dial-told", role: "alert", hidden: true });
  const typed = el(
    "div",
    { hidden: true },
    field(address, text("address"), domains),
    field(name, text("name")),
    seldom,
  );
  const form = el(
    "form",
    { class: "dial-form", hidden: true, novalidate: true },
    field(choice, text("which")),
    typed,
    told,
    el("button", { type: "submit", class: "button" }, text("call")),
  );
  const where = el("p", { class: "hint" });
  const what = el("p", {});
  const yes = el(
    "button",
    { type: "button", class: "button primary", on: { click: () => call() } },
    text("yes"),
  );
  const no = el("button", { type: "button", class: "button", on: { click: () => change() } }, text("no"));
  const question = el(
    "div",
    { class: "confirm", role: "group", "aria-label": text("sure"), hidden: true },
    el("p", {}, el("strong", {}, text("sure"))),
    what,
    where,
    el("div", { class: "row" }, yes, no),
  );
  const none = el("p", { class: "hint", hidden: true }, text("none"));
  const list = el("ul", { class: "cards", "aria-label": text("called"), "aria-live": "polite" });
  const root = el("div", { class: "dial-out" }, none, form, question, list);

  /** Say what is wrong beside the button, and of which fields; the first of them gets the focus. */
  const complain = (words: string, wrong: readonly HTMLInputElement[] = []): void => {
    told.textContent = words;
    told.hidden = words === "";
    for (const [one, hint] of hints) {
      const isWrong = wrong.includes(one);
      setAttribute(one, "aria-invalid", isWrong && "true");
      setAttribute(one, "aria-describedby", [isWrong && told.id, hint].filter(Boolean).join(" ") || null);
    }
    wrong[0]?.focus();
    if (words) bringIntoView(told);
  };

  /** Shows the question about what is wanted, or the form again. */
  const ask = (next: Wanted | null): void => {
    // Whoever has gone on to the list while it rang stays there.
    const focused = question.contains((root.getRootNode() as Document | ShadowRoot).activeElement);
    wanted = next;
    question.hidden = next === null;
    form.hidden = next !== null;
    if (next === null) {
      if (focused) choice.focus();
      return;
    }
    const calls = text("calls", {
      name: next.name,
      address: next.address,
      protocol: PROTOCOLS[next.protocol] ?? next.protocol,
    });
    what.textContent = next.tones ? `${calls} ${text("presses", { tones: next.tones })}` : calls;
    no.focus();
  };

  const read = (): Wanted | null => {
    const saved = choices.saved.find(({ code }) => code === choice.value);
    if (saved) {
      return { ...saved, name: pick(saved.label, app.language), tones: "", body: { saved: saved.code } };
    }
    const to = address.value.trim().replace(SCHEME, "");
    const called = name.value.trim();
    if (to === "" || called === "") return null;
    const dtmf = tones.value.replace(/\s/g, "");
    const body = { address: to, name: called, protocol: protocol.value, ...(dtmf && { dtmf }) };
    return { name: called, address: to, protocol: protocol.value, tones: dtmf, body };
  };

  const call = async (): Promise<void> => {
    if (busy || wanted === null) return;
    rest(true);
    complain("");
    let words = "";
    try {
      words = await send(wanted);
    } finally {
      rest(false);
      ask(null);
    }
    complain(words);
  };

  /** Returns what there is to say of it: nothing when it was called now. */
  const send = async ({ body, tones: sent }: Wanted): Promise<string> => {
    const asked = JSON.stringify(body);
    const again = unsure.get(asked);
    const key = again ?? newKey();
    unsure.set(asked, key);
    try {
      const { participant } = await api.post<{ participant: string }>(path, body, { key });
      unsure.delete(asked);
      used ||= sent !== "";
      const over = app.model.people.some(({ id, state }) => id === participant && state === "left");
      return again && over ? text("rang") : "";
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) throw fault;
      if (MAY_BE_LOST.has(fault.code)) {
        used ||= sent !== "";
        return text("unsure");
      }
      unsure.delete(asked);
      return fault.text(app.language);
    }
  };

  const change = (): void => {
    if (!busy) ask(null);
  };

  /** Neither answer can be pressed while it is being called: it can't be taken back here. */
  const rest = (calling: boolean): void => {
    busy = calling;
    for (const one of [yes, no]) setAttribute(one, "aria-disabled", calling && "true");
  };

  const show = (): void => {
    const calls = app.model.people.filter(({ kind }) => kind === "called");
    // Written again only when it has changed, so that a reader is not disturbed.
    const now = JSON.stringify(calls.map((one) => [one.id, one.name, one.state, one.reason]));
    if (now === shown) return;
    shown = now;
    fill(
      list,
      ...calls.map((one) =>
        el(
          "li",
          { class: "card" },
          el("h4", {}, nameOf(one, app.text)),
          el("p", { class: "who" }, text(stands(one, choices.lobby))),
        ),
      ),
    );
  };

  const follow = (): void => {
    setTimeout(() => {
      if (!root.isConnected) return;
      show();
      follow();
    }, EACH);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    complain("");
    const next = read();
    if (next === null)
      complain(
        text("missing"),
        [address, name].filter((one) => one.value.trim() === ""),
      );
    else if (choice.value === TYPED && !TONES.test(tones.value)) {
      seldom.open = true;
      complain(text("badTones"), [tones]);
    } else ask(next);
  });
  // Folded away, the last call's conference code would be pressed at whoever is called next.
  address.addEventListener("input", () => {
    if (used) tones.value = "";
    used = false;
  });
  choice.addEventListener("change", () => {
    typed.hidden = choice.value !== TYPED;
  });
  question.addEventListener("keydown", (event) => {
    if (event.key === "Escape") change();
  });

  const open = async (): Promise<void> => {
    choices = await api.get<Choices>(path);
    const others = choices.domains.length > 0 ? [el("option", { value: TYPED }, text("other"))] : [];
    fill(
      choice,
      ...choices.saved.map(({ code, label }) => el("option", { value: code }, pick(label, app.language))),
      ...others,
    );
    domains.textContent = text("addressHint", { domains: choices.domains.join(", ") });
    where.textContent = text(choices.lobby ? "lobby" : "straight");
    form.hidden = choice.options.length === 0;
    none.hidden = !form.hidden;
    typed.hidden = form.hidden || choice.value !== TYPED;
    show();
    follow();
  };
  return { root, open };
}

function stands(one: Person, lobby: boolean): keyof typeof DIAL_OUT_TEXTS {
  if (one.state === "coming") return "rings";
  if (one.state === "waiting") return lobby ? "waits" : "waitsLocked";
  if (one.state === "in") return "in";
  if (one.reason === "unanswered" || one.reason === "lost") return "unanswered";
  return one.reason === "not-dialled" ? "notDialled" : "left";
}

function input(id: string, more: Record<string, string | number>): HTMLInputElement {
  return el("input", { class: "input", id, type: "text", autocomplete: "off", spellcheck: "false", ...more });
}

function field(control: HTMLElement, label: string, ...more: readonly HTMLElement[]): HTMLElement {
  return el("div", { class: "field" }, el("label", { for: control.id }, label), control, ...more);
}
