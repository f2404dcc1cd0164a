/** What the pane says of the check before sending; what was found is worded by the rules. */
export const TEXTS = {
  found: { sv: "Det här stoppar inbjudan när du skickar", en: "This stops the invitation when you send it" },
  review: { sv: "Läs igenom det här innan du skickar", en: "Read this through before you send" },
  nothing: { sv: "Kontroll innan du skickar", en: "Check before you send" },
  more: { sv: "Och {count} till.", en: "And {count} more." },
  show: { sv: "Visa var det står", en: "Show where it is" },
  stops: { sv: "Stoppar", en: "Stops" },
  warns: { sv: "Se över", en: "Look over" },
  after: { sv: "Det står efter: ”{words}”", en: "It comes after: “{words}”" },
  inside: { sv: "Det står i: ”{words}”", en: "It is in: “{words}”" },
  first: { sv: "Det står allra först.", en: "It comes at the very beginning." },
  again: { sv: "Kontrollera igen", en: "Check again" },
  checking: { sv: "Kontrollerar …", en: "Checking …" },
  back: { sv: "Tillbaka", en: "Back" },
  clean: {
    sv: "Vi hittade inget. Välj Skicka i Outlook.",
    en: "We found nothing. Choose Send in Outlook.",
  },
  unread: {
    sv: "Outlook lät oss inte läsa allt. Läs själv igenom inbjudan innan du skickar.",
    en: "Outlook did not let us read all of it. Read the invitation through yourself before you send it.",
  },
  override: { sv: "Skicka ändå med skäl", en: "Send anyway with a reason" },
  reasonTitle: { sv: "Varför ska det stå kvar?", en: "Why must it stay?" },
  reasonHelp: {
    sv: "Skälet sparas i loggen, inte vad som står i inbjudan. Det gäller bara det som visas här.",
    en: "The reason is kept in the log, not what the invitation says. It covers only what is shown here.",
  },
  note: {
    sv: "Beskriv kort, utan uppgifter om patienten",
    en: "Describe briefly, without anything about the patient",
  },
  reasonMissing: {
    sv: "Välj ett skäl. Inget är sparat än.",
    en: "Choose a reason. Nothing is saved yet.",
  },
  noteMissing: {
    sv: "Skriv några ord om skälet. Inget är sparat än.",
    en: "Write a few words about the reason. Nothing is saved yet.",
  },
  keep: { sv: "Spara skälet", en: "Save the reason" },
  keeping: { sv: "Sparar skälet …", en: "Saving the reason …" },
  cancel: { sv: "Avbryt", en: "Cancel" },
  kept: {
    sv: "Skälet är sparat. Välj Skicka i Outlook igen.",
    en: "The reason is saved. Choose Send in Outlook again.",
  },
  changed: {
    sv: "Inbjudan har ändrats. Skälet är inte sparat. Titta på det som visas nu.",
    en: "The invitation has changed. The reason is not saved. Look at what is shown now.",
  },
  notKept: {
    sv: "Skälet sparades inte, så inbjudan stoppas fortfarande. {why}",
    en: "The reason was not saved, so the invitation is still stopped. {why}",
  },
} as const;
