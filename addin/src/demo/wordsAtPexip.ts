/** What the demo page says otherwise where Pexip holds the meetings: its stand-in opens in tabs of its own. */
import { type Table, WORDS } from "./words";

export const AT_PEXIP: Table = {
  ...WORDS,
  echo: {
    sv: "Pexip är en efterlikning här: flikarna visar vem som är med, utan bild och ljud.",
    en: "Pexip is a stand-in here: its tabs show who is there, without picture and sound.",
  },
  step4: {
    sv: "Var patient: öppna meddelandet, följ länken och tryck Anslut. Pexip öppnas i en ny flik, och där väntar patienten. Låt fliken vara och kom tillbaka hit.",
    en: "Be the patient: open the message, follow the link and press Join. Pexip opens in a new tab, where the patient waits. Leave that tab open and come back here.",
  },
  step5: {
    sv: "Var värd: tryck Starta möte i bokningen och sedan Gå in. Pexip öppnas i en ny flik. Släpp in patienten där, eller kom tillbaka hit och tryck Tillåt i listan på värdens skärm.",
    en: "Be the host: press Start meeting in the appointment, then Go in. Pexip opens in a new tab. Let the patient in there, or come back here and press Admit in the list on the host's screen.",
  },
  guideDone: {
    sv: "Klart! Patienten är inne: se på flikarna med Pexip. Prova att tysta, låsa eller avsluta från värdens skärm, att flytta tiden eller byta mötestyp, eller prova mötesrummet.",
    en: "Done! The patient is in: look at the tabs with Pexip. Try muting, locking or ending from the host's screen, moving the time or changing the type, or try the meeting room.",
  },
  tryBooked: {
    sv: "Prova ett bokat möte: välj rum i panelen när du bokar. Tryck Anslut i rummet. Pexip frågar Skyddat vårdmöte vem som ringer: det bokade rummet går förbi lobbyn när värden är inne. Ljud och bild följer inte med i demon.",
    en: "Try a booked meeting: choose a room in the pane when you book. Press Join in the room. Pexip asks Protected care meeting who calls: the booked room passes the lobby once the host is in. Sound and picture do not come along in the demo.",
  },
};
