/** Reads what an appointment would send, by office.js's own calls and nothing else: also where there is no page. */
import type { Attendee, Field, Invite } from "../privacy/check";

/** Swedish time is at most two hours ahead of UTC: the day is never behind the one on the wall. */
const AHEAD = 2 * 3_600_000;

type Done<T> = (result: Office.AsyncResult<T>) => void;

/** What the check is given, and what the host would not tell. */
export interface Reading {
  readonly invite: Invite;
  readonly unread: readonly Field[];
}

/** A call's answer; null when it is refused, throws or is not there at all. Never rejects. */
export function ask<T>(act: (done: Done<T>) => void): Promise<T | null> {
  return new Promise((resolve) => {
    try {
      const { Succeeded } = Office.AsyncResultStatus;
      act((result) => resolve(result.status === Succeeded ? (result.value ?? null) : null));
    } catch {
      resolve(null);
    }
  });
}

export function readBody(item: Office.AppointmentCompose): Promise<string | null> {
  return ask((done: Done<string>) => item.body.getAsync(Office.CoercionType.Html, done));
}

export function readSubject(item: Office.AppointmentCompose): Promise<string | null> {
  return ask((done: Done<string>) => item.subject.getAsync(done));
}

/** The rest of the invitation, around a text that has been read already (null: it could not be). */
export function readInvite(
  item: Office.AppointmentCompose,
  body: string | null,
  subject: string | null,
): Promise<Reading> {
  return Promise.all([
    places(item),
    people(item.requiredAttendees),
    people(item.optionalAttendees),
    attachments(item),
    ask((done: Done<Date>) => item.start.getAsync(done)),
  ]).then(([location, required, optional, attachmentNames, start]) => {
    const attendees = required && optional && required.concat(optional);
    const parts: readonly (readonly [Field, unknown])[] = [
      ["subject", subject],
      ["body", body],
      ["location", location],
      ["attendee", attendees],
      ["attachment", attachmentNames],
    ];
    return {
      invite: {
        subject: subject ?? "",
        bodyHtml: body ?? "",
        location: location ?? "",
        attendees: attendees ?? (required ?? []).concat(optional ?? []),
        attachmentNames: attachmentNames ?? [],
        start: start === null || Number.isNaN(start.getTime()) ? null : start.toISOString(),
        today: new Date(Date.now() + AHEAD).toISOString().slice(0, 10),
        ownDomains: ownDomains(),
      },
      unread: parts.filter(([, value]) => value === null).map(([field]) => field),
    };
  });
}

/** What the appointment remembers between forms, by name. What cannot be read is not there. */
export function readKept(item: Office.AppointmentCompose): Promise<(name: string) => unknown> {
  return ask((done: Done<Office.CustomProperties>) => item.loadCustomPropertiesAsync(done)).then(
    (kept) => (name) => {
      try {
        return kept?.get(name) || undefined;
      } catch {
        return;
      }
    },
  );
}

/** Places by name, from the list where the host has one (Mailbox 1.8), else the one line. */
function places(item: Office.AppointmentCompose): Promise<string | null> {
  if (!item.enhancedLocation) {
    return ask((done: Done<string>) => item.location.getAsync(done));
  }
  return ask((done: Done<Office.LocationDetails[]>) => item.enhancedLocation.getAsync(done)).then(
    (found) => found?.map((place) => place.displayName).join("; ") ?? null,
  );
}

function people(list: Office.Recipients): Promise<Attendee[] | null> {
  return ask((done: Done<Office.EmailAddressDetails[]>) => list.getAsync(done)).then(
    (found) =>
      found?.map(({ emailAddress, displayName }) => ({
        address: emailAddress ?? "",
        name: displayName ?? "",
      })) ?? null,
  );
}

/** Names only; a host before Mailbox 1.8 tells of no attachments. */
function attachments(item: Office.AppointmentCompose): Promise<string[] | null> {
  if (typeof item.getAttachmentsAsync !== "function") {
    return Promise.resolve([]);
  }
  return ask((done: Done<Office.AttachmentDetailsCompose[]>) => item.getAttachmentsAsync(done)).then(
    (found) => found?.map(({ name }) => name) ?? null,
  );
}

/** The mail domain of whoever sends: addresses there are inside. None known: everybody is outside. */
function ownDomains(): readonly string[] {
  try {
    const domain = Office.context.mailbox.userProfile.emailAddress.split("@")[1];
    return domain ? [domain.toLowerCase()] : [];
  } catch {
    return [];
  }
}
