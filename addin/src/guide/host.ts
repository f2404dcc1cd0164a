import type { Api } from "../shared/api";
import type { Language } from "../shared/i18n";
import type { MeetingType, SupportContact } from "../shared/meetings";

/** What the guide needs of the page it is opened in. */
export interface GuideHost {
  readonly api: Api;
  readonly language: Language;
  /** What may be booked here, and whom to ask when nothing may. */
  readonly profile: {
    readonly types: readonly MeetingType[];
    readonly support: readonly SupportContact[];
  };
  /** Takes the proposal over: the type's card is to be chosen. `words` say so. Missing where nothing can be booked. */
  readonly choose?: (type: MeetingType, service: string | undefined, words: string) => void;
  /** Goes back to where the guide was opened. */
  leave(): void;
}
