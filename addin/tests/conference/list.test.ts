import { beforeEach, describe, expect, it, vi } from "vitest";
import { listView } from "../../src/conference/list";
import { Desk, press, words } from "../console/desk";
import { json } from "../shared/service";
import { conference, context, running } from "./house";

let desk: Desk;
let went: string[];

beforeEach(() => {
  document.body.replaceChildren();
  went = [];
  desk = new Desk().on("POST /api/v1/conferences/k1/repeat", conference({ id: "k2" }));
});

function shown(...all: Parameters<typeof listView>[1]): HTMLElement {
  const { node } = listView(context(went), all);
  document.body.append(node);
  return node;
}

describe("the list", () => {
  it("plans the last one again by one press, a week later at the same time", async () => {
    const node = shown(conference());
    expect(node.querySelector(".push.primary")?.textContent).toBe("Planera samma igen");
    press(node, "Planera samma igen");
    await vi.waitFor(() => expect(went).toEqual(["k2 Konferensen är planerad."]));
    expect(desk.sent("POST /api/v1/conferences/k1/repeat")).toEqual([
      { opens: "2026-06-24T11:00:00.000Z", closes: "2026-06-24T12:00:00.000Z" },
    ]);
  });

  it("makes nothing when something is to be changed first, and takes the time along", () => {
    const node = shown(conference());
    const to = node.querySelector<HTMLInputElement>("[name=to]");
    if (to) {
      to.value = "15:00";
    }
    press(node, "Ändra något först");
    expect(went).toEqual(["new/k1/2026-06-24/13:00/15:00"]);
    expect(desk.calls).toHaveLength(0);
  });

  it("says where to mend what can't be held again as it was", async () => {
    const detail_sv = "Planen går inte att hålla så här. Inget är sparat. Rätta det som pekas ut.";
    desk.answer("POST /api/v1/conferences/k1/repeat", () => json({ code: "bad-plan", detail_sv }, 422));
    const node = shown(conference());
    press(node, "Planera samma igen");
    await vi.waitFor(() => expect(words(node)).toContain(`${detail_sv} Tryck på Ändra något först.`));
  });

  it("says why it can't be planned then, and keeps the time that was chosen", async () => {
    const detail_sv = "Alla konferensplatser är upptagna då. Inget är sparat. Välj en annan tid.";
    desk.answer("POST /api/v1/conferences/k1/repeat", () => json({ code: "no-place", detail_sv }, 409));
    const node = shown(conference());
    press(node, "Planera samma igen");
    await vi.waitFor(() => expect(words(node)).toContain(detail_sv));
    expect(node.querySelector<HTMLInputElement>("[name=day]")?.value).toBe("2026-06-24");
    expect(went).toEqual([]);
  });

  it("sends nothing without a time", () => {
    const node = shown(conference());
    const day = node.querySelector<HTMLInputElement>("[name=day]");
    if (day) {
      day.value = "";
    }
    press(node, "Planera samma igen");
    expect(document.activeElement).toBe(day);
    expect(desk.calls).toHaveLength(0);
  });

  it("has what goes on first, and what is over or taken away last or not at all", () => {
    const old = conference({
      id: "k0",
      opens: "2026-06-03T11:00:00Z",
      closes: "2026-06-03T12:00:00Z",
      state: "over",
    });
    const gone = conference({ id: "k3", opens: "2026-07-01T11:00:00Z", state: "withdrawn" });
    const node = shown(old, conference(), gone, running({ id: "k4" }));
    const headings = [...node.querySelectorAll("h2, summary")].map((one) => one.textContent?.trim());
    expect(headings).toEqual(["Nu", "Samma igen", "Kommer", "Tidigare"]);
    const links = [...node.querySelectorAll("a")].map((one) => one.getAttribute("href"));
    expect(links).toEqual(["#k4", "#k1", "#k0"]);
  });

  it("offers a first plan to a unit that has none", () => {
    press(shown(), "Ny plan");
    expect(went).toEqual(["new"]);
  });

  it("takes the unit's own last one, also when others' are seen", () => {
    const other = conference({
      id: "k7",
      unit: "barn",
      opens: "2026-06-18T06:00:00Z",
      closes: "2026-06-18T07:00:00Z",
    });
    expect(words(shown(conference(), other))).toContain("Som onsdag 17 juni kl. 13.00–14.00");
  });

  it("says in words that one may only look", () => {
    const { node } = listView(context(went, "room_support"), [conference()]);
    expect(words(node)).toContain("Du kan se konferenserna men inte planera.");
    expect(node.querySelectorAll("button, input")).toHaveLength(0);
    expect(words(listView(context(went, "auditor"), []).node)).toContain(
      "Du har ingen konferens att se här.",
    );
  });
});
