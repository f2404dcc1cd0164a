/** Which text of an invitation a finding's place counts in. */
import type { Finding, Invite } from "./shapes";

/** The text as it was given; empty where there is none. */
export function sourceOf(
  { field, part, index = 0 }: Pick<Finding, "field" | "part" | "index">,
  invite: Invite,
): string {
  switch (field) {
    case "subject":
      return invite.subject;
    case "body":
      return invite.bodyHtml;
    case "location":
      return invite.location;
    case "attachment":
      return invite.attachmentNames[index] ?? "";
    default:
      return (part === "href" ? invite.attendees[index]?.address : invite.attendees[index]?.name) ?? "";
  }
}
