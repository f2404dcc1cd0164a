/** The guide's own words, fetched with it; questions, options, reasons and advice come from the service. */
export const TEXTS = {
  title: { sv: "Hjälp mig välja", en: "Help me choose" },
  opening: { sv: "Hämtar frågorna …", en: "Fetching the questions …" },
  waiting: {
    sv: "Det tar lite längre än vanligt. Vi väntar på svar …",
    en: "This takes a little longer than usual. We are waiting for an answer …",
  },
  extra: { sv: "Om patienten", en: "About the patient" },
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
    sv: "Här bokar du inget. Mötet sker i {title}.",
    en: "You book nothing here. The meeting takes place in {title}.",
  },
  leadJoin: {
    sv: "Du får vara med, och du behöver inte boka något.",
    en: "You may take part, and you need not book anything.",
  },
  leadStop: { sv: "Inget är bokat.", en: "Nothing is booked." },
  choose: { sv: "Välj {title}", en: "Choose {title}" },
  chosen: { sv: "{title} är valt.", en: "{title} is chosen." },
  inOutlook: {
    sv: "Öppna en bokning i Outlook, tryck på Nytt möte och välj {title}.",
    en: "Open an appointment in Outlook, press New meeting and choose {title}.",
  },
  byGuide: {
    sv: "Öppna en bokning i Outlook, tryck på Nytt möte och Hjälp mig välja, och svara likadant. Då kan du välja {title}.",
    en: "Open an appointment in Outlook, press New meeting and Help me choose, and answer the same. Then you can choose {title}.",
  },
  service: { sv: "Videotjänst: {name}", en: "Video service: {name}" },
  open: { sv: "Öppna {title}", en: "Open {title}" },
  outside: { sv: "(öppnas i ett nytt fönster)", en: "(opens in a new window)" },
  why: { sv: "Därför", en: "Why" },
  now: { sv: "Gör så här", en: "What to do" },
  refine: {
    sv: "Barn, tolk eller skyddad identitet?",
    en: "A child, an interpreter or a protected identity?",
  },
  refineHelp: {
    sv: "Svara på det som gäller, så får du råd som passar. Ålder och annat om patienten sparas inte.",
    en: "Answer what applies, and the advice will fit. Age and other facts of the patient are not kept.",
  },
  suits: { sv: "Passar det med video? ({count})", en: "Does video suit? ({count})" },
  unsuitable: { sv: "Träffas hellre på plats om:", en: "Rather meet in person if:" },
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
  byLink: { sv: "Boka här med länk till {system}", en: "Book here with a link to {system}" },
  byLinkWhy: {
    sv: "Finns mötet redan i {system}? Då kan du boka det här med länken därifrån.",
    en: "Is the meeting already in {system}? Then you can book it here with the link from there.",
  },
} as const;
