import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Alarm, Case, Room } from "../../src/console/rooms/client";
import { EVERY_MS, RoomsPage } from "../../src/console/rooms/page";
import { json } from "../shared/service";
import { context, Desk, press, words } from "./desk";

const PATH = "/api/v1/room-support";
const AT = "2026-06-10T09:00:00+02:00";

function room(id: string, more: Partial<Room> = {}): Room {
  return {
    id,
    name: `Rum ${id}`,
    kind: "mdt_room",
    capacity: 8,
    site: "Köping",
    state: "free",
    sv: "Ledigt",
    en: "Free",
    since: AT,
    seen_at: AT,
    product: "Codec",
    software: "11.1",
    lacks: ["bookings"],
    alarms: [],
    open_cases: 0,
    stopped: null,
    ...more,
  };
}

const alarm = (more: Partial<Alarm> = {}): Alarm => ({
  source: "device",
  kind: "Cable",
  level: "warning",
  sv: "Kabeln är lös",
  en: "The cable is loose",
  since: AT,
  acknowledged_by: "",
  acknowledged_at: null,
  ...more,
});
const helped: Case = {
  id: "s1",
  room: "a",
  room_name: "Rum a",
  sv: "Ljudet fungerar inte",
  en: "No sound",
  state: { outcome: "ok", in_call: true, software: "11.1", alarms: ["Cable"] },
  opened_at: AT,
  closed_at: null,
  closed_by: "",
};

let desk: Desk;
let page: RoomsPage;

function told(rooms: readonly Room[], cases: readonly Case[] = [], reached = true): void {
  desk
    .on(`GET ${PATH}/rooms`, { reached, rooms })
    .on(`GET ${PATH}/cases`, { cases })
    .on(`GET ${PATH}/signs`, { signs: [] });
}

async function opened(): Promise<HTMLElement> {
  page = new RoomsPage(context());
  document.body.replaceChildren(page.node);
  await page.start();
  return page.node;
}

const part = (node: HTMLElement, id: string): HTMLElement => node.querySelector(`#${id}`) as HTMLElement;
const names = (node: HTMLElement): (string | null)[] =>
  [...part(node, "all-rooms").querySelectorAll("h3")].map((one) => one.textContent);

async function pressed(within: HTMLElement, name: string): Promise<void> {
  press(within, name);
  await vi.advanceTimersByTimeAsync(1);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  desk = new Desk();
});

afterEach(() => {
  page.stop();
  vi.useRealTimers();
});

/** What is set for a room: it has an entry of somebody else, and calls no unit. */
function set(id: string, more: object = {}): void {
  const one = `/api/v1/rooms/${id}`;
  const entries = {
    writes: true,
    state: "foreign",
    state_sv: "Någon annan skriver här",
    state_en: "Somebody else writes here",
    since: AT,
    foreign_entries: 2,
    overwrite: false,
    version: 3,
    ...more,
  };
  desk
    .on(`GET ${one}/services`, {
      services: [
        {
          service: "patient_care",
          joins: "no",
          shows: "no",
          reason: "x",
          reason_sv: "Kan inte ansluta",
          reason_en: "No",
        },
        { service: "other", joins: "yes", shows: "yes", reason: "", reason_sv: "", reason_en: "" },
      ],
    })
    .on(`GET ${one}/bookings`, entries)
    .answer(`GET ${one}/care-unit`, () => {
      const answer = json({ unit: null, name: null, entry: null });
      answer.headers.set("ETag", '"7"');
      return answer;
    });
}

async function unfolded(node: HTMLElement): Promise<HTMLElement> {
  const fold = part(node, "all-rooms").querySelector("details") as HTMLDetailsElement;
  fold.open = true;
  fold.dispatchEvent(new Event("toggle"));
  await vi.advanceTimersByTimeAsync(1);
  return fold;
}

