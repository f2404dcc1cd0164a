import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConferencePage } from "../../src/conference/page";
import { Desk, press, words } from "../console/desk";
import { json } from "../shared/service";
import { conference, context, News, ROOMS } from "./house";

let desk: Desk;
let page: ConferencePage;

beforeEach(() => {
  document.body.replaceChildren();
  history.replaceState(null, "", "/conferences");
  desk = new Desk()
    .on("GET /api/v1/conferences", { conferences: [conference()] })
    .on("GET /api/v1/conference-rooms", ROOMS)
    .on("GET /api/v1/conferences/k1", conference())
    .answer("GET /conferences/k1/events", () => new News().response);
  page = new ConferencePage(context());
  document.body.append(page.node);
});

afterEach(() => page.stop());

function goes(place: string): void {
  location.hash = place;
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

describe("the page", () => {
  it("shows what its address names, and gives the focus to the heading once one has moved", async () => {
    await page.start();
    expect(words(page.node)).toContain("Samma igen");
    expect(document.activeElement).toBe(document.body);
    goes("k1");
    await vi.waitFor(() => expect(words(page.node)).toContain("Ändra planen"));
    expect(document.activeElement?.textContent).toBe("Onsdag 17 juni kl. 13.00–14.00");
    goes("new/k1/2026-06-24/13:00/14:00");
    await vi.waitFor(() => expect(page.node.querySelectorAll(".case-row")).toHaveLength(2));
    expect(page.node.querySelector<HTMLInputElement>("[name=day]")?.value).toBe("2026-06-24");
  });

  it("does not show a view that comes after one has left for another", async () => {
    let answer: (response: Response) => void = () => undefined;
    const late = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    const others = globalThis.fetch;
    const slow = (path: string, request: RequestInit): Promise<Response> =>
      path.endsWith("/k1") ? late : others(path, request);
    vi.stubGlobal("fetch", slow);
    await page.start();
    goes("k1");
    goes("");
    await vi.waitFor(() => expect(words(page.node)).toContain("Samma igen"));
    answer(json(conference()));
    await late;
    await Promise.resolve();
    expect(words(page.node)).toContain("Samma igen");
    expect(page.node.querySelector(".live")).toBeNull();
  });

  it("says what is wrong, and offers the list and another try", async () => {
    history.replaceState(null, "", "/conferences#k9");
    await page.start();
    expect(page.node.querySelector("[role=alert]")).not.toBeNull();
    desk.on("GET /api/v1/conferences/k9", conference({ id: "k9", state: "over" }));
    press(page.node, "Försök igen");
    await vi.waitFor(() => expect(words(page.node)).toContain("Avslutad"));
  });
});
