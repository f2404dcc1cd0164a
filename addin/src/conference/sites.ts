/** Which rooms and sites take part, what they are called on the panels, and which of them presents. */
import { fold } from "../shared/controls";
import { el, fill } from "../shared/dom";
import { choice, type Field, input } from "../staff/form";
import { note, push } from "../staff/parts";
import type { PlannedSite, Room } from "./client";
import type { Context } from "./context";

interface Row {
  readonly id: string;
  readonly joins: PlannedSite["joins"];
  readonly name: string;
  readonly node: HTMLElement;
  readonly label: Field;
  readonly preset: Field;
  readonly layout: Field;
  readonly host: HTMLInputElement;
  taken: boolean;
}

const MOST_PRESET = 35;
const LONGEST_LABEL = 60;

export class Sites {
  readonly node: HTMLElement;
  readonly content: Field;
  readonly #context: Context;
  readonly #outside = el("div", { class: "outside" });
  readonly #presenting = el("div", { class: "presenting" });
  #rows: Row[];
  #presenter: Field;

  constructor(
    context: Context,
    rooms: readonly Room[],
    sites: readonly PlannedSite[],
    presenter: string,
    content: number | null,
  ) {
    const { text } = context;
    this.#context = context;
    // The presenter is a host by presenting: another one chosen, it is a guest again.
    const plain = (site: PlannedSite): PlannedSite =>
      site.id === presenter ? { ...site, role: "guest" } : site;
    const chosen = new Map(sites.map((site) => [site.id, plain(site)]));
    // What is in already stands first, in its order: the panels show it so.
    const order = new Map(sites.map(({ id }, at) => [id, at]));
    const place = ({ id }: Room): number => order.get(id) ?? sites.length;
    const listed = [...rooms]
      .sort((one, other) => place(one) - place(other))
      .map((room) => this.#room(room, chosen.get(room.id)));
    const there = new Set(rooms.map(({ id }) => id));
    const gone = sites.filter(({ id, joins }) => joins === "room" && !there.has(id));
    const outside = sites.filter(({ joins }) => joins === "calls_in");
    this.#rows = [
      ...listed,
      ...gone.map((site) => this.#gone(site)),
      ...outside.map((site) => this.#caller(site)),
    ];
    this.#presenter = this.#presenterField(presenter);
    this.content = choice("content", { label: text("content") }, [
      ["", text("contentNone")],
      ...[1, 2, 3, 4, 5].map((source) => [String(source), text("contentSource", { source })] as const),
    ]);
    const select = this.content.node.querySelector("select");
    if (select) {
      select.value = content === null ? "" : String(content);
    }
    fill(this.#outside, ...this.#rows.filter(({ joins }) => joins === "calls_in").map(({ node }) => node));
    this.node = el(
      "fieldset",
      { class: "region group" },
      el("legend", {}, el("h2", {}, text("sites"))),
      el("p", { class: "why" }, text("sitesWhy")),
      this.#rows.some(({ joins }) => joins === "room")
        ? el(
            "div",
            { class: "rooms" },
            ...this.#rows.filter(({ joins }) => joins === "room").map(({ node }) => node),
          )
        : note(text("noRooms")),
      this.#presenting,
      this.content.node,
      el("h3", {}, text("outside")),
      this.#outside,
      el(
        "div",
        { class: "buttons" },
        push(text("addOutside"), "outline", () => this.#addCaller()),
      ),
    );
    this.#showPresenter();
  }

  get presenter(): string {
    return this.#presenter.value();
  }

  get sites(): readonly PlannedSite[] {
    return this.#taken().map(({ id, joins, label, preset, layout, host }) => ({
      id,
      joins,
      label: label.value(),
      role: host.checked || id === this.presenter ? "host" : "guest",
      camera_preset: preset.value() === "" ? null : Number(preset.value()),
      layout: layout.value() || null,
    }));
  }

  /** The fields by where they stand in what is sent. */
  fields(): (readonly [pointer: string, field: Field])[] {
    const rows = this.#taken().flatMap(({ label, preset, layout }, at): (readonly [string, Field])[] => [
      [`/sites/${at}/label`, label],
      [`/sites/${at}/id`, label],
      [`/sites/${at}/camera_preset`, preset],
      [`/sites/${at}/layout`, layout],
    ]);
    return [...rows, ["/presenter", this.#presenter], ["/content", this.content]];
  }

  /** Says what is wrong beside each field; gives the first field that is. */
  check(): Field | undefined {
    const { text } = this.#context;
    const wrong: Field[] = [];
    const tell = (field: Field, words: string | null): void => {
      field.fault(words);
      if (words !== null) {
        wrong.push(field);
      }
    };
    for (const { label, preset } of this.#taken()) {
      tell(label, label.value() === "" ? text("fillIn") : null);
      const value = preset.value();
      const right =
        value === "" || (/^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= MOST_PRESET);
      tell(preset, right ? null : text("fault_preset"));
    }
    tell(this.#presenter, this.presenter === "" ? text("choosePresenter") : null);
    return wrong[0];
  }

  #taken(): readonly Row[] {
    return this.#rows.filter(({ taken }) => taken);
  }

  #fields(
    site: Partial<PlannedSite>,
    label: "label" | "outsideLabel",
  ): Omit<Row, "id" | "joins" | "name" | "node" | "taken"> {
    const { text } = this.#context;
    return {
      label: input("label", {
        label: text(label),
        help: text("labelHelp"),
        value: site.label ?? "",
        longest: LONGEST_LABEL,
      }),
      preset: input("camera_preset", {
        label: text("preset"),
        help: text("presetHelp"),
        value: site.camera_preset == null ? "" : String(site.camera_preset),
        longest: 2,
        digits: true,
      }),
      layout: input("layout", {
        label: text("layout"),
        help: text("layoutHelp"),
        value: site.layout ?? "",
        longest: 40,
      }),
      host: el("input", { type: "checkbox", checked: site.role === "host" }),
    };
  }

