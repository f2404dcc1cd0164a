// How long one check of a body takes in a process that has done none before: `node cold.mjs DETECTOR BODY`, milliseconds.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { check } = await import(pathToFileURL(process.argv[2]).href);
const bodyHtml = readFileSync(process.argv[3], "utf8");
const rest = { subject: "Vårdmöte", location: "Rum 3", attendees: [], attachmentNames: [], ownDomains: [] };
const began = performance.now();
check({ ...rest, bodyHtml, today: "2026-11-22" });
process.stdout.write(String(performance.now() - began));
