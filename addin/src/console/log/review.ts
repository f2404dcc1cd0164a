/** The review: a selection or a random sample of the log, entries marked as checked, and the check documented. */
import { notice, progress } from "../../shared/controls";
import { el } from "../../shared/dom";
import { pick, type Text } from "../../shared/i18n";
import { explain } from "../../staff/context";
import { dayKey, shiftDay } from "../../staff/days";
import { choice, form, input } from "../../staff/form";
import { push, Region } from "../../staff/parts";
import type { Context } from "../context";
import { checksRegion } from "./checks";
import type { Entries, Filters, LogCalls } from "./client";
import { documentForm } from "./documentForm";
import { EntryList } from "./list";
import { Marked } from "./marked";
import type { Shelf } from "./shelf";
import type { View } from "./view";

const SAMPLE = 20;
const DAYS = 30;

export interface ReviewContext extends Context {
  readonly calls: LogCalls;
  readonly shelf: Shelf;
  /** The names of the units one knows of. */
  readonly units: ReadonlyMap<string, Text>;
  /** The units whose log one reviews. */
  readonly reviewed: ReadonlyMap<string, Text>;
}

export function reviewView(context: ReviewContext): View {
  const { text, now, calls, shelf } = context;
  const region = new Region("review", text("viewReview"), text("reviewWhy"));
  const checks = checksRegion(context);
  const list = new EntryList();
  const marked = new Marked(text);
  const today = dayKey(now());
  let filters: Filters = shelf.filters ?? {
    from: shiftDay(today, -DAYS),
    to: today,
    unit: "",
    user: "",
    action: "",
  };
  let wantsSample = false;

  const search = form(
    context,
    fields(context, filters),
    {
      submit: text("show"),
      busy: text("fetching"),
      beside: () => [
        push(text("sample"), "outline", () => {
          wantsSample = true;
          search.requestSubmit();
          // Read by then, or refused: either way the press is over.
          wantsSample = false;
        }),
      ],
      check: ({ from = "", to = "" }) => (from > to ? text("badPeriod") : null),
    },
    async (values) => {
      filters = { unit: "", ...values } as Filters;
      shelf.filters = filters;
      const sampled = wantsSample;
      show(await fetchEntries(sampled), sampled);
    },
  );
  search.classList.add("filters");
  search.setAttribute("aria-label", text("filters"));

  const fetchEntries = (sampled: boolean): Promise<Entries> =>
    sampled ? calls.sample(filters, SAMPLE) : calls.entries(filters);

  function show(found: Entries, sampled: boolean): void {
    marked.clear();
    const words = {
      none: text("noEntries"),
      count: (count: number, more: boolean) => countWords(context, count, more, sampled),
    };
    const options = { label: text("entries"), units: context.units, marks: marked };
    // A sample is whole: it has nothing after it.
    const first = sampled ? { ...found, next: null } : found;
    list.show(context, first, words, options, (cursor) => calls.entries(filters, cursor), [
      el(
        "div",
        { class: "buttons" },
        push(text("markAll"), "outline", () => marked.all(list.numbers, list.node)),
        push(text("unmarkAll"), "subtle", () => marked.all([], list.node)),
      ),
    ]);
    if (found.entries.length > 0) {
      list.node.append(documentForm(context, marked, () => filters, done));
    }
  }

  async function done(words: string): Promise<void> {
    marked.all([], list.node);
    await checks.load();
    region.tell(words);
  }

  async function start(): Promise<void> {
    list.clear(progress(text("fetching")));
    checks.load();
    try {
      show(await fetchEntries(false), false);
    } catch (fault) {
      list.clear(notice("bad", explain(context)(fault)), push(text("tryAgain"), "outline", start));
    }
  }

  region.show(el("p", { class: "quiet" }, text("readingIsLogged")), search, list.node);
  return { nodes: [region.node, checks.node], start, stop: () => list.clear() };
}

function fields(context: ReviewContext, filters: Filters): ReturnType<typeof input>[] {
  const { text, language, reviewed, data } = context;
  const units = [...reviewed].map(([id, name]) => [id, pick(name, language)] as const);
  const actions = data.actions.map(({ code, label }) => [code, pick(label, language)] as const);
  const needed = text("fillIn");
  const unit = choice("unit", { label: text("unit"), value: filters.unit }, [
    ["", text("allUnits")],
    ...units,
  ]);
  return [
    input("from", { label: text("from"), type: "date", value: filters.from, needed }),
    input("to", { label: text("to"), type: "date", value: filters.to, needed }),
    // Whoever sees one unit does not choose.
    ...(units.length > 1 ? [unit] : []),
    input("user", { label: text("userName"), value: filters.user, longest: 100 }),
    choice("action", { label: text("action"), value: filters.action }, [
      ["", text("allActions")],
      ...actions,
    ]),
  ];
}

function countWords({ text }: Context, count: number, more: boolean, sampled: boolean): string {
  if (sampled) {
    return text("shownSample", { count });
  }
  if (more) {
    return text("shownMore", { count });
  }
  return count === 1 ? text("shownOne") : text("shown", { count });
}
