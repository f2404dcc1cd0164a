/** Calling rooms into the meeting: each room's people are asked, and what comes of it is shown. */
import { ApiProblem } from "../shared/api";
import { el, fill, setAttribute } from "../shared/dom";
import { translator } from "../shared/i18n";
import type { HostApp } from "./app";
import { isStraight } from "./lobby";
import { bringIntoView } from "./refusal";
import { ROOM_TEXTS } from "./roomTexts";

interface Room {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly own: boolean;
}

interface Call {
  readonly id: string;
  readonly room: string;
  readonly name: string;
  readonly stage: string;
  readonly stage_sv: string;
  readonly stage_en: string;
  readonly open: boolean;
}

export interface RoomsPart {
  readonly root: HTMLElement;
  /** Reads what there is to choose, and then how the calls stand for as long as the part is seen. */
  open(): Promise<void>;
  /** Reads how the calls stand once more. */
  look(): Promise<void>;
}

/** Until the room has said yes the question can be taken back. */
const UNASKED: ReadonlySet<string> = new Set(["wanted", "asking"]);
const EACH = 2000;

export function roomsPart(app: HostApp): RoomsPart {
  const text = translator(ROOM_TEXTS, app.language);
  const path = `/api/v1/meetings/${app.entered?.meeting.id ?? ""}`;
  const { api } = app.visit;
  const choice = el("select", { class: "input", "aria-label": text("which") });
  const call = el("button", { type: "button", class: "button", on: { click: () => place() } }, text("call"));
  const form = el("div", { class: "row", hidden: true }, choice, call);
  const told = el("p", { class: "notice bad", role: "alert", hidden: true });
  const none = el("p", { class: "hint", hidden: true }, text("none"));
  const list = el("ul", { class: "cards", "aria-label": text("calls"), "aria-live": "polite" });
  const root = el(
    "div",
    { class: "room-calls" },
    el("p", { class: "hint" }, text(whyWords(app))),
    none,
    form,
    told,
    list,
  );
  let shown = "";
  let busy = false;

  const tell = (fault: unknown): void => {
    if (!(fault instanceof ApiProblem)) throw fault;
    told.textContent = fault.text(app.language);
    told.hidden = false;
    bringIntoView(told);
  };

  const show = (calls: readonly Call[]): void => {
    // Written again only when it has changed, so that a reader is not disturbed and a button keeps its focus.
    const now = JSON.stringify(calls);
    if (now === shown) return;
    shown = now;
    fill(list, ...calls.map(card));
  };

  const card = (one: Call): HTMLElement =>
    el(
      "li",
      { class: "card" },
      el("h4", {}, one.name),
      el("p", { class: "who" }, app.language === "en" ? one.stage_en : one.stage_sv),
      UNASKED.has(one.stage) &&
        el(
          "button",
          {
            type: "button",
            class: "button",
            "aria-label": text("withdrawFor", { name: one.name }),
            on: { click: () => withdraw(one) },
          },
          text("withdraw"),
        ),
    );

  const look = async (): Promise<void> => {
    const { calls } = await api.get<{ calls: readonly Call[] }>(`${path}/room-calls`);
    show(calls);
  };

  /** One press, one call: a second press while the first is on its way does nothing. */
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    if (busy) return;
    busy = true;
    setAttribute(call, "aria-disabled", true);
    told.hidden = true;
    try {
      await work();
      await look();
    } catch (fault) {
      tell(fault);
    } finally {
      busy = false;
      setAttribute(call, "aria-disabled", null);
    }
  };
  const place = (): Promise<void> => act(() => api.post(`${path}/room-calls`, { room: choice.value }));
  const withdraw = (one: Call): Promise<void> =>
    act(() => api.delete(`${path}/room-calls/${encodeURIComponent(one.id)}`));

  const follow = (): void => {
    setTimeout(async () => {
      if (!root.isConnected) return;
      if (root.checkVisibility?.() !== false && !busy) {
        // The next look is soon; what was seen last stands until then.
        await look().catch(() => undefined);
      }
      follow();
    }, EACH);
  };

  const open = async (): Promise<void> => {
    const { rooms } = await api.get<{ rooms: readonly Room[] }>(`${path}/rooms-to-call`);
    fill(
      choice,
      ...rooms.map(({ id, name, site, own }) =>
        el("option", { value: id }, [name, site, own ? text("own") : ""].filter(Boolean).join(" · ")),
      ),
    );
    form.hidden = rooms.length === 0;
    none.hidden = rooms.length > 0;
    if (rooms.length > 0) {
      await look();
      follow();
    }
  };
  return { root, open, look };
}

/** Where Pexip asks us who calls, a room that is chosen for the meeting passes its lobby. */
function whyWords(app: HostApp): keyof typeof ROOM_TEXTS {
  if (!app.reports) return "why";
  return isStraight(app) ? "whyStraight" : "whyBooked";
}
