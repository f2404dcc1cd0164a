/** The words of the part that calls rooms, fetched with it. */
export const ROOM_TEXTS = {
  why: {
    sv: "De som är i rummet får en fråga på panelen och måste svara ja. Rummet kommer sedan till lobbyn, och du släpper in det.",
    en: "The people in the room are asked on its panel and must say yes. The room then comes to the lobby, and you let it in.",
  },
  whyBooked: {
    sv: "De som är i rummet får en fråga på panelen och måste svara ja. Ett rum som är valt för mötet kan sedan komma rakt in och se och höra alla där. Ett annat rum väntar i lobbyn, och du släpper in det.",
    en: "The people in the room are asked on its panel and must say yes. A room that is chosen for the meeting may then come straight in, and see and hear everybody there. Another room waits in the lobby, and you let it in.",
  },
  whyStraight: {
    sv: "De som är i rummet får en fråga på panelen och måste svara ja. Rummet kommer sedan rakt in i mötet och ser och hör alla där.",
    en: "The people in the room are asked on its panel and must say yes. The room then comes straight into the meeting, and sees and hears everybody there.",
  },
  none: {
    sv: "Inget rum kan ringas in i det här mötet. Skicka möteslänken till rummet i stället.",
    en: "No room can be called into this meeting. Send the meeting's link to the room instead.",
  },
  which: { sv: "Rum att ringa", en: "Room to call" },
  own: { sv: "valt för mötet", en: "chosen for the meeting" },
  call: { sv: "Ring rummet", en: "Call the room" },
  calls: { sv: "Rum som är uppringda", en: "Rooms that were called" },
  withdraw: { sv: "Ta tillbaka", en: "Take back" },
  withdrawFor: { sv: "Ta tillbaka frågan till {name}", en: "Take back the question to {name}" },
} as const;
