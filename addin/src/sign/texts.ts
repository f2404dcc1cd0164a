/** The words of the sign: never what the meeting is about, and nobody's name. */
export const SIGN_TEXTS = {
  busy: {
    sv: "Här pågår videomöte – var god stör ej",
    en: "Video meeting in progress – please do not disturb",
  },
  booked: { sv: "Bokat för videomöte nu", en: "Booked for a video meeting now" },
  free: { sv: "Ledigt", en: "Free" },
  unbooked: { sv: "Inget är bokat nu", en: "Nothing is booked now" },
  unknown: { sv: "Skylten vet inte om rummet är ledigt", en: "The sign does not know if the room is free" },
  removed: { sv: "Skylten används inte längre", en: "The sign is no longer in use" },
  freeAt: { sv: "Ledigt kl. {time}", en: "Free at {time}" },
  freeUntil: { sv: "Till kl. {time}", en: "Until {time}" },
  bookedFrom: { sv: "Bokat från kl. {time}", en: "Booked from {time}" },
  nothingBooked: { sv: "Inget är bokat det närmaste dygnet", en: "Nothing is booked for the next 24 hours" },
  knock: {
    sv: "Knacka och vänta på svar innan du går in",
    en: "Knock and wait for an answer before you go in",
  },
  known: { sv: "Har inte fått svar sedan kl. {time}", en: "Has had no answer since {time}" },
  tomorrow: { sv: "{time} i morgon", en: "{time} tomorrow" },
} as const;
export type SignKey = keyof typeof SIGN_TEXTS & string;
