/** The words of the console's frame, in both languages. Each page brings its own. */
export const SHELL_TEXTS = {
  product: { sv: "Skyddat vårdmöte", en: "Protected care meeting" },
  console: { sv: "Konsol", en: "Console" },
  title: { sv: "{page} – Skyddat vårdmöte", en: "{page} – Protected care meeting" },
  pages: { sv: "Sidor", en: "Pages" },
  pageUnit: { sv: "Enheten", en: "The unit" },
  pageLog: { sv: "Åtkomstloggen", en: "The access log" },
  languageSwitch: { sv: "In English", en: "På svenska" },
  toContent: { sv: "Till innehållet", en: "To the content" },
  signedIn: { sv: "Du är {name}", en: "You are {name}" },
  changePerson: { sv: "Byt person", en: "Change person" },
  toDemo: { sv: "Till demon", en: "To the demo" },
  signInTitle: { sv: "Vem är du?", en: "Who are you?" },
  signInDemo: {
    sv: "Demon har påhittade personer. Välj en för att se vad den får göra. Inget lösenord behövs.",
    en: "The demo has invented people. Choose one to see what they may do. No password is needed.",
  },
  signInElsewhereTitle: { sv: "Logga in", en: "Sign in" },
  signInElsewhere: {
    sv: "Du är inte inloggad. Konsolen öppnas med regionens inloggning, från Outlook eller intranätet. Fråga regionens IT-stöd om du inte hittar dit.",
    en: "You are not signed in. The console is opened with the region's own sign-in, from Outlook or the intranet. Ask the region's IT support if you do not find it.",
  },
  signedOut: {
    sv: "Inloggningen gäller inte längre. Det du sparat finns kvar. Logga in igen.",
    en: "You are no longer signed in. What you saved is kept. Sign in again.",
  },
  loading: { sv: "Hämtar …", en: "Fetching …" },
  working: { sv: "Sparar …", en: "Saving …" },
  removing: { sv: "Tar bort …", en: "Removing …" },
  tryAgain: { sv: "Försök igen", en: "Try again" },
  cancel: { sv: "Avbryt", en: "Cancel" },
  showMore: { sv: "Visa fler", en: "Show more" },
  yes: { sv: "Ja", en: "Yes" },
  no: { sv: "Nej", en: "No" },
  optional: { sv: "{label} (frivilligt)", en: "{label} (optional)" },
  fillIn: { sv: "Fyll i det här.", en: "Fill this in." },
  badValue: {
    sv: "Det här går inte att använda. Rätta och skicka igen.",
    en: "This cannot be used. Mend it and send again.",
  },
  mend: {
    sv: "Allt är inte ifyllt. Inget är skickat. Rätta det som är markerat och skicka igen.",
    en: "Not everything is filled in. Nothing has been sent. Mend what is marked and send again.",
  },
  fault: {
    sv: "Sidan kunde inte visa svaret. Det som redan är sparat finns kvar. Ladda om sidan, eller ring supporten.",
    en: "The page could not show the answer. What has already been saved is kept. Load the page again, or phone support.",
  },
  notRefreshed: {
    sv: "{done} Listan kunde inte läsas om. Ladda om sidan för att se den.",
    en: "{done} The list could not be read again. Load the page again to see it.",
  },
} as const;
