/** Every word of the console in one table, so that a part asks one translator for all it says. */
import type { Translator } from "../shared/i18n";
import { SHELL_TEXTS } from "../staff/texts";
import { LOG_TEXTS } from "./log/texts";
import { ROOM_TEXTS } from "./rooms/texts";
import { STATISTICS_TEXTS } from "./statistics/texts";
import { STATUS_TEXTS } from "./status/texts";
import { UNIT_TEXTS } from "./unit/texts";

export const WORDS = {
  ...SHELL_TEXTS,
  ...UNIT_TEXTS,
  ...LOG_TEXTS,
  ...ROOM_TEXTS,
  ...STATUS_TEXTS,
  ...STATISTICS_TEXTS,
} as const;
export type WordKey = keyof typeof WORDS & string;
export type Words = Translator<typeof WORDS>;
