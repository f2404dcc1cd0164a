import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { csv } from "../../src/console/statistics/csv";
import {
  monthsBefore,
  PARTS,
  type Row,
  type Shown,
  type Statistics,
} from "../../src/console/statistics/numbers";
import { StatisticsPage } from "../../src/console/statistics/page";
import { json } from "../shared/service";
import { context, Desk, press, words } from "./desk";

const FEW: Shown = { count: null, more: false };
const NAMES = PARTS.flatMap(({ columns }) => columns.map(([, name]) => name));

function numbers(given: Readonly<Record<string, Shown>>): Statistics["totals"] {
  return { ...Object.fromEntries(NAMES.map((name) => [name, FEW])), ...given };
}

const SOME = numbers({
  meetings: { count: 25, more: true },
  held: { count: 20, more: true },
  "held-2": { count: 20, more: false },
  "left-waiting": { count: null, more: true },
});

const row: Row = {
  month: "2026-05",
  unit: { id: "medicin", name: { sv: '=Medicin "A"', en: "Medicine" } },
  type: "patient_care",
  service: "other",
  numbers: SOME,
};

function told(more: Partial<Statistics> = {}): Statistics {
  const months = { from: "2026-03", to: "2026-05", newest: "2026-05" };
  return { ...months, least: 5, rows: [row], totals: SOME, ...more };
}

let desk: Desk;

async function opened(language: "sv" | "en" = "sv"): Promise<HTMLElement> {
  const page = new StatisticsPage(context(language));
  document.body.replaceChildren(page.node);
  await page.start();
  return page.node;
}

const choose = (node: HTMLElement, name: string, value: string): void => {
  const select = node.querySelector<HTMLSelectElement>(`select[name=${name}]`);
  if (select !== null) {
    select.value = value;
  }
};

beforeEach(() => {
  desk = new Desk();
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the statistics", () => {
  it("shows what is counted in tables with captions and heads, and small numbers in words", async () => {
    desk.on("GET /api/v1/statistics", told());
    const node = await opened();
    const [table] = node.querySelectorAll("table");
    expect(node.querySelectorAll("table")).toHaveLength(3);
    expect(table?.querySelector("caption")?.textContent).toBe("Möten. Visar mars 2026 till maj 2026.");
    const cells = [...(table?.querySelectorAll("tbody tr > *") ?? [])].map((cell) => cell.textContent);
    expect(cells).toEqual([
      "maj 2026",
      '=Medicin "A"',
      "Vårdmöte patient",
      "other",
      "minst 25",
      "minst 20",
      "färre än 5",
      "färre än 5",
      "färre än 5",
      "visas inte",
    ]);
    expect(table?.querySelectorAll("th[scope=col]")).toHaveLength(10);
    expect(table?.querySelector("tfoot th")?.textContent).toBe("Summa av det som visas");
  });

  it("speaks the reader's language", async () => {
    desk.on("GET /api/v1/statistics", told());
    const node = await opened("en");
    expect(words(node)).toContain("fewer than 5");
    expect(words(node)).toContain("Showing March 2026 to May 2026.");
  });

  it("asks for the months one chooses, and for no more than a year", async () => {
    desk.on("GET /api/v1/statistics", told());
    const node = await opened();
    choose(node, "from", "2025-05");
    press(node, "Visa");
    await vi.waitFor(() => expect(words(node)).toContain("Välj högst tolv månader."));
    choose(node, "to", "2025-04");
    press(node, "Visa");
    await vi.waitFor(() => expect(words(node)).toContain("Byt plats på dem."));
    expect(desk.count("GET /api/v1/statistics")).toBe(1);
    choose(node, "to", "2026-04");
    desk.on("GET /api/v1/statistics", told({ from: "2025-05", to: "2026-04", rows: [] }));
    press(node, "Visa");
    await vi.waitFor(() => expect(words(node)).toContain("finns inget som får visas"));
    expect(String(desk.calls.at(-1)?.query)).toBe("from=2025-05&to=2026-04");
    expect(node.querySelectorAll("table")).toHaveLength(0);
  });

  it("gives a file with the page's own words, in which nothing is a formula and nothing is small", async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    const file = csv(context(), told());
    const [head = "", line = "", ...rest] = file.slice(1).split("\r\n");
    expect(file.startsWith("\uFEFF")).toBe(true);
    expect(rest).toEqual([""]);
    expect(head.split(";")).toHaveLength(4 + NAMES.length);
    expect(line.startsWith(`"2026-05";"'=Medicin ""A""";"Vårdmöte patient";"other";"minst 25"`)).toBe(true);
    expect(line.split(";").filter((cell) => cell === '"färre än 5"')).toHaveLength(NAMES.length - 4);
    desk.on("GET /api/v1/statistics", told());
    const { createObjectURL, revokeObjectURL } = URL;
    Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined });
    press(await opened(), "Hämta som CSV");
    expect((click.mock.contexts[0] as HTMLAnchorElement).download).toBe("statistik-2026-03-2026-05.csv");
    await new Promise((done) => setTimeout(done, 0));
    Object.assign(URL, { createObjectURL, revokeObjectURL });
  });

  it("tells others whose page it is", async () => {
    desk.answer("GET /api/v1/statistics", () =>
      json({ code: "forbidden", detail_sv: "Statistiken ses av verksamhetschefen.", detail_en: "x" }, 403),
    );
    expect(words(await opened())).toContain("Statistiken ses av verksamhetschefen.");
  });

  it("counts months back over the turn of a year", () => {
    expect(monthsBefore("2026-02", 4)).toEqual(["2026-02", "2026-01", "2025-12", "2025-11"]);
  });
});
