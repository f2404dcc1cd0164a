/** The words of the rooms' part, fetched with it. */
export const TEXTS = {
  help: {
    sv: "Rummen du väljer kan ansluta till mötet från sin panel. Panelen visar aldrig vad mötet handlar om.",
    en: "The rooms you choose can join the meeting from their panel. It never shows what the meeting is about.",
  },
  helpSeries: {
    sv: "Rummen du väljer gäller alla tillfällen i serien. Panelen visar aldrig vad mötet handlar om.",
    en: "The rooms you choose hold for every date of the series. Their panel never shows what the meeting is about.",
  },
  none: { sv: "Inget rum är valt.", en: "No room is chosen." },
  loading: { sv: "Hämtar rum …", en: "Fetching rooms …" },
  add: { sv: "Lägg till rum", en: "Add room" },
  search: { sv: "Sök bland lediga rum", en: "Search among free rooms" },
  places: { sv: "{count} platser", en: "{count} seats" },
  more: {
    sv: "{count} till är lediga. Skriv en del av namnet eller orten.",
    en: "{count} more are free. Write part of the name or place.",
  },
  noRooms: {
    sv: "Inga rum är inlagda än. Fråga rumssupporten.",
    en: "No rooms are on the list yet. Ask the room support.",
  },
  noMatch: { sv: "Inget rum heter så.", en: "No room is called that." },
  allTaken: { sv: "De rummen är upptagna då.", en: "Those rooms are taken then." },
  choose: { sv: "Välj", en: "Choose" },
  chooseFor: { sv: "Välj {name}", en: "Choose {name}" },
  choosing: { sv: "Väljer …", en: "Choosing …" },
  chosen: { sv: "{name} är valt.", en: "{name} is chosen." },
  remove: { sv: "Ta bort", en: "Remove" },
  removeFor: { sv: "Ta bort {name}", en: "Remove {name}" },
  removing: { sv: "Tar bort …", en: "Removing …" },
  removed: { sv: "{name} är inte längre valt.", en: "{name} is no longer chosen." },
  taken: {
    sv: "{name} är upptaget {time} av ett möte eller en MDK som hade tiden först. Välj ett annat rum.",
    en: "{name} is taken {time} by a meeting or a conference that had the time first. Choose another room.",
  },
} as const;
