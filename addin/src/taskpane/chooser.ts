/** The type cards: choose what to create, or what to change to. */
import type { GuideHost } from "../guide/host";
import type { Choice } from "../shared/booking";
import { Action, button, field, notice, select } from "../shared/controls";
import { type Child, el, fill } from "../shared/dom";
import { icon } from "../shared/icons";
import type { Meeting, MeetingType } from "../shared/meetings";
import { type Context, explainer, say, shownTypes, usualService } from "./context";
import type { LinkField } from "./linkField";

export interface ChooserOptions {
  /** Shown above the cards. */
  readonly above?: Child;
  /** Given when the type of this meeting is to be changed. */
  readonly present?: Meeting;
  readonly submit: (choice: Choice) => Promise<void>;
  readonly cancel?: () => void;
}

/** The chooser; the unit's usual type (or the meeting's own) is chosen from the start. */
export function chooser(context: Context, options: ChooserOptions): HTMLElement {
  return new Chooser(context, options).node;
}

class Chooser {
  readonly node: HTMLElement;
  readonly #context: Context;
  readonly #options: ChooserOptions;
  readonly #action: Action;
  readonly #guide: Action;
  readonly #cards = el("div", { class: "cards", role: "radiogroup", "aria-labelledby": "choose" });
  readonly #effect = el("p", { class: "effect", role: "status" });
  #types: readonly MeetingType[];
  #type: MeetingType | undefined;
  #service: string | undefined;
  #language: string;
  readonly #linkPlace = el("div", {});
  #link: LinkField | null = null;

