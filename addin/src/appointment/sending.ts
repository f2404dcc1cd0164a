/** The appointment as something to be sent: all that the check reads, and what it leaves for the check at send. */
import { FROM_DIALOG } from "../events/names";
import { isOurs } from "../events/ours";
import { ask, type Reading, readBody, readInvite, readKept, readSubject } from "../events/reading";
import {
  OVERRIDE_KEY,
  type Override,
  overrideIn,
  packOverride,
  packRegion,
  packRules,
  REGION_KEY,
  type Region,
  RULES_KEY,
  type Rules,
  rulesFor,
} from "../events/travel";
import type { Meeting } from "../shared/meetings";
import type { Appointment } from "./appointment";
import { call } from "./office";

type Done<T> = (result: Office.AsyncResult<T>) => void;

/** What the check at send has to know of a meeting. */
export function rulesOf({ type, audience, participant_limit: limit }: Meeting): Rules {
  return { type, audience, limit };
}

/** Every call but {@link keepOverride} never rejects: what cannot be read is named, and what cannot be kept is not. */
export interface Sending {
  /** Whether a stated reason reaches the check at send here. */
  readonly canOverride: boolean;
  /** As the check at send reads it, by the rules that the appointment remembers. */
  invite(): Promise<Reading>;
  /** Whether the pane was opened from the dialog that stopped a sending. */
  isFromDialog(): Promise<boolean>;
  /** Tells the check at send which kind of meeting this is. Writes only what is new. */
  keepRules(rules: Rules): Promise<void>;
  keepRegion(region: Region): Promise<void>;
  /** The findings a reason was stated for since the form was opened. */
  override(): Promise<Override>;
  /** Lets these findings, and no others, be sent. Rejects with AppointmentFault. */
  keepOverride(override: Override): Promise<void>;
}

/**
 * The open appointment as something to be sent; null where it is only shown. Takes Outlook's item by itself: what the
 * pane needs before it is shown knows nothing of this.
 */
export function sendingOf(appointment: Appointment): Sending | null {
  if (appointment.mode === "read") {
    return null;
  }
  return typeof Office === "undefined"
    ? plainSending(appointment)
    : outlookSending(Office.context.mailbox.item as unknown as Office.AppointmentCompose);
}

function outlookSending(item: Office.AppointmentCompose): Sending {
  return {
    canOverride: Boolean(item.sessionData),
    invite: async () => {
      const [body, subject, kept] = await Promise.all([readBody(item), readSubject(item), readKept(item)]);
      const { invite, unread } = await readInvite(item, body, subject);
      return { invite: { ...invite, ...rulesFor(kept(RULES_KEY), isOurs(body, kept)) }, unread };
    },
    isFromDialog: async () =>
      typeof item.getInitializationContextAsync === "function" &&
      Boolean(
        (await ask((done: Done<string>) => item.getInitializationContextAsync(done)))?.includes(FROM_DIALOG),
      ),
    keepRules: async (rules) => {
      const kept = await ask((done: Done<Office.CustomProperties>) => item.loadCustomPropertiesAsync(done));
      if (kept && kept.get(RULES_KEY) !== packRules(rules)) {
        kept.set(RULES_KEY, packRules(rules));
        await ask((done: Done<void>) => kept.saveAsync(done));
      }
    },
    keepRegion: async (region) => {
      const { roamingSettings } = Office.context;
      if (roamingSettings && roamingSettings.get(REGION_KEY) !== packRegion(region)) {
        roamingSettings.set(REGION_KEY, packRegion(region));
        await ask((done: Done<void>) => roamingSettings.saveAsync(done));
      }
    },
    override: async () =>
      overrideIn(await ask((done: Done<string>) => item.sessionData.getAsync(OVERRIDE_KEY, done))),
    keepOverride: (override) =>
      call("sessionData.setAsync", (done: Done<void>) =>
        item.sessionData.setAsync(OVERRIDE_KEY, packOverride(override), done),
      ),
  };
}

/** For the demo page, which sends nothing: what stands in the form can still be looked at. */
function plainSending(appointment: Appointment): Sending {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    canOverride: false,
    invite: async () => {
      const [subject, bodyHtml, places, { start }] = await Promise.all([
        appointment.subject(),
        appointment.body(),
        appointment.locations(),
        appointment.times(),
      ]);
      return {
        invite: {
          subject,
          bodyHtml,
          location: places.join("; "),
          start: start.toISOString(),
          attendees: [],
          attachmentNames: [],
          ownDomains: [],
        },
        unread: [],
      };
    },
    isFromDialog: () => Promise.resolve(false),
    keepRules: nothing,
    keepRegion: nothing,
    override: () => Promise.resolve(overrideIn(null)),
    keepOverride: nothing,
  };
}
