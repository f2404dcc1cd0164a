/** The words of the part that calls out, fetched with it. */
export const DIAL_OUT_TEXTS = {
  lobby: {
    sv: "Den som svarar ska komma till lobbyn, och du släpper in. Se efter vem som svarat innan du släpper in.",
    en: "Whoever answers is to come to the lobby, and you let them in. See who has answered before you do.",
  },
  straight: {
    sv: "Den som svarar kommer rakt in i mötet och ser och hör alla där. Samma telefon eller rum kan sedan ringa tillbaka och komma rakt in, tills mötet är låst. Kontrollera adressen noga, och lås mötet när alla är inne.",
    en: "Whoever answers comes straight into the meeting, and sees and hears everybody there. The same telephone or room can then call back and come straight in, until the meeting is locked. Check the address carefully, and lock the meeting when everybody is in.",
  },
  none: {
    sv: "Regionen har ingen adress att ringa upp här. Skicka möteslänken i stället.",
    en: "The region has no address to call here. Send the meeting's link instead.",
  },
  which: { sv: "Vem vill du ringa?", en: "Whom do you want to call?" },
  other: { sv: "Skriv en adress", en: "Type an address" },
  address: { sv: "Adress", en: "Address" },
  addressHint: {
    sv: "Namn@domän. Domäner som går: {domains}",
    en: "Name@domain. Domains that work: {domains}",
  },
  name: { sv: "Vad det ska heta i listan", en: "What to call it in the list" },
  seldom: { sv: "Behövs sällan", en: "Seldom needed" },
  protocolHint: {
    sv: "Låt det stå på SIP om ingen har sagt något annat.",
    en: "Leave it at SIP unless somebody has told you otherwise.",
  },
  protocol: { sv: "Protokoll", en: "Protocol" },
  tones: { sv: "Tonval när någon svarat", en: "Tones when they have answered" },
  tonesHint: {
    sv: "Siffror som trycks åt dig, till exempel en konferenskod. Får vara tomt. Ett komma väntar två sekunder.",
    en: "Digits that are pressed for you, such as a conference code. May be empty. A comma waits two seconds.",
  },
  call: { sv: "Ring upp", en: "Call" },
  missing: { sv: "Fyll i adress och namn.", en: "Fill in address and name." },
  badTones: {
    sv: "Tonvalet kan bara ha siffror, *, # och komma. Ingen är uppringd. Rätta det, eller töm fältet.",
    en: "Tones can only be digits, *, # and commas. Nobody was called. Correct them, or empty the field.",
  },
  sure: { sv: "Stämmer adressen?", en: "Is the address right?" },
  calls: {
    sv: "Du ringer {name} på {address} ({protocol}).",
    en: "You call {name} at {address} ({protocol}).",
  },
  presses: {
    sv: "När någon svarat trycks {tones}.",
    en: "When they have answered, {tones} is pressed.",
  },
  yes: { sv: "Ja, ring", en: "Yes, call" },
  no: { sv: "Nej, ändra", en: "No, change" },
  unsure: {
    sv: "Vi fick inget svar. Kanske ringer det redan: titta i listan. Trycker du på Ring upp en gång till för samma adress ringer det ändå bara en gång.",
    en: "We got no answer. Perhaps it rings already: look in the list. If you press Call once more for the same address, it still rings only once.",
  },
  rang: {
    sv: "Adressen blev uppringd förra gången, och det samtalet är slut. Tryck på Ring upp om du vill ringa igen.",
    en: "The address was called the last time, and that call is over. Press Call if you want to call again.",
  },
  called: { sv: "Uppringda", en: "Called" },
  rings: { sv: "Ringer", en: "Ringing" },
  waits: { sv: "Har svarat och väntar i lobbyn", en: "Has answered and waits in the lobby" },
  waitsLocked: { sv: "Har svarat och väntar", en: "Has answered and waits" },
  in: { sv: "I mötet", en: "In the meeting" },
  unanswered: { sv: "Svarade inte", en: "Did not answer" },
  notDialled: { sv: "Gick inte att ringa", en: "Could not be called" },
  left: { sv: "Har lagt på", en: "Has hung up" },
} as const;
