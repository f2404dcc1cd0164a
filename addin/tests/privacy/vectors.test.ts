import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { check, type Finding, type Invite } from "../../src/privacy/check";

/** The same hand-chosen invitations as the backend's reader is held to, with its names. */
interface Vector {
  readonly name: string;
  readonly invite: Record<string, unknown>;
  readonly verdict: string;
  readonly findings: readonly Partial<Finding>[];
}

const NAMES: Readonly<Record<string, string>> = {
  body_html: "bodyHtml",
  attachment_names: "attachmentNames",
  own_domains: "ownDomains",
};
const NOTHING: Invite = {
  subject: "",
  bodyHtml: "",
  location: "",
  attendees: [],
  attachmentNames: [],
  ownDomains: [],
};

// Tests run in addin/.
const vectors = JSON.parse(readFileSync("../tests/vectors/privacy.json", "utf8")) as Vector[];

it.each(vectors)("$name", ({ invite, verdict, findings }) => {
  const given = Object.entries(invite).map(([name, value]) => [NAMES[name] ?? name, value]);
  const report = check({ ...NOTHING, ...Object.fromEntries(given) });
  expect(report.verdict).toBe(verdict);
  expect(report.findings).toHaveLength(findings.length);
  expect(report.findings).toMatchObject(findings);
});
