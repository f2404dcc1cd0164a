import { HostApp, type HostPorts } from "../../src/host/app";
import type { MeetingNews } from "../../src/host/view";

/** What a host is told on entering a meeting that is held at Pexip, with nothing that can be done there. */
const both = (words: string) => ({ sv: words, en: words });

export const AT_PEXIP = {
  id: "m1",
  embedded: false,
  reports: true,
  lobby: true,
  rooms: false,
  host_controls: [],
  leads_to: { system: both("Pexip"), allowed: true },
  type_label: both("Vårdmöte"),
  start: "2026-06-10T08:00:00+02:00",
  end: "2026-06-10T09:00:00+02:00",
  join_url: null,
};

/** What is told of it at first. */
export const NEWS: MeetingNews = {
  state: "open",
  state_reason: "",
  start: AT_PEXIP.start,
  end: AT_PEXIP.end,
  participant_limit: 15,
  in_count: 1,
  locked: false,
  ending_at: null,
  ending_reason: null,
};

/** A host who has entered that meeting, or one of which something else is `told`. */
export async function entered(told: object = {}, ports: Partial<HostPorts> = {}): Promise<HostApp> {
  const meeting = { ...AT_PEXIP, ...told };
  sessionStorage.setItem("vardmote.host.m1", JSON.stringify({ session: "host:x", meeting, name: "" }));
  const quiet = { say: () => undefined, changed: () => undefined };
  const app = new HostApp({ meetingId: "m1", language: "sv", ...quiet, ...ports });
  await app.start("");
  return app;
}
