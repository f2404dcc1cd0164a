import { defineConfig } from "vitest/config";

/** What builds or runs scripts by itself needs an engine of its own, without a page around it. */
const BARE = "tests/events/bare*.test.ts";
/** Streams made by the page and read by the engine: the two have to be of one world. */
const STREAMS = "tests/{door/app,host/app,host/look}.test.ts";

export default defineConfig({
  test: {
    restoreMocks: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: "page",
          environment: "jsdom",
          // One engine for many pages, each in a context of its own: a page per file took four times as long.
          pool: "vmThreads",
          include: ["tests/**/*.test.ts"],
          exclude: [BARE, STREAMS],
        },
      },
      { extends: true, test: { name: "streams", environment: "jsdom", include: [STREAMS] } },
      { extends: true, test: { name: "bare", environment: "node", include: [BARE] } },
    ],
  },
});
