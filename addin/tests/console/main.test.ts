import { beforeEach, describe, expect, it, vi } from "vitest";
import { json } from "../shared/service";
import { DATA, Desk, press, unit, words } from "./desk";

let desk: Desk;

/** Loads the page as the server sends it. */
async function load(data: object = DATA, address = "/console/unit"): Promise<HTMLElement> {
  history.replaceState(null, "", address);
  document.body.innerHTML = '<div id="console"></div>';
  const script = document.createElement("script");
  script.type = "application/json";
  script.id = "page-data";
  script.textContent = JSON.stringify(data);
  document.body.append(script);
  vi.resetModules();
  await import("../../src/console/main");
  return document.getElementById("console") ?? document.body;
}

beforeEach(() => {
  sessionStorage.clear();
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  desk = new Desk()
    .on("GET /api/v1/me", {
      user: "chef",
      name: "Britt Åsberg",
      unit: { id: "medicin" },
      roles: ["unit_head"],
    })
    .on("GET /api/v1/units", { units: [{ id: "medicin", name: { sv: "Medicin", en: "Medicine" } }] })
    .on("GET /api/v1/units/medicin", unit())
    .on("GET /api/v1/units/medicin/people", { people: [] });
  sessionStorage.setItem("vardmote.language", "sv");
});

describe("the console", () => {
  it("asks who one is in the demo, and lets one change", async () => {
    const node = await load();
    expect(words(node)).toContain("Vem är du?");
    expect(desk.calls).toHaveLength(0);
    node.querySelector<HTMLElement>(".person-button")?.click();
    await vi.waitFor(() => expect(words(node)).toContain("Du är Britt Åsberg"));
    expect(desk.calls[0]?.bearer).toBe("Bearer demo:chef");
    expect(document.cookie).toBe("");
    expect({ ...localStorage }).toEqual({});
    press(node, "Byt person");
    expect(words(node)).toContain("Vem är du?");
    expect(document.activeElement?.tagName).toBe("H1");
    expect(sessionStorage.getItem("vardmote.console.bearer")).toBeNull();
  });

  it("offers nobody to be outside the demo: it says how one signs in", async () => {
    const node = await load({ ...DATA, people: [] }, "/console/unit?demo=chef");
    expect(words(node)).toContain("Konsolen öppnas med regionens inloggning");
    expect(node.querySelectorAll("main button, main a")).toHaveLength(0);
    expect(sessionStorage.getItem("vardmote.console.bearer")).toBeNull();
  });

  it("takes the person of a demo link, and nobody it does not know, out of the address", async () => {
    const node = await load(DATA, "/console/unit?demo=chef#people");
    await vi.waitFor(() => expect(words(node)).toContain("Du är Britt Åsberg"));
    expect(location.href).toMatch(/\/console\/unit#people$/);
    sessionStorage.removeItem("vardmote.console.bearer");
    const other = await load(DATA, "/console/unit?demo=okänd");
    expect(words(other)).toContain("Vem är du?");
  });

  it("asks again when the sign-in no longer holds", async () => {
    sessionStorage.setItem("vardmote.console.bearer", "demo:borta");
    desk.answer("GET /api/v1/me", () => json({ code: "unauthenticated", detail_sv: "Inte inloggad." }, 401));
    const node = await load();
    await vi.waitFor(() => expect(words(node)).toContain("Inloggningen gäller inte längre."));
    expect(words(node)).toContain("Vem är du?");
  });

  it("says what is wrong when nothing answers, and tries again on a press", async () => {
    sessionStorage.setItem("vardmote.console.bearer", "demo:chef");
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
    const node = await load();
    await vi.waitFor(() => expect(words(node)).toContain("Vi når inte tjänsten just nu."));
    new Desk()
      .on("GET /api/v1/me", { user: "chef", name: "Britt Åsberg", roles: [] })
      .on("GET /api/v1/units", {
        units: [],
      });
    press(node, "Försök igen");
    await vi.waitFor(() => expect(words(node)).toContain("Du har ingen enhet att sköta här."));
  });

  it("changes language in place and remembers it", async () => {
    sessionStorage.setItem("vardmote.console.bearer", "demo:chef");
    const node = await load();
    await vi.waitFor(() => expect(words(node)).toContain("Personer och roller"));
    press(node, "In English");
    expect(document.documentElement.lang).toBe("en");
    await vi.waitFor(() => expect(words(node)).toContain("People and roles"));
    expect(document.activeElement?.textContent).toBe("På svenska");
    expect(document.title).toBe("The unit – Protected care meeting");
    expect(sessionStorage.getItem("vardmote.language")).toBe("en");
  });

  it("is empty once it is left", async () => {
    sessionStorage.setItem("vardmote.console.bearer", "demo:chef");
    const node = await load();
    await vi.waitFor(() => expect(words(node)).toContain("Personer och roller"));
    window.dispatchEvent(new Event("pagehide"));
    expect(node.childElementCount).toBe(0);
  });
});
