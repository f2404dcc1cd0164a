import type { Field, Finding, Invite, Report } from "./shapes";

export type { Attendee, Field, Finding, Invite, Part, Report, Severity, Verdict } from "./shapes";

const NUMBER = /(?:^|[^0-9])((?:[0-9]{2})?[0-9]{6}[-+ \u00a0\u2010-\u2015\u2212]?[0-9]{4})(?![0-9])/g;

/** Checks what is about to be sent. Pure: the same invite gives the same report, wherever it runs. */
export function check(invite: Invite): Report {
  const findings = [
    ...numbers("subject", invite.subject),
    ...numbers("body", invite.bodyHtml),
    ...numbers("location", invite.location),
  ];
  return { verdict: findings.length > 0 ? "block" : "ok", findings };
}

function numbers(field: Field, text: string): Finding[] {
  const found: Finding[] = [];
  NUMBER.lastIndex = 0;
  for (let match = NUMBER.exec(text); match; match = NUMBER.exec(text)) {
    const number = match[1] ?? "";
    if (passes(number.replace(/[^0-9]/g, "").slice(-10))) {
      const masked = `…·${number.slice(-2)}`;
      const start = Array.from(text.slice(0, NUMBER.lastIndex - number.length)).length;
      found.push({
        rule: "personal-number",
        severity: "block",
        field,
        part: "text",
        start,
        length: number.length,
        masked,
        sv: `Inbjudan innehåller ett personnummer (slutar på ${masked}). Ta bort det och skicka igen. Patienten får sin länk via 1177.`,
        en: `The invitation contains a personal identity number (ending ${masked}). Remove it and send again. The patient gets the link through 1177.`,
      });
    }
  }
  return found;
}

function passes(ten: string): boolean {
  const month = Number(ten.slice(2, 4));
  const day = Number(ten.slice(4, 6)) % 60;
  let sum = 0;
  for (let at = 0; at < ten.length; at += 1) {
    const weighed = Number(ten[at]) * (at % 2 === 0 ? 2 : 1);
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return month <= 12 && day >= 1 && day <= 31 && sum % 10 === 0;
}
