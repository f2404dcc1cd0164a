/** The guide's own words, fetched with it; questions, options, reasons and advice come from the service. */
export const TEXTS = {
  title: { sv: "Hjälp mig välja", en: "Help me choose" },
  opening: { sv: "Hämtar frågorna …", en: "Fetching the questions …" },
  waiting: {
    sv: "Det tar lite längre än vanligt. Vi väntar på svar …",
    en: "This takes a little longer than usual. We are waiting for an answer …",
  },
  step: { sv: "Fråga {number} av högst {most}", en: "Question {number} of at most {most}" },
  many: {
    sv: "Du kan välja flera. Stämmer inget? Tryck på Vidare.",
    en: "You may choose several. Does none fit? Press Continue.",
  },
  next: { sv: "Vidare", en: "Continue" },
  remembered: { sv: "Senast på enheten", en: "Last in your unit" },
  given: { sv: "Ditt svar", en: "Your answer" },
  same: { sv: "Samma som sist", en: "Same as last time" },
  back: { sv: "Tillbaka", en: "Back" },
  over: { sv: "Börja om", en: "Start over" },
  cancel: { sv: "Avbryt", en: "Cancel" },
  leave: { sv: "Till mötestyperna", en: "To the meeting types" },
  leaveDay: { sv: "Till dagens möten", en: "To today's meetings" },

  proposal: { sv: "Vårt förslag", en: "Our suggestion" },
  book: { sv: "Boka {title}", en: "Book {title}" },
  other_system: { sv: "Använd {title}", en: "Use {title}" },
  join_only: { sv: "Anslut till deras möte", en: "Join their meeting" },
  stop: { sv: "Boka inte mötet ännu", en: "Do not book the meeting yet" },
  leadOther: {
    sv: "Det här mötet bokar du i {title}, inte här.",
    en: "You book this meeting in {title}, not here.",
  },
  leadJoin: {
    sv: "Du behöver inte boka något. Använd länken i inbjudan du fick. Den som bjuder in ansvarar för mötet, och du ansvarar för det du själv delar.",
    en: "You need not book anything. Use the link in the invitation you were sent. Whoever invites answers for the meeting, and you answer for what you share.",
  },
  leadStop: { sv: "Inget är bokat.", en: "Nothing is booked." },
  choose: { sv: "Välj {title}", en: "Choose {title}" },
  chosen: { sv: "{title} är valt.", en: "{title} is chosen." },
  inOutlook: {
    sv: "Öppna en bokning i Outlook, tryck på Nytt möte och välj {title}.",
    en: "Open an appointment in Outlook, press New meeting and choose {title}.",
  },
  limit: { sv: "Högst {count} deltagare", en: "At most {count} participants" },
  open: { sv: "Öppna {title}", en: "Open {title}" },
  outside: { sv: "(öppnas i ett nytt fönster)", en: "(opens in a new window)" },
  why: { sv: "Därför", en: "Why" },
  now: { sv: "Gör så här", en: "What to do" },
  advice: { sv: "Att tänka på ({count})", en: "To keep in mind ({count})" },
  ask: { sv: "Den du kan fråga", en: "Whom you can ask" },

  kept: { sv: "Dina svar är kvar.", en: "Your answers are kept." },
  orChoose: {
    sv: "Du kan också gå till mötestyperna och välja själv.",
    en: "You may also go to the meeting types and choose yourself.",
  },
  unreadable: {
    sv: "Svaret gick inte att läsa. Inget är bokat. Försök igen.",
    en: "The answer could not be read. Nothing is booked. Try again.",
  },
  tryAgain: { sv: "Försök igen", en: "Try again" },
} as const;