  constructor(context: Context, options: ChooserOptions) {
    this.#context = context;
    this.#options = options;
    this.#language = context.language;
    this.#types = shownTypes(context.profile, options.present?.type);
    const first = options.present?.type ?? context.profile.default_type;
    this.#type = this.#types.find((type) => type.code === first) ?? this.#types[0];
    this.#service = options.present?.service ?? this.#usual();
    this.#action = new Action(() => this.#buttons(), explainer(context));
    this.#guide = new Action(
      () => [button(context.text("guide"), "outline", () => this.#openGuide())],
      () => context.text("faultPart"),
    );
    this.node = el(
      "section",
      { class: "chooser", "aria-labelledby": "choose" },
      options.above,
      el(
        "div",
        { class: "choose-head" },
        el(
          "h2",
          { id: "choose", tabindex: "-1" },
          context.text(options.present ? "chooseNewType" : "chooseType"),
        ),
        this.#guide.node,
      ),
      this.#cards,
      this.#linkPlace,
      options.present ? null : this.#languageField(),
      el("div", { class: "next" }, this.#effect, this.#action.node),
    );
    this.#show();
  }

  #show(): void {
    fill(this.#cards, ...this.#types.map((type) => this.#card(type)));
    this.#tellEffect();
    this.#action.reset();
  }

  /** Chooses for somebody: a type the picker leaves out gets its card. */
  #take(type: MeetingType, service: string | undefined): void {
    this.#types = this.#types.includes(type) ? this.#types : [...this.#types, type];
    this.#type = type;
    this.#service = service;
    this.#show();
  }

  /** The guide stands in the chooser's place until it is left, or has come to a type: its card is chosen then. */
  async #openGuide(): Promise<void> {
    const { meetings, profile, language } = this.#context;
    let fetched: typeof import("../guide/guide") | undefined;
    await this.#guide.run(this.#context.text("opening"), async () => {
      fetched = await import("../guide/guide");
    });
    if (!fetched) {
      return;
    }
    const leave = (to: string): void => {
      guide.node.replaceWith(this.node);
      this.node.querySelector<HTMLElement>(to)?.focus();
    };
    const host: GuideHost = {
      api: meetings.api,
      language,
      profile,
      choose: (type, service, words) => {
        this.#take(type, service);
        leave("input:checked");
        this.#effect.prepend(`${words} `);
      },
      leave: () => leave("#choose"),
    };
    const guide = new fetched.Guide(host);
    this.node.replaceWith(guide.node);
    guide.start();
  }

  #card(type: MeetingType): HTMLElement {
    const context = this.#context;
    const [first, ...more] = type.when;
    const several = more.length > 0 ? "card-body card-several" : "card-body";
    const radio = el("input", {
      type: "radio",
      id: `type-${type.code}`,
      name: "type",
      value: type.code,
      checked: type === this.#type,
      class: "card-radio",
      on: { change: () => this.#choose(type) },
    });
    return el(
      "label",
      // Said outright: the first control in the card may be its choice of service.
      { class: "card", for: radio.id },
      el("span", { class: "card-icon" }, icon(type.icon)),
      el(
        "span",
        { class: several },
        el(
          "span",
          { class: "card-head" },
          el("span", { class: "card-label" }, say(context, type.label)),
          this.#mark(type),
        ),
        first ? el("span", { class: "card-when" }, say(context, first)) : null,
        ...more.map((when) => el("span", { class: "card-when card-more" }, say(context, when))),
        el("span", { class: "card-facts" }, ...this.#facts(type)),
        this.#serviceField(type),
      ),
      radio,
    );
  }

  #mark(type: MeetingType): Child {
    const { text, profile } = this.#context;
    const { present } = this.#options;
    if (present) {
      return type.code === present.type ? el("span", { class: "mark" }, text("presentType")) : null;
    }
    return type.code === profile.default_type ? el("span", { class: "mark" }, text("usual")) : null;
  }

  #facts(type: MeetingType): Child[] {
    const { text } = this.#context;
    const service = usualService(type);
    const limit = type.participant_limit;
    return [
      service ? el("span", {}, say(this.#context, service.label)) : null,
      limit === null ? null : el("span", {}, text("limit", { count: limit })),
    ];
  }

  /** Shown in the chosen card only (by its style), and only where there is something to choose. */
  #serviceField(type: MeetingType): Child {
    const context = this.#context;
    const note = usualService(type)?.note;
    const { link } = type;
    const services = link ? [...type.services, { code: link.service, label: link.label }] : type.services;
    if (services.length < 2) {
      return note ? el("span", { class: "card-note card-more" }, say(context, note)) : null;
    }
    const chosen = type === this.#type ? this.#service : usualService(type)?.code;
    const control = select(
      services.map((service) => [service.code, say(context, service.label)] as const),
      chosen ?? "",
    );
    control.addEventListener("change", () => {
      this.#service = control.value;
      this.#tellEffect();
      this.#action.reset();
    });
    return el("span", { class: "card-more" }, field(context.text("chooseService"), control));
  }

  #languageField(): Child {
    const { profile, text } = this.#context;
    if (profile.languages.length < 2) {
      return null;
    }
    const words = { sv: text("languageSv"), en: text("languageEn") };
    const control = select(
      profile.languages.map((language) => [language, words[language]] as const),
      this.#language,
    );
    control.addEventListener("change", () => {
      this.#language = control.value;
    });
    return el("div", { class: "language" }, field(text("inviteLanguage"), control));
  }

  #choose(type: MeetingType): void {
    this.#type = type;
    const { present } = this.#options;
    this.#service = present && present.type === type.code ? present.service : this.#usual();
    this.#tellEffect();
    this.#action.reset();
  }

  #usual(): string | undefined {
    return this.#type && usualService(this.#type)?.code;
  }

  /** Before a change: what becomes of the link (kept between types of the same audience only). */
  #tellEffect(): void {
    this.#showLink();
    const { present } = this.#options;
    const { text } = this.#context;
    if (!present || this.#unchanged()) {
      fill(this.#effect);
    } else {
      fill(this.#effect, text(this.#type?.audience === present.audience ? "willKeepLink" : "willChangeLink"));
    }
  }

  #unchanged(): boolean {
    const { present } = this.#options;
    return !this.#needsLink() && this.#type?.code === present?.type && this.#service === present?.service;
  }

  #needsLink(): boolean {
    return this.#service !== undefined && this.#service === this.#type?.link?.service;
  }

  /** The field for the link, while the service chosen needs one; without its code nothing can be sent. */
  #showLink(): void {
    const choice = this.#type?.link;
    fill(this.#linkPlace);
    this.#link = null;
    if (choice && this.#needsLink()) {
      const asked = this.#type;
      import("./linkField").then(
        ({ linkField }) => {
          if (this.#needsLink() && asked === this.#type) {
            this.#link = linkField(this.#context, choice, this.#options.present?.link);
            fill(this.#linkPlace, this.#link.node);
          }
        },
        () => fill(this.#linkPlace, notice("bad", this.#context.text("faultPart"))),
      );
    }
  }

  #buttons(): Child[] {
    const { text } = this.#context;
    const { present, cancel } = this.#options;
    const type = this.#type;
    const words = present && type ? text("change", { type: say(this.#context, type.label) }) : text("create");
    const submit = button(words, "primary", () => this.#submit());
    if (present && this.#unchanged()) {
      return [cancel ? button(text("cancel"), "outline", cancel) : null];
    }
    return [submit, cancel ? button(text("cancel"), "subtle", cancel) : null];
  }

  #submit(): void {
    const type = this.#type;
    if (!type) {
      return;
    }
    const { text } = this.#context;
    const { present, submit } = this.#options;
    const link = this.#link?.take();
    if (this.#needsLink() && !link) {
      return;
    }
    const choice: Choice = {
      type: type.code,
      ...(this.#service ? { service: this.#service } : {}),
      ...(link ? { link } : {}),
      ...(present ? {} : { language: this.#language === "en" ? "en" : "sv" }),
    };
    this.#action.run(text(present ? "changing" : "creating"), async () => {
      try {
        await submit(choice);
      } catch (fault) {
        if (!this.#link?.refuse(fault)) {
          throw fault;
        }
      }
    });
  }
}
