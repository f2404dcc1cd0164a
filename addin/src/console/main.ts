/** The console: the page that the address names, in the frame of the pages for staff. */
import "../shared/tokens.css";
import "../shared/controls.css";
import "../staff/staff.css";
import "../staff/form.css";
import "./unit/unit.css";
import "./log/log.css";
import "./rooms/rooms.css";
import "./status/status.css";
import "./statistics/statistics.css";
import { translator } from "../shared/i18n";
import { show } from "../staff/frame";
import type { Page } from "../staff/page";
import type { ConsoleData, Context } from "./context";
import { LogPage } from "./log/page";
import { Shelf } from "./log/shelf";
import { RoomsPage } from "./rooms/page";
import { StatisticsPage } from "./statistics/page";
import { StatusPage } from "./status/page";
import { UnitPage } from "./unit/page";
import { WORDS, type WordKey, type Words } from "./words";

type Made = readonly [name: WordKey, make: (context: Context, shelf: Shelf) => Page];

const PAGES: Readonly<Record<ConsoleData["page"], Made>> = {
  unit: ["pageUnit", (context) => new UnitPage(context)],
  log: ["pageLog", (context, shelf) => new LogPage(context, shelf)],
  rooms: ["pageRooms", (context) => new RoomsPage(context)],
  status: ["pageStatus", (context) => new StatusPage(context)],
  statistics: ["pageStatistics", (context) => new StatisticsPage(context)],
};

const shelf = new Shelf();

show<ConsoleData, Words>({
  words: (language) => translator(WORDS, language),
  name: (text, { page }) => text(PAGES[page][0]),
  page: (context) => PAGES[context.data.page][1](context, shelf),
  left: () => shelf.clear(),
});
