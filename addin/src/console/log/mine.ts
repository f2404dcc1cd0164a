/** What has been logged about what one has done oneself; anybody on the staff may see that. */
import { notice, progress } from "../../shared/controls";
import { explain } from "../../staff/context";
import { dayKey, shiftDay } from "../../staff/days";
import { form, input } from "../../staff/form";
import { push, Region } from "../../staff/parts";
import type { Context } from "../context";
import { EntryList } from "./list";
import type { ReviewContext } from "./review";
import type { View } from "./view";

const DAYS = 30;

export function mineView(context: ReviewContext): View {
  const { text, now, calls, units } = context;
  const region = new Region("mine", text("viewMine"), text("mineWhy"));
  const list = new EntryList();
  const today = dayKey(now());
  let period = { from: shiftDay(today, -DAYS), to: today };
  const needed = text("fillIn");
  const search = form(
    context,
    [
      input("from", { label: text("from"), type: "date", value: period.from, needed }),
      input("to", { label: text("to"), type: "date", value: period.to, needed }),
    ],
    {
      submit: text("show"),
      busy: text("fetching"),
      check: ({ from = "", to = "" }) => (from > to ? text("badPeriod") : null),
    },
    async ({ from = "", to = "" }) => {
      period = { from, to };
      await show();
    },
  );
  search.classList.add("filters");

  async function show(): Promise<void> {
    const options = { label: text("entries"), units };
    const words = {
      none: text("mineNone"),
      count: (count: number, more: boolean) => counted(context, count, more),
    };
    list.show(context, await calls.mine(period), words, options, (cursor) => calls.mine(period, cursor));
  }

  async function start(): Promise<void> {
    list.clear(progress(text("fetching")));
    try {
      await show();
    } catch (fault) {
      list.clear(notice("bad", explain(context)(fault)), push(text("tryAgain"), "outline", start));
    }
  }

  region.show(search, list.node);
  return { nodes: [region.node], start, stop: () => list.clear() };
}

function counted({ text }: Context, count: number, more: boolean): string {
  if (more) {
    return text("shownMore", { count });
  }
  return count === 1 ? text("shownOne") : text("shown", { count });
}
