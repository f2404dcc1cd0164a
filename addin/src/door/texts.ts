/** Every word of the patient's pages, in each language. Another language is another column of the same rows. */
import { VIDEO_TEXTS } from "../video/texts";

export const DOOR_TEXTS = {
  ...VIDEO_TEXTS,
  title: { sv: "Videomöte med {unit}", en: "Video meeting with {unit}" },
  titleWaiting: { sv: "Väntar – {unit}", en: "Waiting – {unit}" },
  titleMeeting: { sv: "I mötet – {unit}", en: "In the meeting – {unit}" },
  language: { sv: "Språk", en: "Language" },
  you: { sv: "Du", en: "You" },
  when: { sv: "Tid", en: "Time" },
  yourName: { sv: "Ditt namn", en: "Your name" },
  yourNameWhy: {
    sv: "Vårdpersonalen ser namnet, och de andra i mötet kan se det.",
    en: "The care staff see the name, and the others in the meeting may see it.",
  },
  nameMissing: {
    sv: "Skriv ditt namn, så att de vet vem du är.",
    en: "Write your name, so that they know who you are.",
  },
  nameLong: {
    sv: "Namnet är för långt. Skriv högst {limit} tecken.",
    en: "The name is too long. Use at most {limit} characters.",
  },
  join: { sv: "Anslut", en: "Join" },
  joining: { sv: "Ansluter …", en: "Joining …" },
  joinWhy: {
    sv: "Du kommer först till ett väntrum. Ingen ser eller hör dig förrän du släpps in.",
    en: "You come to a waiting room first. Nobody sees or hears you until you are let in.",
  },
  joinSoundOnly: {
    sv: "Du ansluter utan bild. Vårdpersonalen ser det.",
    en: "You join without picture. The care staff can see that.",
  },
  joinNothing: {
    sv: "Du ansluter utan bild och ljud. Vårdpersonalen ser det och kan skriva till dig i väntrummet.",
    en: "You join without picture and sound. The care staff see that and can write to you in the waiting room.",
  },
  heldIn: { sv: "Mötet hålls i {system}.", en: "The meeting is held in {system}." },
  joinThere: {
    sv: "Du går vidare till {system} och väntar där tills vårdpersonalen släpper in dig. Ingen ser eller hör dig innan dess.",
    en: "You go on to {system} and wait there until the care staff let you in. Nobody sees or hears you before that.",
  },
  joinStraight: {
    sv: "Är vårdpersonalen redan i {system} kan du komma rakt in i mötet, och då ser och hör alla i mötet dig. Annars väntar du där. Vill du inte synas och höras direkt? Stäng av kamera och mikrofon först.",
    en: "If the care staff are in {system} already you may come straight into the meeting, and then everybody in it sees and hears you. Otherwise you wait there. Would you rather not be seen and heard at once? Turn camera and microphone off first.",
  },
  joinLocked: {
    sv: "Du kommer in när vårdpersonalen öppnar för dig, och då ser och hör alla i mötet dig. Vill du inte synas och höras direkt? Stäng av kamera och mikrofon först.",
    en: "You come in once the care staff open the meeting to you, and then everybody in it sees and hears you. Would you rather not be seen and heard at once? Turn camera and microphone off first.",
  },
  joinThereHelp: {
    sv: "Finns det en knapp i {system} för att gå med? Tryck på den. Frågar {system} efter en kod, eller kopplas du bort medan du väntar? Gå tillbaka hit och tryck igen.",
    en: "Is there a button in {system} to join? Press it. Does {system} ask for a code, or are you cut off while you wait? Come back here and press again.",
  },
  comingTitle: { sv: "Du är på väg till mötet", en: "You are on your way to the meeting" },
  comingText: {
    sv: "Mötet hålls i {system}. Kom du inte dit? Tryck på knappen.",
    en: "The meeting is held in {system}. Did you not get there? Press the button.",
  },
  waitingThere: {
    sv: "Du väntar i {system}. Stanna där. Du släpps in därifrån. Blev du bortkopplad? Tryck på knappen.",
    en: "You are waiting in {system}. Stay there. You are let in from there. Were you cut off? Press the button.",
  },
  waitingStraight: {
    sv: "Du väntar i {system}. Stanna där. När vårdpersonalen kommer kan du komma rakt in i mötet, och då ser och hör alla i mötet dig. Blev du bortkopplad? Tryck på knappen.",
    en: "You are waiting in {system}. Stay there. Once the care staff come you may come straight into the meeting, and then everybody in it sees and hears you. Were you cut off? Press the button.",
  },
  waitingLocked: {
    sv: "Du väntar i {system}. Stanna där. Mötet är låst: du kommer in när vårdpersonalen öppnar för dig, och då ser och hör alla i mötet dig. Blev du bortkopplad? Tryck på knappen.",
    en: "You are waiting in {system}. Stay there. The meeting is locked: you come in once the care staff open the meeting to you, and then everybody in it sees and hears you. Were you cut off? Press the button.",
  },
  inThereTitle: { sv: "Du är i mötet", en: "You are in the meeting" },
  inThere: {
    sv: "Mötet pågår i {system}. Stäng den här sidan när du är klar där.",
    en: "The meeting is going on in {system}. Close this page when you are done there.",
  },
  goInAgain: { sv: "Gå in i mötet igen", en: "Go into the meeting again" },
  fullThere: {
    sv: "Mötet är fullt ({limit} deltagare). Du kan komma in när någon lämnar. Vänta i {system}, eller tryck på knappen igen om en stund.",
    en: "The meeting is full ({limit} participants). You can come in when someone leaves. Wait in {system}, or press the button again in a while.",
  },
  goOnWhy: {
    sv: "Du lämnar den här sidan och kommer till {system}. Där kan du behöva logga in eller skriva ditt namn.",
    en: "You leave this page and go on to {system}. You may have to sign in or write your name there.",
  },
  goingOn: { sv: "Leder dig vidare …", en: "Leading you on …" },
  wentOn: {
    sv: "{system} är öppet i ett nytt fönster. Fortsätt där. Hittar du det inte, tryck igen.",
    en: "{system} is open in a new window. Go on there. If you cannot find it, press again.",
  },
  leadsNowhereTitle: {
    sv: "Mötet går inte att öppna härifrån just nu",
    en: "The meeting cannot be opened from here right now",
  },
  leadsNowhereText: {
    sv: "Din tid är kvar. Kontakta mottagningen, så får du veta hur du kommer in.",
    en: "Your appointment stands. Contact the clinic to hear how to come in.",
  },
  tooEarly: {
    sv: "Mötet öppnar kl. {time}. Sidan öppnar sig själv.",
    en: "The meeting opens at {time}. This page opens by itself.",
  },
  tooEarlyDay: {
    sv: "Mötet öppnar {day} kl. {time}. Kom tillbaka till samma länk då.",
    en: "The meeting opens on {day} at {time}. Come back to the same link then.",
  },
  untilOpen: { sv: "Öppnar om {minutes}", en: "Opens in {minutes}" },
  minutesOne: { sv: "1 minut", en: "1 minute" },
  minutesMany: { sv: "{count} minuter", en: "{count} minutes" },
  lessThanMinute: { sv: "mindre än en minut", en: "less than a minute" },
  calendar: { sv: "Lägg i kalendern", en: "Add to calendar" },
  calendarWhy: {
    sv: "Varken ditt namn eller mottagningens namn står med.",
    en: "Neither your name nor the clinic's name is in it.",
  },
  tryDevices: { sv: "Prova kamera och ljud nu", en: "Try camera and sound now" },
  openNow: { sv: "Mötet har öppnat. Du kan ansluta.", en: "The meeting has opened. You can join." },
  meetingFull: {
    sv: "Mötet är fullt just nu. Du kan ansluta till väntrummet och komma in när någon lämnar.",
    en: "The meeting is full right now. You can join the waiting room and come in when someone leaves.",
  },
  meetingLocked: {
    sv: "Mötet är låst av vårdpersonalen. Du kan ansluta till väntrummet, så ser de att du är här.",
    en: "The care staff have locked the meeting. You can join the waiting room, and they will see that you are here.",
  },
  fullThereNow: {
    sv: "Mötet är fullt just nu. Du kan komma in när någon lämnar. Kommer du inte in i {system}? Vänta en stund och försök igen.",
    en: "The meeting is full right now. You can come in when someone leaves. If you do not get into {system}, wait a while and try again.",
  },
  lockedThereNow: {
    sv: "Mötet är låst av vårdpersonalen. Du kan ansluta och vänta i {system}, så ser de att du är där.",
    en: "The care staff have locked the meeting. You can join and wait in {system}, and they will see that you are there.",
  },
  waitingTitle: { sv: "Vårdpersonalen vet att du är här.", en: "The care staff know that you are here." },
  waitingStay: {
    sv: "Stanna på den här sidan. Du släpps in härifrån.",
    en: "Stay on this page. You are let in from here.",
  },
  returned: {
    sv: "Vi tappade kontakten med dig en stund. Du väntar igen, och vårdpersonalen vet att du är här.",
    en: "We lost touch with you for a while. You are waiting again, and the care staff know that you are here.",
  },
  openedElsewhere: {
    sv: "Länken har öppnats på en annan enhet eller i ett annat fönster, och din plats flyttades dit. Fortsätt där, eller tryck på Anslut för att byta hit.",
    en: "The link was opened on another device or in another window, and your place moved there. Go on there, or press Join to move here.",
  },
  moveHere: { sv: "Byt till den här enheten", en: "Move to this device" },
  waited: { sv: "Du har väntat", en: "You have waited" },
  noteFrom: { sv: "Meddelande från vårdpersonalen", en: "Message from the care staff" },
  noteHeard: { sv: "Meddelande från vårdpersonalen: {note}", en: "Message from the care staff: {note}" },
  limitReached: {
    sv: "Mötet är fullt ({limit} deltagare). Du kan komma in när någon lämnar. Stanna kvar här.",
    en: "The meeting is full ({limit} participants). You can come in when someone leaves. Stay here.",
  },
  nobody: { sv: "Om ingen kommer", en: "If nobody comes" },
  nobodyLong: { sv: "Du har väntat länge", en: "You have waited a long time" },
  emergency: { sv: "Om det är akut", en: "In an emergency" },
  networks: { sv: "Om bild eller ljud hackar", en: "If picture or sound stutters" },
  stopWaiting: { sv: "Sluta vänta", en: "Stop waiting" },
  letIn: { sv: "Du är insläppt i mötet.", en: "You have been let into the meeting." },
  meetingTitle: { sv: "Mötet med {unit}", en: "The meeting with {unit}" },
  people: { sv: "Deltagare i bild", en: "Participants in picture" },
  yourControls: { sv: "Dina knappar", en: "Your buttons" },
  raiseHand: { sv: "Räck upp handen", en: "Raise hand" },
  lowerHand: { sv: "Ta ner handen", en: "Lower hand" },
  handUp: {
    sv: "Din hand är uppe. Vårdpersonalen ser det.",
    en: "Your hand is up. The care staff can see it.",
  },
  leaveSure: { sv: "Vill du lämna mötet?", en: "Do you want to leave the meeting?" },
  leaveYes: { sv: "Ja, lämna", en: "Yes, leave" },
  leaveNo: { sv: "Stanna kvar", en: "Stay" },
  mutedByHost: {
    sv: "Vårdpersonalen har stängt av din mikrofon. Sätt på den när du vill prata.",
    en: "The care staff have turned your microphone off. Turn it on when you want to speak.",
  },
  nowHost: {
    sv: "Du är nu värd för mötet. Det fortsätter så länge du är kvar. Lämnar du som ensam värd är alla ute efter 1 minut.",
    en: "You are now host of the meeting. It goes on as long as you stay. If you leave as the only host, everybody is out after 1 minute.",
  },
  alone: { sv: "Du är ensam i mötet just nu.", en: "You are alone in the meeting right now." },
  cameIn: { sv: "{name} kom in i mötet.", en: "{name} came into the meeting." },
  wentOut: { sv: "{name} lämnade mötet.", en: "{name} left the meeting." },
  endedTitle: { sv: "Mötet är avslutat", en: "The meeting has ended" },
  endedText: {
    sv: "Tack för ditt besök. Du kan stänga sidan. Kameran och mikrofonen är avstängda.",
    en: "Thank you for your visit. You can close this page. Camera and microphone are off.",
  },
  endedThere: {
    sv: "Tack för ditt besök. Du kan stänga sidan.",
    en: "Thank you for your visit. You can close this page.",
  },
  endedOut: {
    sv: "Hann du inte komma in? Kontakta mottagningen om du behöver en ny tid. Kameran och mikrofonen är avstängda.",
    en: "Did you not get in? Contact the clinic if you need a new time. Camera and microphone are off.",
  },
  endedOutThere: {
    sv: "Hann du inte komma in? Kontakta mottagningen om du behöver en ny tid.",
    en: "Did you not get in? Contact the clinic if you need a new time.",
  },
  overText: {
    sv: "Mötestiden är slut. Kontakta mottagningen om du behöver en ny tid.",
    en: "The time of the meeting is over. Contact the clinic if you need a new time.",
  },
  leftTitle: { sv: "Du har lämnat mötet", en: "You have left the meeting" },
  leftText: {
    sv: "Kameran och mikrofonen är avstängda. Mötet är öppet, så du kan gå med igen. Då kommer du till väntrummet först.",
    en: "Camera and microphone are off. The meeting is open, so you can join again. You come to the waiting room first.",
  },
  leftThere: {
    sv: "Mötet är öppet, så du kan gå in igen, också om du blev bortkopplad medan du väntade. Vårdpersonalen kan behöva släppa in dig på nytt.",
    en: "The meeting is open, so you can go in again, also if you were cut off while you waited. The care staff may have to let you in anew.",
  },
  leftStraight: {
    sv: "Mötet är öppet, så du kan gå in igen, också om du blev bortkopplad medan du väntade. Är vårdpersonalen där kan du komma rakt in i mötet.",
    en: "The meeting is open, so you can go in again, also if you were cut off while you waited. If the care staff are there you may come straight into the meeting.",
  },
  leftClosed: {
    sv: "Kameran och mikrofonen är avstängda. Mötet är stängt.",
    en: "Camera and microphone are off. The meeting is closed.",
  },
  leftClosedThere: {
    sv: "Mötet är stängt. Du kan stänga sidan.",
    en: "The meeting is closed. You can close this page.",
  },
  rejoin: { sv: "Gå med igen", en: "Join again" },
  deniedTitle: { sv: "Du blev inte insläppt", en: "You were not let in" },
  deniedText: {
    sv: "Vårdpersonalen släppte inte in dig i det här mötet. Är det fel? Kontakta mottagningen.",
    en: "The care staff did not let you into this meeting. Is that wrong? Contact the clinic.",
  },
  removedTitle: { sv: "Du är inte längre med i mötet", en: "You are no longer in the meeting" },
  removedText: {
    sv: "Vårdpersonalen har tagit bort dig från mötet. Kameran och mikrofonen är avstängda. Kontakta mottagningen om du undrar.",
    en: "The care staff have removed you from the meeting. Camera and microphone are off. Contact the clinic if you have questions.",
  },
  removedThere: {
    sv: "Vårdpersonalen har tagit bort dig från mötet. Kontakta mottagningen om du undrar.",
    en: "The care staff have removed you from the meeting. Contact the clinic if you have questions.",
  },
  goneTitle: { sv: "Det här mötet är borttaget", en: "This meeting has been removed" },
  goneText: { sv: "Kontakta mottagningen om du undrar.", en: "Contact the clinic if you have questions." },
  changedTitle: { sv: "Mötet har ändrats", en: "The meeting has changed" },
  changedText: { sv: "Kontakta mottagningen.", en: "Contact the clinic." },
  withdrawnTitle: { sv: "Länken gäller inte längre", en: "This link is no longer valid" },
  withdrawnText: {
    sv: "Har du fått en nyare länk? Använd den. Kontakta annars mottagningen.",
    en: "Have you been sent a newer link? Use that one. Otherwise contact the clinic.",
  },
  movedTitle: {
    sv: "Mötet är öppet på en annan enhet eller i ett annat fönster",
    en: "The meeting is open on another device or in another window",
  },
  movedText: {
    sv: "Du fortsätter där, och kan stänga den här sidan. Vill du byta hit? Läs in sidan på nytt.",
    en: "You go on there, and can close this page. Do you want to move here? Load the page again.",
  },
  noVideoTitle: { sv: "Den här webbläsaren kan inte visa video", en: "This browser cannot show video" },
  noVideoText: {
    sv: "Din tid är kvar. Kopiera adressen och öppna den i Chrome, Edge, Firefox eller Safari. Uppdatera webbläsaren om den är gammal.",
    en: "Your appointment stands. Copy the address and open it in Chrome, Edge, Firefox or Safari. Update the browser if it is old.",
  },
  contact: { sv: "Hjälp med tekniken", en: "Help with the technology" },
} as const;

export type DoorTextKey = keyof typeof DOOR_TEXTS;
