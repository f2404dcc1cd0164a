/** Every word of the demo page, in both languages. */
import type { Text, Translator } from "../shared/i18n";

export const WORDS = {
  title: { sv: "Prova Skyddat vårdmöte", en: "Try Protected care meeting" },
  product: { sv: "Skyddat vårdmöte", en: "Protected care meeting" },
  demo: { sv: "Demo", en: "Demo" },
  demoWhat: {
    sv: "Påhittade personer, bara för övning.",
    en: "Invented people, for practice only.",
  },
  who: { sv: "Du är", en: "You are" },
  calendarOf: { sv: "Kalender", en: "Calendar" },
  language: { sv: "In English", en: "På svenska" },
  again: { sv: "Börja om", en: "Start over" },
  againAsk: {
    sv: "Bokningar och meddelanden i demon tas bort.",
    en: "Appointments and messages in the demo are removed.",
  },
  againYes: { sv: "Ja, börja om", en: "Yes, start over" },
  no: { sv: "Nej", en: "No" },
  views: { sv: "Visa", en: "Show" },
  echo: {
    sv: "Patienten och värden delar dator här. Hörs det ett tjut? Stäng av mikrofonen hos den ena.",
    en: "The patient and the host share a computer here. A howling sound? Turn the microphone off in one of them.",
  },
  consoleAs: { sv: "Styra och granska i konsolen, som", en: "Steer and review in the console, as" },

  guide: { sv: "Guide", en: "Guide" },
  stepOf: { sv: "Steg {step} av 5", en: "Step {step} of 5" },
  step1: {
    sv: "Öppna utkastet i kalendern och tryck Nytt möte.",
    en: "Open the draft in the calendar and press New meeting.",
  },
  step2: {
    sv: "Välj mötestyp i panelen och tryck Skapa möte.",
    en: "Choose the type of meeting in the pane and press Create meeting.",
  },
  step3: {
    sv: "Tryck Skicka. Kopiera sedan länken i panelen och skicka den till patienten.",
    en: "Press Send. Then copy the link in the pane and send it to the patient.",
  },
  step4: {
    sv: "Var patient: öppna meddelandet, följ länken och tryck Anslut.",
    en: "Be the patient: open the message, follow the link and press Join.",
  },
  step5: {
    sv: "Var värd: tryck Starta möte i bokningen, anslut och släpp in patienten.",
    en: "Be the host: press Start meeting in the appointment, join and let the patient in.",
  },
  guideDone: {
    sv: "Klart! Ni ser och hör varandra. Prova att flytta tiden, byta mötestyp eller ta bort mötet, gör en serie av gruppträffen i kalendern, eller prova mötesrummet.",
    en: "Done! You see and hear each other. Try moving the time, changing the type or removing the meeting, make a series of the group meeting in the calendar, or try the meeting room.",
  },
  guideHide: { sv: "Dölj guiden", en: "Hide guide" },
  guideShow: { sv: "Visa guiden", en: "Show guide" },
  goThere: { sv: "Gå dit", en: "Go there" },

  outlook: { sv: "Outlook", en: "Outlook" },
  outlookShort: { sv: "Outlook", en: "Outlook" },
  standIn: { sv: "efterlikning", en: "stand-in" },
  patient: { sv: "Patienten", en: "The patient" },
  patientShort: { sv: "Patienten", en: "Patient" },
  hostScreen: { sv: "Värdens skärm", en: "The host's screen" },
  hostShort: { sv: "Värden", en: "Host" },
  room: { sv: "Mötesrummet", en: "The meeting room" },
  roomShort: { sv: "Rummet", en: "Room" },

  newAppointment: { sv: "Ny mötesförfrågan", en: "New meeting request" },
  today: { sv: "I dag", en: "Today" },
  dayBefore: { sv: "Dagen före", en: "The day before" },
  dayAfter: { sv: "Dagen efter", en: "The day after" },
  emptyDay: { sv: "Inget är bokat den här dagen.", en: "Nothing is booked on this day." },
  noSubject: { sv: "Ingen rubrik", en: "No title" },
  draftTitle: { sv: "Utkast till videomöte", en: "Draft of a video meeting" },
  seedMorning: { sv: "Morgonmöte", en: "Morning meeting" },
  seedLunch: { sv: "Lunch", en: "Lunch" },
  seedGroup: { sv: "Gruppträff", en: "Group meeting" },
  groupText: {
    sv: "Välkommen till gruppen. Vi ses på video sex gånger, samma tid varje vecka.",
    en: "Welcome to the group. We meet on video six times, at the same time every week.",
  },
  seedStaff: { sv: "Arbetsplatsträff", en: "Staff meeting" },
  draftHello: { sv: "Hej!", en: "Hello!" },
  draftText: {
    sv: "Välkommen till ett samtal på video. Hör av dig till mottagningen om tiden inte passar.",
    en: "Welcome to a conversation on video. Contact the clinic if the time does not suit you.",
  },
  draftBye: {
    sv: "Vänliga hälsningar, Medicinmottagningen Ekbacken",
    en: "Kind regards, Ekbacken Medical Clinic",
  },

  appointment: { sv: "Möte", en: "Meeting" },
  ribbon: { sv: "Menyfliksområde", en: "Ribbon" },
  group: { sv: "Skyddat vårdmöte", en: "Protected care meeting" },
  newMeeting: { sv: "Nytt möte", en: "New meeting" },
  startMeeting: { sv: "Starta möte", en: "Start meeting" },
  actions: { sv: "Åtgärder", en: "Actions" },
  send: { sv: "Skicka", en: "Send" },
  sendUpdate: { sv: "Skicka uppdatering", en: "Send update" },
  discard: { sv: "Ignorera", en: "Discard" },
  edit: { sv: "Ändra", en: "Edit" },
  close: { sv: "Stäng", en: "Close" },
  subject: { sv: "Rubrik", en: "Title" },
  required: { sv: "Obligatoriskt", en: "Required" },
  optional: { sv: "Valfritt", en: "Optional" },
  start: { sv: "Starttid", en: "Start time" },
  end: { sv: "Sluttid", en: "End time" },
  repeat: { sv: "Upprepas", en: "Recurs" },
  never: { sv: "Aldrig", en: "Never" },
  weekly: { sv: "Varje vecka t.o.m. {day}", en: "Every week until {day}" },
  timeWeekly: { sv: "{time}, varje vecka", en: "{time}, every week" },
  day: { sv: "datum", en: "date" },
  clock: { sv: "klockslag", en: "time" },
  place: { sv: "Plats", en: "Location" },
  findRoom: { sv: "Hitta rum", en: "Find a room" },
  removePlace: { sv: "Ta bort {name}", en: "Remove {name}" },
  body: { sv: "Text i mötet", en: "Text of the meeting" },
  time: { sv: "Tid", en: "Time" },
  paneTitle: { sv: "Panelen Skyddat vårdmöte", en: "The pane Protected care meeting" },
  closePane: { sv: "Stäng panelen", en: "Close the pane" },
  sentNow: {
    sv: "Inbjudan är skickad. Mötet står i kalendern.",
    en: "The invitation is sent. The meeting is in the calendar.",
  },
  savedNow: { sv: "Bokningen står i kalendern.", en: "The appointment is in the calendar." },
  noMeeting: {
    sv: "Bokningen har inget skyddat vårdmöte än, så det finns inget att starta. Tryck Nytt möte.",
    en: "The appointment has no protected care meeting yet, so there is nothing to start. Press New meeting.",
  },
  starting: { sv: "Mötet startar …", en: "The meeting is starting …" },
  started: { sv: "Mötet är öppnat på värdens skärm.", en: "The meeting is open on the host's screen." },
  dismiss: { sv: "Stäng meddelandet", en: "Close the message" },

  staffTool: { sv: "Personalverktyget", en: "Personalverktyget" },
  phone: { sv: "Telefonen", en: "Phone" },
  staffToolWhat: {
    sv: "Här skickar du länken till patientens inkorg på 1177.",
    en: "Here you send the link to the patient's inbox on 1177.",
  },
  to: { sv: "Till", en: "To" },
  patientName: { sv: "Vera Provberg (påhittad)", en: "Vera Provberg (invented)" },
  template: { sv: "Ärendetyp", en: "Case type" },
  templateChoose: { sv: "Välj central mall", en: "Choose a central template" },
  templateInternal: { sv: "Internt namn: {name}", en: "Internal name: {name}" },
  templateHint: { sv: "Panelen i Outlook säger vilken.", en: "The pane in Outlook says which." },
  templateMissing: {
    sv: "Ingen mall är vald. Texten är kvar. Välj den mall som panelen i Outlook visar.",
    en: "No template is chosen. The text is kept. Choose the template that the pane in Outlook shows.",
  },
  message: { sv: "Meddelande", en: "Message" },
  messageHint: {
    sv: "Klistra in det du kopierade i panelen.",
    en: "Paste what you copied in the pane.",
  },
  paste: { sv: "Klistra in", en: "Paste" },
  pasteFailed: {
    sv: "Webbläsaren släppte inte fram det kopierade. Fältet är oförändrat. Tryck Ctrl+V i fältet.",
    en: "The browser did not hand over what was copied. The field is unchanged. Press Ctrl+V in the field.",
  },
  linkMissing: {
    sv: "Meddelandet har ingen möteslänk. Texten är kvar. Kopiera länken i panelen i Outlook och klistra in den här.",
    en: "The message has no meeting link. The text is kept. Copy the link in the pane in Outlook and paste it here.",
  },
  deliver: { sv: "Skicka till inkorgen", en: "Send to the inbox" },
  delivered: { sv: "Meddelandet är skickat.", en: "The message is sent." },

  inbox: { sv: "Inkorgen", en: "The inbox" },
  inboxOf: { sv: "Vera Provbergs meddelanden", en: "Vera Provberg's messages" },
  inboxEmpty: { sv: "Inga meddelanden än.", en: "No messages yet." },
  inboxEmptyHint: {
    sv: "När vården har skickat länken kommer den hit.",
    en: "When the clinic has sent the link it comes here.",
  },
  unread: { sv: "Oläst", en: "Unread" },
  letterIntro: {
    sv: "Hej! Du har fått tid för ett digitalt vårdmöte, ett samtal på video.",
    en: "Hello! You have an appointment for a digital care meeting, a conversation on video.",
  },
  letterLink: { sv: "Anslutningslänk:", en: "Link to join:" },
  join: { sv: "Anslut till videomötet", en: "Join the video meeting" },
  browserBack: { sv: "Till inkorgen", en: "To the inbox" },
  address: { sv: "Adress", en: "Address" },
  ownWindow: { sv: "Öppna i eget fönster", en: "Open in its own window" },
  doorTitle: {
    sv: "Mötets dörr, som patienten ser den",
    en: "The door of the meeting, as the patient sees it",
  },

  hostEmpty: {
    sv: "Här visas mötet för dig som är värd.",
    en: "Here the meeting is shown to you as the host.",
  },
  hostEmptyHint: {
    sv: "Tryck Starta möte i bokningen, så öppnas det.",
    en: "Press Start meeting in the appointment and it opens.",
  },
  hostTitle: { sv: "Mötet, som värden ser det", en: "The meeting, as the host sees it" },
  hostMoved: { sv: "Värden är i ett eget fönster.", en: "The host is in a window of its own." },
  rooms: { sv: "Rum", en: "Rooms" },
  roomTitle: { sv: "Rummets skärm och pekpanel", en: "The room's screen and touch panel" },
  tryConference: {
    sv: "Prova MDK: tryck MDK på pekpanelen i ett MDK-rum och starta. Byt sedan rum och svara på frågan där.",
    en: "Try an MDT conference: press MDK on the touch panel of an MDT room and start. Then go to the other room and answer its question.",
  },
  planPage: { sv: "Planera en konferens", en: "Plan a conference" },
  tryBooked: {
    sv: "Prova ett bokat möte: välj rum i panelen när du bokar. Tryck Anslut i rummet, och släpp in rummet som värd. Rummets ljud och bild följer inte med i demon.",
    en: "Try a booked meeting: choose a room in the pane when you book. Press Join in the room, and let the room in as the host. The room's sound and picture do not come along in the demo.",
  },
  tryMore: {
    sv: "Prova mer: som värd ringer du ett rum med Ring rummet. Hjälp på panelen blir ett ärende hos rumssupporten, se konsolen nedan.",
    en: "Try more: as the host you call a room with Call the room. Help on the panel becomes a case with room support, see the console below.",
  },
  otherLanguage: {
    sv: "Rummens paneler talar engelska, som de är inställda på.",
    en: "The rooms' panels speak Swedish, as they are set to. VARDMOTE_DEMO_LANGUAGE=en make demo starts them in English.",
  },
  roomsAway: { sv: "Rummen startade inte med demon.", en: "The rooms did not start with the demo." },
  roomsAwayHint: {
    sv: "Allt annat går att prova. Starta om demon för att försöka igen.",
    en: "All else can be tried. Start the demo again to try once more.",
  },
  hostMovedHint: {
    sv: "Tryck Starta möte för att visa mötet här igen.",
    en: "Press Start meeting to show the meeting here again.",
  },
} as const;

export type WordKey = keyof typeof WORDS;
export type Table = Readonly<Record<WordKey, Text>>;
export type Words = Translator<Table>;
