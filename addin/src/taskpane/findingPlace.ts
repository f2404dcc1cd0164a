/** Helps a person find a finding: the words before it as they are read, never the finding itself. */
import { unitsTo } from "../events/found";
import { readingOf } from "../invite/find";
import type { Finding, Invite } from "../privacy/check";

const LENGTH = 40;
const DIGIT = /\d/g;

/** Whether {@link whereabouts} tells what the finding is in, not what comes before it. */
export function isInside({ field }: Finding): boolean {
  return field === "attendee" || field === "attachment";
}

/** The last words before the finding, or the attendee or file it is in, with every digit hidden. Empty: it comes first. */
export function whereabouts(finding: Finding, invite: Invite): string {
  return shorten(source(finding, invite).replace(DIGIT, "•"));
}

function source({ field, start, index = 0 }: Finding, invite: Invite): string {
  if (field === "attendee") {
    const attendee = invite.attendees?.[index];
    return attendee?.name || attendee?.address || "";
  }
  if (field === "attachment") {
    return invite.attachmentNames?.[index] ?? "";
  }
  if (field === "body") {
    // A finding may begin inside a tag, as a link's address does; a tag cut off is no text.
    return readingOf(before(invite.bodyHtml, start).replace(/<[^>]*$/, ""));
  }
  return before((field === "subject" ? invite.subject : invite.location) ?? "", start);
}

/** The text up to a place counted in code points. */
function before(text: string, start: number): string {
  return text.slice(0, unitsTo(text, start));
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LENGTH ? `…${line.slice(-LENGTH)}` : line;
}