  #room(room: Room, site: PlannedSite | undefined): Row {
    const { language } = this.#context;
    const why = room.may ? null : room[`why_${language}`];
    return this.#ours(room.id, room.name, room.site, why, site);
  }

  #gone(site: PlannedSite): Row {
    return this.#ours(site.id, site.label, "", this.#context.text("roomGone"), site);
  }

  #ours(id: string, name: string, where: string, why: string | null, site: PlannedSite | undefined): Row {
    const { text } = this.#context;
    const fields = this.#fields(site ?? { label: where || name }, "label");
    const own = el("div", { class: "site-own", hidden: site === undefined });
    own.append(
      fold(text("more", { room: name }), "conference", [
        fields.label.node,
        fields.preset.node,
        fields.layout.node,
        el("label", { class: "radio" }, fields.host, el("span", {}, text("asHost"))),
      ]),
    );
    const box = el("input", { type: "checkbox", checked: site !== undefined });
    // One that is in already can be taken out, whatever is wrong with it.
    box.disabled = why !== null && site === undefined;
    const row: Row = {
      id,
      joins: "room",
      name,
      ...fields,
      taken: site !== undefined,
      node: el(
        "div",
        { class: "site" },
        el(
          "label",
          { class: "radio" },
          box,
          el(
            "span",
            {},
            el("strong", {}, name),
            where !== "" && where !== name && el("span", { class: "quiet" }, ` · ${where}`),
          ),
        ),
        why !== null && note(why),
        own,
      ),
    };
    box.addEventListener("change", () => {
      row.taken = box.checked;
      own.hidden = !box.checked;
      this.#showPresenter();
    });
    return row;
  }

  #caller(site: PlannedSite): Row {
    const { text } = this.#context;
    const fields = this.#fields(site, "outsideLabel");
    const row: Row = {
      id: site.id,
      joins: "calls_in",
      name: site.label,
      ...fields,
      taken: true,
      node: el("div", { class: "site caller" }, fields.label.node),
    };
    const out = push(text("takeOut", { what: site.label || text("outsideNew") }), "subtle", () => {
      this.#rows = this.#rows.filter((one) => one !== row);
      row.node.remove();
      this.node.querySelector<HTMLElement>(":scope > .buttons .push")?.focus();
    });
    row.node.append(out);
    return row;
  }

  #addCaller(): void {
    const taken = new Set(this.#rows.map(({ id }) => id));
    let count = 1;
    while (taken.has(`calls-in-${count}`)) {
      count += 1;
    }
    const row = this.#caller({
      id: `calls-in-${count}`,
      label: "",
      joins: "calls_in",
      role: "guest",
      camera_preset: null,
      layout: null,
    });
    this.#rows.push(row);
    this.#outside.append(row.node);
    row.label.focus();
  }

  #presenterField(chosen: string): Field {
    const { text } = this.#context;
    const ours = this.#taken().filter(({ joins }) => joins === "room");
    const only = ours.some(({ id }) => id === chosen) ? chosen : (ours[0]?.id ?? "");
    return choice("presenter", { label: text("presenter"), help: text("presenterHelp"), value: only }, [
      ...(ours.length === 0 ? [["", text("choosePresenter")] as const] : []),
      ...ours.map(({ id, name }) => [id, name] as const),
    ]);
  }

  #showPresenter(): void {
    this.#presenter = this.#presenterField(this.#presenter.value());
    fill(this.#presenting, this.#presenter.node);
  }
}
