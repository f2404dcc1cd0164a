import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Pages with their own HTML, and scripts that server-rendered pages fetch by name through manifest.json. */
const ENTRIES: Readonly<Record<string, string>> = {
  taskpane: "taskpane.html",
  commands: "commands.html",
  teams: "teams.html",
  door: "src/door/main.ts",
  host: "src/host/main.ts",
  demo: "src/demo/main.ts",
  console: "src/console/main.ts",
  sign: "src/sign/main.ts",
  conference: "src/conference/main.ts",
};

const BASE = /src\/shared\/(api|dates|dom|i18n|signin|theme)\.ts$/;

const present = Object.entries(ENTRIES).filter(([, path]) => existsSync(here(path)));

export default defineConfig({
  base: "/",
  publicDir: false,
  build: {
    outDir: here("../backend/web/dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["es2022", "chrome105", "safari16", "firefox115"],
    // Inlined data: addresses would need a wider Content-Security-Policy than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(present.map(([name, path]) => [name, here(path)])),
      // What every page uses, in one file: many small files cost more than they save.
      output: { codeSplitting: { groups: [{ name: "base", test: BASE }] } },
    },
  },
});
