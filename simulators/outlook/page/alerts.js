// Smart Alerts: what Outlook does between the press on Send and the sending, by send mode and by requirement set.
// Source: learn.microsoft.com/office/dev/add-ins/outlook/onmessagesend-onappointmentsend-events, and
// SmartAlertsEventCompletedOptions in @types/office-js.

const EVENT = "OnAppointmentSend";
/** Outlook's dialog takes no more of an add-in's words. */
const WORDS = 500;
const LABEL = 20;

const TEXTS = {
  sv: {
    dont: "Skicka inte",
    anyway: "Skicka ändå",
    act: "Vidta åtgärd",
    later: "Försök senare",
    blocked: (name) => `${name} hindrar att det här skickas.`,
    slow: (name) => `${name} tar längre tid än väntat.`,
    late: (name) => `${name} svarade inte i tid.`,
    down: (name) => `${name} är inte tillgängligt och kan inte kontrollera det här just nu.`,
  },
  en: {
    dont: "Don't Send",
    anyway: "Send Anyway",
    act: "Take Action",
    later: "Try Later",
    blocked: (name) => `${name} is preventing this from being sent.`,
    slow: (name) => `${name} is taking longer than expected.`,
    late: (name) => `${name} did not answer in time.`,
    down: (name) => `${name} is unavailable and can't check this right now.`,
  },
};

/** Which ways out each kind of dialog has, by send mode; `dont` is always one. */
const ANYWAY = {
  blocked: ["PromptUser"],
  slow: ["PromptUser"],
  late: ["PromptUser"],
  // An add-in that can't be loaded stops nobody, unless its mode is Block.
  down: ["PromptUser", "SoftBlock"],
};

/** The milliseconds Outlook waits: for the page to start, before it says "taking longer", before it gives up. */
export const PATIENCE = { start: 10_000, slow: 5_000, end: 300_000 };

export class SmartAlerts {
  /** `host` has addin, requirements, locale, appointment, runFunction(…), press(…), log(…), sent(). */
  constructor(host, dialog) {
    this.host = host;
    this.dialog = dialog;
    this.patience = { ...PATIENCE };
    this.shown = null;
    this.run = 0;
    dialog.addEventListener("cancel", () => this.#leave("dont"));
  }

  get #texts() {
    return TEXTS[this.host.locale.toLowerCase().startsWith("en") ? "en" : "sv"];
  }

  /** Press Send. Resolves when it has been sent or a dialog waits for the user. */
  async send() {
    const { host } = this;
    this.close();
    const event = host.addin.launch.find(({ type }) => type === EVENT);
    if (!(event && host.supports("1.12"))) return host.sent("unchecked");
    const mode = event.mode ?? "SoftBlock";
    const run = ++this.run;
    const isCurrent = () => run === this.run;
    const answered = host
      .runFunction(event.function, { type: EVENT }, event.url, { start: this.patience.start, end: Infinity })
      .then((answer) => ({ answer }))
      .catch((error) => ({ error }));
    const slow = setTimeout(() => isCurrent() && this.#show("slow", { mode }), this.patience.slow);
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve({ late: true }), this.patience.end);
    });
    const { answer, late: isLate } = await Promise.race([answered, late]);
    clearTimeout(slow);
    clearTimeout(timer);
    // The user has chosen something else meanwhile: what the add-in says now concerns nobody.
    if (!isCurrent()) return this.state();
    this.close();
    if (isLate) return this.#show("late", { mode });
    // An unknown function and a page that never starts are the same to Outlook: no add-in.
    if (answer?.status !== 0) return this.#show("down", { mode });
    return this.#conclude(answer.context ?? {}, mode);
  }

  #conclude(options, mode) {
    const { host } = this;
    if (options.allowEvent === true) return host.sent("checked");
    const newer = host.supports("1.14");
    const override = newer && options.sendModeOverride === "promptUser";
    const markdown = host.supports("1.15") ? options.errorMessageMarkdown : undefined;
    const words = markdown ?? options.errorMessage;
    if (words?.length > WORDS || (options.cancelLabel?.length ?? 0) > LABEL) {
      host.log({ method: "event.completed", refused: "too long" });
    }
    return this.#show("blocked", {
      mode: override ? "PromptUser" : mode,
      words: words?.slice(0, WORDS),
      isMarkdown: markdown !== undefined,
      ...(newer && options.commandId
        ? {
            act: options.cancelLabel?.slice(0, LABEL) ?? this.#texts.act,
            command: options.commandId,
            context: options.contextData,
          }
        : {}),
    });
  }

  #show(kind, { mode, words, isMarkdown = false, act, command, context }) {
    const texts = this.#texts;
    const text = words || texts[kind](this.host.addin.name ?? "Add-in");
    const buttons = [
      ...(ANYWAY[kind].includes(mode) ? [["anyway", texts.anyway]] : []),
      ...(act ? [["act", act]] : []),
      ["dont", kind === "down" ? texts.later : texts.dont],
    ];
    this.shown = { kind, text, buttons: buttons.map(([, label]) => label), command, context };
    const body = document.createElement("div");
    body.append(...(isMarkdown ? drawn(text) : [element("p", text)]));
    const row = element("div", "");
    row.className = "buttons";
    row.append(
      ...buttons.map(([deed, label]) => {
        const button = Object.assign(element("button", label), { type: "button" });
        button.addEventListener("click", () => this.#leave(deed));
        return button;
      }),
    );
    this.dialog.replaceChildren(element("h1", this.host.addin.name ?? "Add-in"), body, row);
    this.dialog.setAttribute("aria-label", this.host.addin.name ?? "Add-in");
    if (!this.dialog.open) this.dialog.showModal();
    return this.state();
  }

  #leave(deed) {
    const { command, context } = this.shown ?? {};
    this.run += 1;
    this.close();
    this.host.stop();
    this.host.log({ method: "alert.press", deed });
    if (deed === "anyway") this.host.sent("anyway");
    // A command that isn't there just cancels; only a pane can be opened from here below Mailbox 1.15.
    if (deed === "act") this.host.act(command, context);
  }

  close() {
    this.shown = null;
    if (this.dialog.open) this.dialog.close();
  }

  state() {
    return { sent: this.host.mailed.length, alert: this.shown && structuredClone(this.shown) };
  }
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** Bold, lists whose points end with \r, and lines parted by an empty one: all that Outlook draws of Markdown. */
function drawn(markdown) {
  return markdown.split("\n\n").map((part) => {
    if (!part.startsWith("- ")) return bold("p", part);
    const list = document.createElement("ul");
    const points = part.split("\r").filter(Boolean);
    list.append(...points.map((point) => bold("li", point.replace(/^- /, ""))));
    return list;
  });
}

function bold(name, text) {
  const made = document.createElement(name);
  text.split("**").forEach((piece, index) => {
    made.append(index % 2 ? element("strong", piece) : piece);
  });
  return made;
}
