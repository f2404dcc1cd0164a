import { beforeEach, describe, expect, it, vi } from "vitest";
import { form } from "../appointment/hosts";
import { json, problem, type Service } from "../shared/service";
import { bench, button, emptyPage, has, opened, seen, write } from "./bench";

beforeEach(emptyPage);

const ROOMS = "/api/v1/meetings/m1/rooms";
const ALEN = { id: "alen", name: "Alen", site: "Tallby" };
const CHOICES = [
  { ...ALEN, kind: "mdt_room", capacity: 12, chosen: false, free: true },
  {
    id: "bjork",
    name: "Björken",
    site: "Tallby",
    kind: "meeting_room",
    capacity: 8,
    chosen: false,
    free: true,
  },
  { id: "ceder", name: "Cedern", site: "", kind: "meeting_room", capacity: 6, chosen: false, free: false },
];

const chosen = (...states: (readonly [typeof ALEN, string])[]): object => ({
  rooms: states.map(([room, state]) => ({ ...room, state })),
  conflicts: states
    .filter(([, state]) => state === "taken")
    .map(([{ id }]) => ({
      room: id,
      start: "2026-06-10T10:00:00+02:00",
      end: "2026-06-10T11:00:00+02:00",
    })),
  of_series: false,
});

function prepared(service: Service, first: object = chosen(), tag = '"one"'): void {
  const { service: held } = service.add();
  service.once(`GET ${ROOMS}`, () => json(first, 200, { ETag: tag }));
  for (let time = 0; time < 3; time += 1) {
    service.once("GET /api/v1/meetings/m1/room-choices", () => json({ choices: CHOICES }));
    service.once("GET /api/v1/rooms/alen/services", () =>
      json({
        services: [
          {
            service: held,
            joins: "yes",
            shows: "no",
            reason: "x",
            reason_sv: "Anslut från rummets panel.",
            reason_en: "",
          },
        ],
      }),
    );
  }
}

describe("rooms of a meeting", () => {
  it("are chosen among the free ones, held against what was read, and say what they can't", async () => {
    const { main, service } = await bench(form({ meetingId: "m1" }), prepared);
    const part = await opened(main, "Rum");
    await seen(part, "Björken");
    expect(part.textContent).not.toContain("Cedern");
    service.once(`PUT ${ROOMS}`, () => json(chosen([ALEN, "booked"]), 200, { ETag: '"two"' }));
    part.querySelector<HTMLElement>("[aria-label='Välj Alen']")?.click();
    await seen(part, "Alen är valt.");
    expect(service.bodies.at(-1)).toEqual({ rooms: ["alen"] });
    expect(service.matches.at(-1)).toBe('"one"');
    await seen(part, "Anslut från rummets panel.");
    service.once(`PUT ${ROOMS}`, () => json(chosen(), 200, { ETag: '"three"' }));
    button(part, "Ta bort").click();
    await seen(part, "Alen är inte längre valt.");
    expect(service.matches.at(-1)).toBe('"two"');
    expect(service.bodies.at(-1)).toEqual({ rooms: [] });
  });

  it("are searched by name and place, and what finds none or only taken ones says so", async () => {
    const { main } = await bench(form({ meetingId: "m1" }), prepared);
    const part = await opened(main, "Rum");
    await seen(part, "Björken");
    const search = (words: string): void => {
      write(part, words);
      part.querySelector("input")?.dispatchEvent(new Event("input"));
    };
    search("tallby");
    expect(part.querySelectorAll("[aria-label^='Välj']")).toHaveLength(2);
    search("ceder");
    expect(part.textContent).toContain("De rummen är upptagna då.");
    search("granen");
    expect(part.textContent).toContain("Inget rum heter så.");
  });

  it("that another took meanwhile are said to be so, and nothing is claimed", async () => {
    const { main, service } = await bench(form({ meetingId: "m1" }), prepared);
    const part = await opened(main, "Rum");
    await seen(part, "Björken");
    service.once(`PUT ${ROOMS}`, () => problem(409, "room-taken"));
    service.once(`GET ${ROOMS}`, () => json(chosen(), 200, { ETag: '"two"' }));
    part.querySelector<HTMLElement>("[aria-label='Välj Alen']")?.click();
    await vi.waitFor(() => expect(part.querySelector("[role=alert]")).not.toBeNull());
    await vi.waitFor(() => expect(service.calls.filter((call) => call === `GET ${ROOMS}`)).toHaveLength(2));
    expect(has(part, "Ta bort")).toBe(false);
    expect(part.querySelectorAll("[aria-label^='Välj']")).toHaveLength(2);
  });

  it("that the meeting has lost by a move are shown with when", async () => {
    const { main } = await bench(form({ meetingId: "m1" }), (service) =>
      prepared(service, chosen([ALEN, "taken"])),
    );
    const part = await opened(main, "Rum");
    await seen(part, "Alen är upptaget");
    await seen(part, "av ett möte eller en MDK som hade tiden först");
  });
});
