/** Gzipped bytes that a page makes the browser fetch before it can be used: HTML, its scripts with their imports, its styles. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../../backend/web/dist/", import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}manifest.json`, "utf8"));
const zipped = (file) => gzipSync(readFileSync(dist + file), { level: 9 }).length;

const PAGES = ["taskpane.html", "commands.html", "teams.html"];

function files(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) {
    return seen;
  }
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) {
    seen.add(style);
  }
  for (const next of chunk.imports ?? []) {
    files(next, seen);
  }
  return seen;
}

const sizes = PAGES.filter((page) => manifest[page]).map((page) => ({
  page,
  gzip: zipped(page) + [...files(page)].reduce((sum, file) => sum + zipped(file), 0),
}));
/** The send check: one file of its own, fetched by Outlook itself. */
const scripts = ["events.js"].map((page) => ({ page, gzip: zipped(page) }));
console.log(JSON.stringify([...sizes, ...scripts]));
