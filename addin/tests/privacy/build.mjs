// Builds the detector into one file that Node can load: `node build.mjs OUT`. For the tests that run both readers.
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = dirname(fileURLToPath(import.meta.url));

await build({
  configFile: false,
  logLevel: "error",
  root: resolve(here, "../.."),
  build: {
    outDir: resolve(process.argv[2]),
    emptyOutDir: false,
    minify: false,
    target: "es2019",
    rolldownOptions: {
      transform: {
        assumptions: { setPublicClassFields: true },
        typescript: { removeClassFieldsWithoutInitializer: true },
      },
    },
    lib: {
      entry: resolve(here, "../../src/privacy/check.ts"),
      formats: ["es"],
      fileName: () => "detector.mjs",
    },
  },
});
