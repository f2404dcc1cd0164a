import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Conference } from "../../src/conference/client";
import { editor } from "../../src/conference/editor";
import { Desk, press, words } from "../console/desk";
import { json } from "../shared/service";
import { conference, context, ROOMS, running } from "./house";

let desk: Desk;
let went: string[];

beforeEach(() => {
  document.body.replaceChildren();
  went = [];
  desk = new Desk()
    .on("POST /api/v1/conferences", conference({ id: "k9" }))
    .on("PATCH /api/v1/conferences/k1", conference());
});

function shown(plan: Conference | null = conference(), rooms = ROOMS): HTMLElement {
  const { node } = editor(context(went), rooms, [conference()], plan);
  document.body.append(node);
  return node;
}

function fields(node: HTMLElement, name: string): HTMLInputElement[] {
  return [...node.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)];
}

function numbers(node: HTMLElement): string[] {
  return fields(node, "number").map(({ value }) => value);
}

function type(field: HTMLInputElement | undefined, value: string): void {
  if (field) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function key(name: string, altKey = false): void {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent("keydown", { key: name, altKey, bubbles: true, cancelable: true }),
  );
}

function takes(node: HTMLElement, room: number): void {
  node.querySelectorAll<HTMLInputElement>(".rooms .site > label input")[room]?.click();
}

describe("the order of cases", () => {
  it("is changed by the keyboard, with the focus where it was and the new place said", () => {
    const node = shown();
    fields(node, "unit")[0]?.focus();
    key("ArrowDown", true);
    expect(numbers(node)).toEqual(["12", "11"]);
    expect(document.activeElement).toBe(fields(node, "unit")[1]);
    expect(words(node.querySelector("[role=status]") ?? node)).toBe("Ärende 11 är nu 2 av 2.");
    key("ArrowDown", true);
    expect(numbers(node)).toEqual(["12", "11"]);
    key("ArrowUp", true);
    expect(numbers(node)).toEqual(["11", "12"]);
  });

  it("grows by Enter, with the next number and the minutes of the one before, and sends nothing", () => {
    const node = shown();
    fields(node, "number")[0]?.focus();
    key("Enter");
    expect(numbers(node)).toEqual(["11", "13", "12"]);
    expect(fields(node, "minutes")[1]?.value).toBe("10");
    expect(document.activeElement).toBe(fields(node, "unit")[1]);
    expect(desk.calls).toHaveLength(0);
  });

  it("gives the focus on when one is removed, and counts what is left against the time", () => {
    const node = shown();
    press(node, "Ta bort ärende 11");
    expect(numbers(node)).toEqual(["12"]);
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Ta bort ärende 12");
    expect(words(node.querySelector(".total") ?? node)).toBe("1 ärenden, 5 minuter.");
    type(fields(node, "minutes")[0], "61");
    expect(words(node.querySelector(".total") ?? node)).toContain("mer än de 60 minuter");
    press(node, "Ta bort ärende 12");
    expect(document.activeElement?.textContent).toBe("Lägg till ett ärende");
  });

  it("keeps a number to one case", () => {
    const node = shown();
    type(fields(node, "number")[1], "11");
    press(node, "Spara planen");
    expect(fields(node, "number")[1]?.getAttribute("aria-invalid")).toBe("true");
    expect(words(node)).toContain("Numret finns redan på listan.");
    expect(desk.calls).toHaveLength(0);
  });
});

