import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * The send check alone: one classic script with a fixed name and no imports, since the manifests name it and classic Outlook
 * for Windows runs nothing else. Written beside the client that `vite.config.ts` has built. Its engine knows ES2016.
 */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: here("../backend/web/dist"),
    emptyOutDir: false,
    copyPublicDir: false,
    target: "es2016",
    modulePreload: false,
    rolldownOptions: {
      input: here("src/events/main.ts"),
      // A field is what the constructor sets: in this engine's words each would otherwise be defined by a call.
      transform: {
        assumptions: { setPublicClassFields: true },
        typescript: { removeClassFieldsWithoutInitializer: true },
      },
      output: { format: "iife", entryFileNames: "events.js", codeSplitting: false },
    },
  },
});
