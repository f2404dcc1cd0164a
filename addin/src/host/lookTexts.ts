/** The words of the host's list beside a booking; what is in the list has the host page's words. */
export const LOOK_TEXTS = {
  onlyLooks: {
    sv: "Här ser du vilka som väntar och är med. Du är inte själv med i mötet härifrån, och inget startar av att listan är öppen.",
    en: "Here you see who waits and who is in. You are not in the meeting from here, and nothing begins because the list is open.",
  },
  noHost: { sv: "Ingen värd är med i mötet just nu.", en: "No host is in the meeting right now." },
  joinFirst: {
    sv: "Ingen värd är med i mötet just nu. Tryck på Starta möte och anslut. Sedan kan du släppa in även härifrån.",
    en: "No host is in the meeting right now. Press Start meeting and join. Then you can let people in from here too.",
  },
  hostIn: { sv: "En värd är med i mötet.", en: "A host is in the meeting." },
  over: { sv: "Mötet är avslutat.", en: "The meeting has ended." },
  shut: {
    sv: "Du kan inte längre se listan. Mötet är orört. Är du fortfarande värd? Försök igen.",
    en: "You can no longer see the list. The meeting is untouched. Are you still a host? Try again.",
  },
  seenThere: {
    sv: "Mötet hålls i {system}. Vilka som är med syns där.",
    en: "The meeting is held in {system}. Who is in is seen there.",
  },
  endSure: {
    sv: "Avsluta mötet för alla? Alla kopplas ned direkt, också de som väntar.",
    en: "End the meeting for all? Everybody is disconnected at once, those who wait too.",
  },
  endYes: { sv: "Ja, avsluta för alla", en: "Yes, end for all" },
} as const;
