/** The conferences' page: multidisciplinary conferences are planned here, and followed while they go on. */
import "../shared/tokens.css";
import "../shared/controls.css";
import "../staff/staff.css";
import "../staff/form.css";
import "./conference.css";
import { translator } from "../shared/i18n";
import type { StaffData } from "../staff/context";
import { show } from "../staff/frame";
import { ConferencePage } from "./page";
import { WORDS, type Words } from "./texts";

show<StaffData, Words>({
  words: (language) => translator(WORDS, language),
  name: (text) => text("pageConferences"),
  page: (context) => new ConferencePage(context),
});
