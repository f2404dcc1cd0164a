/** The words of the fold beside a booking, before the list in it is fetched. */
export const BESIDE_TEXTS = {
  beside: { sv: "Vilka väntar och är med", en: "Who waits and who is in" },
  opening: { sv: "Öppnar listan …", en: "Opening the list …" },
  tryAgain: { sv: "Försök igen", en: "Try again" },
  faultPart: {
    sv: "Listan kunde inte hämtas. Mötet är orört. Kontrollera nätverket och försök igen.",
    en: "The list could not be fetched. The meeting is untouched. Check the network and try again.",
  },
} as const;
