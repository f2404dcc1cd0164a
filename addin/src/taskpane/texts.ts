/** Every word the pane says of itself; words about types, services and cards come from the profile. */
export const TEXTS = {
  title: { sv: "Skyddat vårdmöte", en: "Protected care meeting" },
  loading: { sv: "Hämtar mötestyper …", en: "Fetching meeting types …" },
  bookingFor: { sv: "Du bokar för {name}.", en: "You are booking for {name}." },

  chooseType: { sv: "Välj mötestyp", en: "Choose meeting type" },
  guide: { sv: "Hjälp mig välja", en: "Help me choose" },
  usual: { sv: "Er vanliga typ", en: "Your usual type" },
  limit: { sv: "Högst {count} deltagare", en: "At most {count} participants" },
  chooseService: { sv: "Videotjänst", en: "Video service" },
  inviteLanguage: { sv: "Språk i inbjudan", en: "Language of the invitation" },
  languageSv: { sv: "Svenska", en: "Swedish" },
  languageEn: { sv: "Engelska", en: "English" },
  create: { sv: "Skapa möte", en: "Create meeting" },
  creating: { sv: "Skapar mötet …", en: "Creating the meeting …" },

  created: {
    sv: "Mötet är skapat. Inbjudan är klar att skicka.",
    en: "The meeting is created. The invitation is ready to send.",
  },
  changed: {
    sv: "Mötestypen är bytt. Inbjudan är uppdaterad.",
    en: "The meeting type is changed. The invitation is updated.",
  },
  changedSaved: {
    sv: "Skicka uppdateringen, så att alla får rätt inbjudan.",
    en: "Send the update so that everybody has the right invitation.",
  },
  newLink: {
    sv: "Länken är ny. Den gamla länken leder inte längre till mötet, så skicka den nya.",
    en: "The link is new. The old link no longer leads to the meeting, so send the new one.",
  },
  sameLink: { sv: "Länken är densamma.", en: "The link is the same." },
  restored: { sv: "Inbjudan är lagad.", en: "The invitation is mended." },
  removed: { sv: "Mötet är borttaget. Länken är stängd.", en: "The meeting is removed. The link is closed." },
  removedNext: {
    sv: "Text och plats är borttagna. Det du själv har skrivit är kvar. Har du redan skickat inbjudan? Skicka då en uppdatering.",
    en: "Text and location are taken out. What you wrote yourself is still there. Have you already sent the invitation? Then send an update.",
  },
  cleared: {
    sv: "Mötets text är borttagen ur inbjudan. Det du själv har skrivit är kvar.",
    en: "The meeting's text is taken out of the invitation. What you wrote yourself is still there.",
  },
  followed: { sv: "Mötet är flyttat till {time}.", en: "The meeting is moved to {time}." },
  didLocation: { sv: "Plats: {name}", en: "Location: {name}" },
  didText: { sv: "Text med länk ligger i inbjudan", en: "The text with the link is in the invitation" },
  didSubject: { sv: "Ämne: {name}", en: "Subject: {name}" },

  yourMeeting: { sv: "Mötet i den här bokningen", en: "The meeting in this appointment" },
  stateCreating: { sv: "Skapas …", en: "Being created …" },
  stateReady: { sv: "Klart", en: "Ready" },
  stateLive: { sv: "Pågår", en: "Under way" },
  stateEnded: { sv: "Avslutat", en: "Ended" },
  stateRemoved: { sv: "Borttaget", en: "Removed" },
  stateFailed: { sv: "Inte skapat", en: "Not created" },
  organisedBy: { sv: "Värd: {name}", en: "Host: {name}" },

  start: { sv: "Starta möte", en: "Start meeting" },
  starting: { sv: "Startar …", en: "Starting …" },
  started: { sv: "Mötet öppnas i ett nytt fönster.", en: "The meeting opens in a new window." },
  startBlocked: {
    sv: "Syns inget nytt fönster? Öppna mötet här inom en minut:",
    en: "No new window? Open the meeting here within a minute:",
  },
  openHost: { sv: "Öppna mötet", en: "Open the meeting" },

  linkTitlePatient: { sv: "Länk till patienten", en: "Link to the patient" },
  linkTitleStaff: { sv: "Länk till mötet", en: "Link to the meeting" },
  copyLink1177: { sv: "Kopiera länk till 1177", en: "Copy link for 1177" },
  copyLink: { sv: "Kopiera länk", en: "Copy link" },
  copied: { sv: "Länken är kopierad.", en: "The link is copied." },
  copiedPatient: {
    sv: "Länken är kopierad. Öppna Personalverktyget, välj mallen nedan och klistra in länken.",
    en: "The link is copied. Open Personalverktyget, choose the template below and paste the link.",
  },
  copiedText: { sv: "Hela texten är kopierad.", en: "The whole text is copied." },
  copyFailed: {
    sv: "Webbläsaren tillät inte kopiering. Markera länken nedan och kopiera med Ctrl+C.",
    en: "The browser did not allow copying. Select the link below and copy it with Ctrl+C.",
  },
  notInMail: {
    sv: "Patienten får sin länk i inkorgen på 1177, inte i mejl.",
    en: "The patient gets the link in the 1177 inbox, not by e-mail.",
  },
  staffLinkHelp: {
    sv: "Kollegerna får länken med inbjudan. Kopiera den bara om någon behöver den på annat sätt.",
    en: "Colleagues get the link with the invitation. Copy it only if somebody needs it another way.",
  },
  template: { sv: "Välj mall i Personalverktyget", en: "Choose template in Personalverktyget" },
  templateOne: { sv: "Mall i Personalverktyget", en: "Template in Personalverktyget" },
  caseType: { sv: "Ärendetyp", en: "Case type" },
  internalName: { sv: "Internt namn", en: "Internal name" },
  wholeText: { sv: "Hela texten till patienten", en: "The whole text for the patient" },
  copyWholeText: { sv: "Kopiera hela texten", en: "Copy the whole text" },
  linkField: { sv: "Länk", en: "Link" },

  participants: { sv: "Deltagare", en: "Participants" },
  cohosts: { sv: "Medvärdar", en: "Co-hosts" },
  rooms: { sv: "Rum", en: "Rooms" },

  changeType: { sv: "Byt mötestyp", en: "Change meeting type" },
  chooseNewType: { sv: "Byt mötestyp", en: "Change meeting type" },
  presentType: { sv: "Nuvarande", en: "Current" },
  change: { sv: "Byt till {type}", en: "Change to {type}" },
  changing: { sv: "Byter mötestyp …", en: "Changing the type …" },
  willKeepLink: {
    sv: "Länken blir densamma. Texten i inbjudan byts där den står.",
    en: "The link stays the same. The text in the invitation is replaced where it stands.",
  },
  willChangeLink: {
    sv: "Länken blir ny, och den gamla slutar leda till mötet. Den som redan har fått länken behöver den nya.",
    en: "The link will be new, and the old one will no longer lead to the meeting. Whoever has the link needs the new one.",
  },
  cancel: { sv: "Avbryt", en: "Cancel" },

  remove: { sv: "Ta bort möte", en: "Remove meeting" },
  removeAsk: {
    sv: "Ta bort mötet? Länken stängs för alla som har fått den. Det du själv har skrivit blir kvar.",
    en: "Remove the meeting? The link closes for everybody who has it. What you wrote yourself stays.",
  },
  removeYes: { sv: "Ja, ta bort", en: "Yes, remove" },
  removeNo: { sv: "Behåll mötet", en: "Keep the meeting" },
  removing: { sv: "Tar bort mötet …", en: "Removing the meeting …" },

  textMissing: {
    sv: "Mötet finns, men dess text saknas i inbjudan.",
    en: "The meeting exists, but its text is missing in the invitation.",
  },
  textDoubled: {
    sv: "Mötets text finns mer än en gång i inbjudan.",
    en: "The meeting's text is in the invitation more than once.",
  },
  mend: { sv: "Laga inbjudan", en: "Mend the invitation" },
  mending: { sv: "Lagar inbjudan …", en: "Mending the invitation …" },

  movedAsk: {
    sv: "Bokningen har en annan tid än mötet ({time}). Är det samma möte som har flyttats, eller en kopia?",
    en: "The appointment has another time than the meeting ({time}). Is it the same meeting moved, or a copy?",
  },
  sameAsk: {
    sv: "Mötet ({time}) hör till en bokning som redan är sparad. Är det här samma bokning, eller en kopia?",
    en: "The meeting ({time}) belongs to an appointment that is already saved. Is this the same appointment, or a copy?",
  },
  isSame: { sv: "Det är samma bokning", en: "It is the same appointment" },
  kept: { sv: "Mötet hör till den här bokningen.", en: "The meeting belongs to this appointment." },
  moveHere: { sv: "Flytta mötet hit", en: "Move the meeting here" },
  moving: { sv: "Flyttar mötet …", en: "Moving the meeting …" },
  isCopy: { sv: "Det är en kopia", en: "It is a copy" },
  copyFound: {
    sv: "Den här bokningen är en kopia. Länken i texten hör till ett annat möte, som inte påverkas. Skapa ett eget möte här.",
    en: "This appointment is a copy. The link in the text belongs to another meeting, which is not affected. Create one of its own here.",
  },
  foreignFound: {
    sv: "I inbjudan finns ett vårdmöte som hör till en annan enhet eller inte längre finns. Skapa ett nytt här, så byts texten ut.",
    en: "The invitation holds a care meeting that belongs to another unit or no longer exists. Create a new one here and the text is replaced.",
  },
  foreignRead: {
    sv: "Vårdmötet i inbjudan hör till en annan enhet eller finns inte längre. Använd länken i inbjudan, eller fråga den som bjöd in.",
    en: "The care meeting in the invitation belongs to another unit or no longer exists. Use the link in the invitation, or ask whoever invited you.",
  },
  removedFound: {
    sv: "Mötet är borttaget och länken är stängd. Skapa ett nytt, eller ta bort texten ur inbjudan.",
    en: "The meeting is removed and the link is closed. Create a new one, or take the text out of the invitation.",
  },
  removedRead: {
    sv: "Mötet är borttaget och länken är stängd. Fråga den som bjöd in om du undrar.",
    en: "The meeting is removed and the link is closed. Ask whoever invited you if you wonder.",
  },
  clearText: { sv: "Ta bort texten", en: "Take the text out" },
  clearing: { sv: "Tar bort texten …", en: "Taking the text out …" },

  readOnly: {
    sv: "Öppna bokningen för redigering om du vill boka, byta eller ta bort mötet.",
    en: "Open the appointment for editing to book, change or remove the meeting.",
  },
  noMeeting: {
    sv: "Det finns inget skyddat vårdmöte i den här bokningen.",
    en: "There is no protected care meeting in this appointment.",
  },

  opening: { sv: "Öppnar …", en: "Opening …" },
  advice: { sv: "Tips för videomötet", en: "Advice for the video meeting" },
  help: { sv: "Hjälp och support", en: "Help and support" },

  tryAgain: { sv: "Försök igen", en: "Try again" },
  faultTooLarge: {
    sv: "Inbjudan är för lång för Outlook (högst 1 MB). {kept} Korta texten eller ta bort bilder, och välj Laga inbjudan.",
    en: "The invitation is too long for Outlook (at most 1 MB). {kept} Shorten the text or take pictures out, and choose Mend the invitation.",
  },
  faultReadOnly: {
    sv: "Outlook låter dig inte ändra den här bokningen. {kept} Öppna den för redigering, eller be den som äger kalendern.",
    en: "Outlook does not let you change this appointment. {kept} Open it for editing, or ask the owner of the calendar.",
  },
  faultUnsupported: {
    sv: "Den här versionen av Outlook klarar inte det. {kept} Öppna bokningen i Outlook på webben, eller kopiera länken och klistra in den själv.",
    en: "This version of Outlook cannot do that. {kept} Open the appointment in Outlook on the web, or copy the link and paste it yourself.",
  },
  faultHost: {
    sv: "Outlook svarade inte som det skulle. {kept} Försök igen. Hjälper det inte: stäng bokningen och öppna den på nytt.",
    en: "Outlook did not answer as it should. {kept} Try again. If that does not help: close the appointment and open it anew.",
  },
  faultLoose: {
    sv: "En del av en tidigare mötestext ligger lös i inbjudan. {kept} Ta bort raden ”Mötes-id” och texten kring den för hand, och välj sedan Laga inbjudan.",
    en: "Part of an earlier meeting text lies loose in the invitation. {kept} Take out the line “Mötes-id” and the text around it by hand, and then choose Mend the invitation.",
  },
  faultNotVerified: {
    sv: "Vi kan inte se att texten hamnade rätt i inbjudan. {kept} Titta i inbjudan: mötets text ska finnas en gång. Annars: välj Laga inbjudan.",
    en: "We cannot see that the text landed right in the invitation. {kept} Look at it: the meeting's text should be there once. If not: choose Mend the invitation.",
  },
  faultParts: {
    sv: "Outlook skrev inte {parts}. {kept} Texten med länken ligger i inbjudan. Välj Laga inbjudan.",
    en: "Outlook did not write {parts}. {kept} The text with the link is in the invitation. Choose Mend the invitation.",
  },
  partLocation: { sv: "platsen", en: "the location" },
  partId: { sv: "mötets märkning i bokningen", en: "the meeting's mark in the appointment" },
  partSubject: { sv: "ämnet", en: "the subject" },
  and: { sv: " och ", en: " and " },
  keptMeeting: { sv: "Mötet är sparat och länken gäller.", en: "The meeting is saved and the link holds." },
  keptAsIs: { sv: "Inget är ändrat.", en: "Nothing is changed." },
  faultPart: {
    sv: "Den här delen kunde inte hämtas. Mötet är orört. Kontrollera nätverket och försök igen.",
    en: "This part could not be fetched. The meeting is untouched. Check the network and try again.",
  },
  faultStart: {
    sv: "Tillägget kunde inte läsas in. Bokningen är orörd. Stäng rutan och öppna den igen, eller ring supporten.",
    en: "The add-in could not be loaded. The appointment is untouched. Close the pane and open it again, or phone support.",
  },
  faultNoAppointment: {
    sv: "Det här är ingen bokning i kalendern. Inget är ändrat. Öppna eller skapa en bokning och välj Nytt möte där.",
    en: "This is not an appointment in the calendar. Nothing is changed. Open or create one and choose New meeting there.",
  },
} as const;