describe("a plan", () => {
  it("is made of what is written: the first room presents, a site outside calls in", async () => {
    const node = shown(null);
    expect(node.querySelectorAll<HTMLInputElement>(".rooms .site > label input")[2]?.disabled).toBe(true);
    expect(words(node)).toContain("Rummet nås över HTTPS.");
    type(fields(node, "day")[0], "2026-06-24");
    type(fields(node, "from")[0], "13:00");
    type(fields(node, "to")[0], "14:30");
    takes(node, 0);
    takes(node, 1);
    press(node, "Lägg till en plats");
    type(fields(node, "label").at(-1), "Uppsala");
    press(node, "Lägg till ett ärende");
    type(fields(node, "unit")[0], "Kirurgi");
    press(node, "Spara planen");
    await vi.waitFor(() => expect(went).toEqual(["k9 Konferensen är planerad."]));
    const plain = { camera_preset: null, layout: null };
    expect(desk.sent("POST /api/v1/conferences")).toEqual([
      {
        opens: "2026-06-24T11:00:00.000Z",
        closes: "2026-06-24T12:30:00.000Z",
        presenter: "r1",
        content: null,
        sites: [
          { id: "r1", label: "Köping", joins: "room", role: "host", ...plain },
          { id: "r2", label: "Sala", joins: "room", role: "guest", ...plain },
          { id: "calls-in-1", label: "Uppsala", joins: "calls_in", role: "guest", ...plain },
        ],
        cases: [{ number: 1, minutes: 10, unit: "Kirurgi" }],
      },
    ]);
  });

  it("is not sent without a time, or with one site", () => {
    const node = shown(null);
    press(node, "Spara planen");
    expect(document.activeElement).toBe(fields(node, "day")[0]);
    type(fields(node, "day")[0], "2026-06-24");
    type(fields(node, "from")[0], "13:00");
    type(fields(node, "to")[0], "14:30");
    takes(node, 0);
    press(node, "Spara planen");
    expect(words(node.querySelector("[role=alert]") ?? node)).toContain("minst två platser");
    expect(desk.calls).toHaveLength(0);
  });

  it("shows what looks like a patient's data at its field, in a part that was closed too, and keeps what is written", async () => {
    const refused = {
      code: "personal-data",
      detail_sv: "En plats eller enhet innehåller något som ser ut som en patientuppgift. Inget är sparat.",
      errors: [
        { pointer: "/cases/1/unit", code: "personal-data" },
        { pointer: "/sites/0/label", code: "personal-data" },
      ],
    };
    desk.answer("PATCH /api/v1/conferences/k1", () => json(refused, 422));
    const node = shown();
    type(fields(node, "unit")[1], "patienten i rum fyra");
    press(node, "Spara planen");
    await vi.waitFor(() =>
      expect(words(node.querySelector("[role=alert]") ?? node)).toContain("Inget är sparat."),
    );
    expect(fields(node, "unit").map((one) => one.getAttribute("aria-invalid"))).toEqual([null, "true"]);
    expect(fields(node, "unit")[1]?.value).toBe("patienten i rum fyra");
    const [label] = fields(node, "label");
    expect(label?.getAttribute("aria-invalid")).toBe("true");
    expect(label?.closest("details")?.open).toBe(true);
    expect(document.activeElement).toBe(fields(node, "unit")[1]);
    expect(words(node)).toContain("Det här ser ut som en patientuppgift.");
    expect(went).toEqual([]);
  });

  it("says at the room that it is taken then", async () => {
    const refused = {
      code: "room-taken",
      detail_sv: "Ett av rummen är upptaget då. Inget är sparat.",
      errors: [{ pointer: "/sites/1/id", code: "room-taken" }],
    };
    desk.answer("PATCH /api/v1/conferences/k1", () => json(refused, 409));
    const node = shown();
    press(node, "Spara planen");
    await vi.waitFor(() => expect(document.activeElement).toBe(fields(node, "label")[1]));
    expect(
      fields(node, "label")
        .map((one) => one.getAttribute("aria-invalid"))
        .slice(0, 2),
    ).toEqual([null, "true"]);
    expect(words(node)).toContain("Rummet är upptaget då. Välj bort det, eller välj en annan tid.");
    expect(went).toEqual([]);
  });

  it("begins as another one was, at the time that was chosen, and is a new one", async () => {
    const at = { day: "2026-06-24", from: "13:00", to: "15:00" };
    const { node } = editor(context(went), ROOMS, [], null, conference(), at);
    document.body.append(node);
    expect(numbers(node)).toEqual(["11", "12"]);
    press(node, "Spara planen");
    await vi.waitFor(() => expect(went).toEqual(["k9 Konferensen är planerad."]));
    const [sent] = desk.sent("POST /api/v1/conferences") as Conference[];
    expect([sent?.opens, sent?.closes]).toEqual(["2026-06-24T11:00:00.000Z", "2026-06-24T13:00:00.000Z"]);
    expect(sent?.sites.map(({ id, role }) => `${id} ${role}`)).toEqual(["r1 host", "r2 guest"]);
  });

  it("makes a guest of the room that no longer presents", async () => {
    const node = shown();
    const presenter = node.querySelector<HTMLSelectElement>("[name=presenter]");
    if (presenter) {
      presenter.value = "r2";
    }
    press(node, "Spara planen");
    await vi.waitFor(() => expect(went).toHaveLength(1));
    const [sent] = desk.sent("PATCH /api/v1/conferences/k1") as Conference[];
    expect(sent?.sites.map(({ id, role }) => `${id} ${role}`)).toEqual(["r1 guest", "r2 host"]);
  });

  it("that goes on lets its end and what is to come be changed, and nothing else", async () => {
    const node = shown(running());
    expect(fields(node, "day")[0]?.disabled).toBe(true);
    expect(fields(node, "from")[0]?.disabled).toBe(true);
    expect(fields(node, "unit").map(({ disabled }) => disabled)).toEqual([true, false]);
    expect(node.querySelector(".rooms")).toBeNull();
    fields(node, "unit")[1]?.focus();
    key("ArrowUp", true);
    expect(numbers(node)).toEqual(["11", "12"]);
    type(fields(node, "to")[0], "12:00");
    press(node, "Spara planen");
    await vi.waitFor(() => expect(went).toEqual(["k1 Planen är ändrad."]));
    expect(desk.sent("PATCH /api/v1/conferences/k1")).toEqual([
      { closes: "2026-06-10T10:00:00.000Z", cases: running().cases },
    ]);
  });

  it("says that no conference can be held here", () => {
    const node = shown(null, { rooms: [], ready: false });
    expect(words(node)).toContain("Inga rum är anslutna till tjänsten");
    expect(words(node)).toContain("Inget MDK-rum är inlagt.");
  });
});