describe("what is set for a room", () => {
  it("is read when it is asked for, once, and tells what the room can't do with each service", async () => {
    told([room("a")]);
    set("a");
    const node = await opened();
    expect(desk.count("GET /api/v1/rooms/a/services")).toBe(0);
    const fold = await unfolded(node);
    await unfolded(node);
    expect(desk.count("GET /api/v1/rooms/a/services")).toBe(1);
    expect(words(fold)).toContain("Vårdmöte patientKan inte ansluta");
    expect(words(fold)).toContain("otherRummet kan ansluta och visar en knapp.");
  });

  it("lets us write over another writer only on a press", async () => {
    told([room("a")]);
    set("a");
    const fold = await unfolded(await opened());
    expect(words(fold)).toContain("Någon annan skriver här");
    desk.on("PUT /api/v1/rooms/a/bookings", {});
    set("a", { overwrite: true, version: 4 });
    await pressed(fold, "Låt oss skriva över");
    expect(desk.sent("PUT /api/v1/rooms/a/bookings")).toEqual([{ overwrite: true }]);
    expect(words(fold)).toContain("Sparat. Panelen ändras inom en minut.");
    expect(words(fold)).toContain("Skriv inte över längre");
  });

  it("saves the unit that the room calls, and keeps what was written when the server says no", async () => {
    told([room("a")]);
    set("a", { writes: false });
    const fold = await unfolded(await opened());
    expect(words(fold)).not.toContain("Möten på panelen");
    const unit = fold.querySelector("input[name='unit']") as HTMLInputElement;
    unit.value = "finns-inte";
    const said = {
      code: "unknown-unit",
      detail_sv: "Enheten finns inte.",
      errors: [{ pointer: "/unit", code: "x" }],
    };
    desk.answer("PUT /api/v1/rooms/a/care-unit", () => json(said, 422));
    await pressed(fold, "Spara Vårdrum");
    expect(words(fold)).toContain("Enheten finns inte.");
    expect(unit.value).toBe("finns-inte");
    unit.value = "medicin";
    desk.on("PUT /api/v1/rooms/a/care-unit", {});
    await pressed(fold, "Spara Vårdrum");
    expect(desk.sent("PUT /api/v1/rooms/a/care-unit").at(-1)).toEqual({ unit: "medicin", entry: null });
    expect(words(fold)).toContain("Vårdrum är sparat.");
  });
});

