// Reads invitations, one JSON a line, and answers with their reports: `node run.mjs DETECTOR < IN > OUT`.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { check } = await import(pathToFileURL(process.argv[2]).href);
const lines = readFileSync(0, "utf8").split("\n").filter(Boolean);
process.stdout.write(lines.map((line) => JSON.stringify(check(JSON.parse(line)))).join("\n"));
