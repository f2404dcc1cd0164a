/** The parts below that open on a press: their code is fetched then, so that the pane itself opens fast. */
import { button, fold, notice, progress } from "../shared/controls";
import { type Child, el, fill } from "../shared/dom";
import type { Meeting } from "../shared/meetings";
import type { Context } from "./context";

export function advice(context: Context): HTMLElement {
  return later(context, context.text("advice"), "light", async () => {
    const { adviceCards } = await import("./advice");
    return adviceCards(context);
  });
}

export function help(context: Context): HTMLElement {
  return later(context, context.text("help"), "info", async () => {
    const { helpContent } = await import("./advice");
    return helpContent(context);
  });
}

export function participants(context: Context, meeting: Meeting): HTMLElement {
  return later(context, context.text("participants"), "people_list", async () => {
    const { Participants } = await import("./participants");
    return [new Participants(context, meeting).node];
  });
}

export function cohosts(context: Context, meeting: Meeting): HTMLElement {
  return later(context, context.text("cohosts"), "people_team", async () => {
    const { Cohosts } = await import("./cohosts");
    return [new Cohosts(context, meeting).node];
  });
}

export function rooms(context: Context, meeting: Meeting): HTMLElement {
  return later(context, context.text("rooms"), "door", async () => {
    const { Rooms } = await import("./rooms");
    return [new Rooms(context, meeting).node];
  });
}

function later(
  { text }: Context,
  heading: string,
  name: string,
  content: () => Promise<Child[]>,
): HTMLDetailsElement {
  const body = el("div", { class: "later" });
  const open = async (): Promise<void> => {
    fill(body, progress(text("opening")));
    try {
      fill(body, ...(await content()));
    } catch {
      fill(body, notice("bad", text("faultPart")), button(text("tryAgain"), "outline", open));
    }
  };
  return fold(heading, name, [body], open);
}
