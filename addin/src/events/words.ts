/** What the dialog at Send says: at most 500 characters, in plain words, never more of a number than its end. */
import type { Field, Finding } from "../privacy/check";
import { fillWords, type Language, type Text } from "../shared/i18n";

/** One message, plain and for hosts that draw Markdown (Mailbox 1.15). */
export interface Said {
  readonly text: string;
  readonly markdown: string;
}

/** Outlook cuts longer ones off (SmartAlertsEventCompletedOptions.errorMessage). */
export const LIMIT = 500;

/** The dialog's own button, at most 20 characters (cancelLabel). */
export const BUTTON: Text = { sv: "Visa var det står", en: "Show where it is" };

const UNREAD: Readonly<Record<Field, Text>> = {
  subject: { sv: "ämnet", en: "the subject" },
  body: { sv: "texten", en: "the text" },
  location: { sv: "platsen", en: "the location" },
  attendee: { sv: "deltagarna", en: "the attendees" },
  attachment: { sv: "bilagorna", en: "the attachments" },
};

const WORDS = {
  blocked: { sv: "Inbjudan är inte skickad.", en: "The invitation has not been sent." },
  reason: {
    sv: "Måste det stå kvar? Välj Nytt möte och ange skäl.",
    en: "Must it stay? Choose New meeting and give a reason.",
  },
  booker: {
    sv: "Måste det stå kvar? Be den som bokat mötet att skicka det.",
    en: "Must it stay? Ask whoever booked the meeting to send it.",
  },
  warned: {
    sv: "Läs igenom inbjudan innan du skickar.",
    en: "Read the invitation through before you send it.",
  },
  unread: {
    sv: "Outlook lät oss inte läsa {fields}. Läs själv igenom inbjudan, och skicka om där inte står personnummer eller annat om en patient.",
    en: "Outlook did not let us read {fields}. Read the invitation through yourself, and send it if it holds no personal identity number or anything else about a patient.",
  },
  everything: { sv: "inbjudan", en: "the invitation" },
  more: { sv: "Och {count} till.", en: "And {count} more." },
} as const satisfies Record<string, Text>;

/** What remains for somebody whose finding must stay: to state a reason oneself, or to ask whoever can. */
export type WayOut = "reason" | "booker";

/** For when nothing else can be said, not even in which language. */
export const STOPPED =
  "Inbjudan är inte skickad: den innehåller ett personnummer eller liknande. Ta bort det och skicka igen. / The invitation has not been sent: it contains a personal identity number or the like. Remove it and send again.";

export function blockWords(findings: readonly Finding[], wayOut: WayOut | null, language: Language): Said {
  const stopping = findings.filter((finding) => finding.severity === "block");
  return said(WORDS.blocked, stopping, wayOut ? [WORDS[wayOut][language]] : [], language);
}

export function warnWords(findings: readonly Finding[], language: Language): Said {
  return said(WORDS.warned, findings, [], language);
}

export function unreadWords(fields: readonly Field[], language: Language): Said {
  const names = fields.map((field) => UNREAD[field][language]).join(", ") || WORDS.everything[language];
  const text = fillWords(WORDS.unread[language], { fields: names });
  return { text, markdown: text };
}

/** A finding as the rules word it: what was found and where, and then what to do about it. */
export function saying(
  finding: Finding,
  language: Language,
): { readonly what: string; readonly then: string } {
  const words = finding[language];
  const [, what = words, then = ""] = /^([\s\S]*?\.)(?: ([\s\S]*))?$/.exec(words) ?? [];
  return { what, then };
}

/** As much as there is room for: what was found, each thing once, then what to do. What does not fit is counted. */
function said(head: Text, findings: readonly Finding[], tail: readonly string[], language: Language): Said {
  const sayings = findings.map((finding) => saying(finding, language));
  const all = unique(sayings.map(({ what }) => what));
  const advice = unique(sayings.map(({ then }) => then)).concat(tail);
  for (let count = all.length; count > 0; count -= 1) {
    const rest = all.length - count;
    const shown = all.slice(0, count).concat(rest ? [fillWords(WORDS.more[language], { count: rest })] : []);
    const text = [head[language], ...shown, ...advice].join(" ");
    // Outlook ends a point of a list at \r.
    const points = shown.map((one) => `- ${plain(one)}\r`).join("");
    const markdown = `**${head[language]}**\n\n${points}\n\n${plain(advice.join(" "))}`;
    if (Math.max(text.length, markdown.length) <= LIMIT) {
      return { text, markdown };
    }
  }
  const text = [head[language], ...advice].join(" ").slice(0, LIMIT);
  return { text, markdown: plain(text) };
}

function unique(texts: readonly string[]): string[] {
  return Array.from(new Set(texts.filter(Boolean)));
}

/** Nothing a finding shows may be read as Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, " ");
}
