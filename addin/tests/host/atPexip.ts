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
