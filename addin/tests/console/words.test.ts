import { describe, expect, it } from "vitest";
import { LOG_TEXTS } from "../../src/console/log/texts";
import { ROOM_TEXTS } from "../../src/console/rooms/texts";
import { STATISTICS_TEXTS } from "../../src/console/statistics/texts";
import { STATUS_TEXTS } from "../../src/console/status/texts";
import { UNIT_TEXTS } from "../../src/console/unit/texts";
import { WORDS } from "../../src/console/words";
import { SHELL_TEXTS } from "../../src/staff/texts";

describe("the words of the console", () => {
  it("stand once each: one page's never displace another's", () => {
    const parts = [SHELL_TEXTS, UNIT_TEXTS, LOG_TEXTS, ROOM_TEXTS, STATUS_TEXTS, STATISTICS_TEXTS];
    const counted = parts.reduce((sum, part) => sum + Object.keys(part).length, 0);
    expect(Object.keys(WORDS)).toHaveLength(counted);
  });
});
