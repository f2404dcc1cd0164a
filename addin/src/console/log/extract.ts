/** The extract for one patient's request: asked for in a body, shown in clear, printed, and let go of. */
import { notice } from "../../shared/controls";
import { el, fill } from "../../shared/dom";
import { pick } from "../../shared/i18n";
import { momentWords } from "../../staff/days";
import { form, type InputOptions, input } from "../../staff/form";
import { push, Region } from "../../staff/parts";
import type { WordKey } from "../words";
import type { Extract, Told } from "./client";
import { EntryTable } from "./entries";
import type { ReviewContext } from "./review";
import type { Made } from "./shelf";
import type { View } from "./view";

export function extractView(context: ReviewContext): View {
  const { text, calls, shelf } = context;
  const region = new Region("extract", text("viewExtract"), text("extractWhy"));
  const place = el("div", { class: "extract-place" });

  const field = (name: string, label: WordKey, more: Partial<InputOptions> = {}) =>
    input(name, { label: text(label), longest: 200, ...more });
  const optional = (name: string, label: WordKey) =>
    field(name, label, { label: text("optional", { label: text(label) }), type: "date" });
  const ask = form(
    context,
    [
      field("name", "name", { help: text("nameHelp") }),
      field("phone", "phone", { type: "tel" }),
      field("person_number", "personNumber"),
      field("meeting", "meeting", { help: text("meetingHelp") }),
      optional("from", "from"),
      optional("to", "to"),
    ],
    {
      submit: text("makeExtract"),
      busy: text("makingExtract"),
      check: ({ name, phone, person_number: number, meeting, from = "", to = "" }) => {
        if (!(name || phone || number || meeting)) {
          return text("oneNeeded");
        }
        return from && to && from > to ? text("badPeriod") : null;
      },
    },
    async (values) => {
      const told = values as Told;
      const extract = await calls.extract(told);
      shelf.made = { extract, wholeMeeting: !(told.name || told.phone || told.person_number) };
      region.tell("");
      show(shelf.made);
      place.querySelector<HTMLElement>("h3")?.focus();
    },
  );
  ask.classList.add("filters");

  function show({ extract, wholeMeeting }: Made): void {
    const { entries } = extract;
    const count = entries.length;
    const table = new EntryTable(context, { label: text("extractTitle"), units: context.units });
    table.add(entries);
    fill(
      place,
      el(
        "article",
        { class: "extract" },
        el("h3", { tabindex: "-1" }, text("extractTitle")),
        heading(context, extract),
        count === 0 && notice("info", text("extractNone")),
        wholeMeeting && notice("warn", text("wholeMeeting")),
        count > 0 && el("p", {}, count === 1 ? text("extractCountOne") : text("extractCount", { count })),
        count > 0 && table.node,
        !wholeMeeting && el("p", { class: "screen-only quiet" }, text("printNote")),
        el(
          "div",
          { class: "buttons screen-only" },
          count > 0 && !wholeMeeting && push(text("print"), "primary", () => window.print()),
          push(text("clear"), "outline", clear),
        ),
      ),
    );
  }

  function forget(): void {
    shelf.made = null;
    fill(place);
    ask.reset();
  }

  function clear(): void {
    forget();
    region.tell(text("cleared"));
  }

  region.show(el("p", { class: "quiet" }, text("extractLogged")), ask, place);
  return {
    nodes: [region.node],
    start: () => {
      if (shelf.made !== null) {
        show(shelf.made);
      }
      return Promise.resolve();
    },
    // The shelf is emptied by whoever leaves the view: a change of language is no leaving.
    stop: () => {
      fill(place);
      ask.reset();
    },
  };
}

function heading(context: ReviewContext, { extract, made_at: at }: Extract): HTMLElement {
  const { text, language, now, data, me } = context;
  return el(
    "div",
    { class: "extract-head" },
    el("p", { class: "print-only" }, `${pick(data.region, language)} · ${text("product")}`),
    el("p", {}, text("extractMade", { id: extract, when: momentWords(at, language, now()) })),
    el("p", {}, text("extractBy", { name: me.name })),
  );
}
