import type { Appointment } from "../appointment/appointment";
import type { Booking } from "../shared/booking";
import { type Language, pick, type Text } from "../shared/i18n";
import type { Me, Meeting, Meetings, MeetingType, Profile, ServiceChoice } from "../shared/meetings";
import { explain, type PaneText } from "./trouble";

/** What every part of the pane works with. */
export interface Context {
  readonly appointment: Appointment;
  readonly booking: Booking;
  readonly meetings: Meetings;
  readonly profile: Profile;
  readonly me: Me;
  readonly text: PaneText;
  readonly language: Language;
}

/** A profile text in the pane's language. */
export function say(context: Context, words: Text): string {
  return pick(words, context.language);
}

export function explainer(context: Context): (fault: unknown) => string {
  return (fault) => explain(fault, context.text);
}

export function typeOf(context: Context, meeting: Meeting): MeetingType | undefined {
  return context.profile.types.find((type) => type.code === meeting.type);
}

/** The types shown as cards: those of the picker, and the meeting's own if it was made elsewhere. */
export function shownTypes(profile: Profile, present?: string): readonly MeetingType[] {
  return profile.types.filter((type) => type.picker || type.code === present);
}

export function usualService(type: MeetingType): ServiceChoice | undefined {
  return type.services.find((service) => service.default) ?? type.services[0];
}
