/** Lines that the ribbon's buttons leave in the appointment: at most 150 characters, so that Outlook shows them whole. */
export const TEXTS = {
  starting: { sv: "Startar mötet …", en: "Starting the meeting …" },
  started: {
    sv: "Mötet öppnas i ett nytt fönster. Syns inget fönster? Välj Nytt möte och starta mötet i rutan.",
    en: "The meeting opens in a new window. No window? Choose New meeting and start the meeting in the pane.",
  },
  nothingToStart: {
    sv: "Det finns inget skyddat vårdmöte i den här bokningen. Välj Nytt möte för att skapa ett.",
    en: "There is no protected care meeting in this appointment. Choose New meeting to create one.",
  },
  creating: { sv: "Skapar mötet …", en: "Creating the meeting …" },
  created: {
    sv: "Mötet är skapat. Inbjudan är klar att skicka.",
    en: "The meeting is created. The invitation is ready to send.",
  },
  present: {
    sv: "Mötet finns redan. Inbjudan är klar att skicka.",
    en: "The meeting is already there. The invitation is ready to send.",
  },
  openPane: {
    sv: "Mötet behöver ett val av dig. Välj Nytt möte, så visas det i rutan.",
    en: "The meeting needs a choice of yours. Choose New meeting to see it in the pane.",
  },
  trouble: {
    sv: "Outlook svarade inte som det skulle. Välj Nytt möte, så ser du hur mötet står och kan försöka igen.",
    en: "Outlook did not answer as it should. Choose New meeting to see how the meeting stands and try again.",
  },
} as const;