describe("the rooms' page", () => {
  it("shows what nobody sees to first, the worst first", async () => {
    const seen = alarm({
      kind: "Fan",
      level: "critical",
      sv: "Sedd",
      acknowledged_by: "rum",
      acknowledged_at: AT,
    });
    told([
      room("a", { alarms: [seen, alarm()] }),
      room("b", { alarms: [alarm({ level: "error", sv: "Värst" })] }),
    ]);
    const alarms = part(await opened(), "alarms");
    expect([...alarms.querySelectorAll("li")].map((one) => one.querySelector("p")?.textContent)).toEqual([
      "Värst",
      "Kabeln är lös",
      "Sedd",
    ]);
    expect(alarms.querySelectorAll("button")).toHaveLength(2);
    expect(words(alarms)).toContain("Kvitterat av rum");
  });

  it("acknowledges by its source and kind, and says so", async () => {
    told([room("a", { alarms: [alarm()] })]);
    const node = await opened();
    desk.on(`POST ${PATH}/rooms/a/acknowledge`, room("a"));
    told([room("a", { alarms: [alarm({ acknowledged_by: "rum", acknowledged_at: AT })] })]);
    await pressed(part(node, "alarms"), "Kvittera");
    expect(desk.sent(`POST ${PATH}/rooms/a/acknowledge`)).toEqual([{ source: "device", kind: "Cable" }]);
    expect(words(part(node, "alarms"))).toContain("Larmet från Rum a är kvitterat av dig.");
  });

  it("tells how the room was when help was asked for, and closes the case", async () => {
    told([room("a", { open_cases: 1 })], [helped]);
    const node = await opened();
    expect(words(part(node, "cases"))).toContain("Då: i samtal · 11.1 · larm: Cable");
    desk.on(`POST ${PATH}/cases/s1/close`, helped);
    told([room("a")], [{ ...helped, closed_at: AT, closed_by: "rum" }]);
    await pressed(part(node, "cases"), "Avsluta ärendet");
    expect(words(part(node, "cases"))).toContain("Ärendet för Rum a är avslutat.");
    expect(words(part(node, "cases"))).toContain("Avslutade ärenden (1)");
  });

  it("finds rooms by name, by site and by what they need", async () => {
    told([room("a"), room("b", { site: "Sala", state: "unreached", sv: "Svarar inte" })]);
    const node = await opened();
    expect(names(node)).toEqual(["Rum a", "Rum b"]);
    const find = node.querySelector<HTMLInputElement>("input[name='find']") as HTMLInputElement;
    find.value = "sala";
    find.dispatchEvent(new Event("input", { bubbles: true }));
    expect(names(node)).toEqual(["Rum b"]);
    find.value = "";
    const which = node.querySelector("select") as HTMLSelectElement;
    which.value = "wrong";
    which.dispatchEvent(new Event("change"));
    expect(names(node)).toEqual(["Rum b"]);
    which.value = "in_call";
    which.dispatchEvent(new Event("change"));
    expect(words(part(node, "all-rooms"))).toContain("0 av 2 rum visas.");
  });

  it("keeps fresh, and leaves what has the focus where it stands", async () => {
    told([room("a", { alarms: [alarm()] }), room("b")]);
    const node = await opened();
    const button = part(node, "alarms").querySelector("button") as HTMLButtonElement;
    const fold = part(node, "all-rooms").querySelectorAll("details")[1] as HTMLDetailsElement;
    fold.open = true;
    button.focus();
    told([room("a", { alarms: [alarm()] }), room("b", { state: "in_call", sv: "I samtal" })]);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(words(part(node, "all-rooms"))).toContain("I samtal");
    expect(document.activeElement).toBe(button);
    expect(fold.isConnected && fold.open).toBe(true);
  });

  it("says from when it is when it can't read, and takes that back", async () => {
    told([room("a")]);
    const node = await opened();
    desk.answer(`GET ${PATH}/rooms`, () => json({ code: "service-unavailable" }, 503));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(words(node)).toContain("Det du ser är från kl. 10.00.");
    told([room("a")]);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(words(node)).not.toContain("Det du ser är från");
  });

  it("asks for nothing once it is left", async () => {
    told([room("a")]);
    await opened();
    page.stop();
    const asked = desk.calls.length;
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(desk.calls).toHaveLength(asked);
  });

  it("lets a room that refused the account be tried again, never one that shows another key", async () => {
    const why = (word: string): Partial<Room> => ({ state: "stopped", stopped: { why: word, since: AT } });
    told([room("a", why("authentication-refused")), room("b", why("untrusted"))]);
    const node = await opened();
    const [first, second] = part(node, "all-rooms").querySelectorAll<HTMLElement>("li");
    expect(words(second as HTMLElement)).toContain("vardmote rooms approve");
    expect(words(second as HTMLElement)).not.toContain("prövas igen");
    desk.on(`POST ${PATH}/rooms/a/release`, room("a"));
    await pressed(first as HTMLElement, "Låt rummet prövas igen");
    expect(desk.count(`POST ${PATH}/rooms/a/release`)).toBe(1);
  });

  it("shows a sign's link once, and keeps it while the page is read again", async () => {
    told([room("a")]);
    const node = await opened();
    desk.on(`POST ${PATH}/rooms/a/sign`, { url: "https://vard.example/sign/a/key" });
    await pressed(part(node, "all-rooms"), "Gör länk till en skylt");
    desk.on(`GET ${PATH}/signs`, { signs: [{ room: "a", made_at: AT, shown_at: null }] });
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    const link = node.querySelector<HTMLInputElement>(".sign-link input");
    expect(link?.value).toBe("https://vard.example/sign/a/key");
  });

  it("says when the product does not speak to rooms", async () => {
    told([room("a")], [], false);
    expect(words(await opened())).toContain("rooms.accounts");
  });

  it("says why it could not open", async () => {
    desk.answer(`GET ${PATH}/rooms`, () =>
      json({ code: "forbidden", detail_sv: "Rummen sköts av rumssupporten." }, 403),
    );
    expect(words(await opened())).toContain("Rummen sköts av rumssupporten.");
  });
});
