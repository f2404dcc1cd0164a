/** The words of the co-hosts' part, fetched with it. */
export const TEXTS = {
  help: {
    sv: "Medvärdar kan starta mötet och släppa in. Vid flera: mötet går vidare så länge någon värd är kvar.",
    en: "Co-hosts can start the meeting and let people in. With several, it goes on as long as one host is still in.",
  },
  none: { sv: "Ingen medvärd ännu.", en: "No co-host yet." },
  loading: { sv: "Hämtar medvärdar …", en: "Fetching co-hosts …" },
  address: { sv: "Kollegans e-postadress", en: "The colleague's e-mail address" },
  add: { sv: "Lägg till medvärd", en: "Add co-host" },
  adding: { sv: "Lägger till …", en: "Adding …" },
  added: {
    sv: "{who} är medvärd. Bjud in {who} till bokningen också, så att mötet syns i kalendern.",
    en: "{who} is a co-host. Invite {who} to the appointment too, so that the meeting is in the calendar.",
  },
  present: { sv: "{who} är redan medvärd.", en: "{who} is already a co-host." },
  remove: { sv: "Ta bort", en: "Remove" },
  removeFor: { sv: "Ta bort {who} som medvärd", en: "Remove {who} as co-host" },
  removed: {
    sv: "{who} är inte längre medvärd, men står kvar i bokningen om du har bjudit in dit.",
    en: "{who} is no longer a co-host, but stays in the appointment if you have invited them to it.",
  },
  unreadable: {
    sv: "”{who}” är ingen e-postadress. Ingen är tillagd. Skriv adressen som i e-post, till exempel namn@region.example.",
    en: "“{who}” is no e-mail address. Nobody is added. Write it as in e-mail, for example name@region.example.",
  },
  unknown: {
    sv: "Vi hittar ingen kollega med adressen {who}. De som redan är medvärdar är kvar. Rätta adressen och försök igen.",
    en: "We find no colleague with the address {who}. Those who are co-hosts already still are. Mend the address and try again.",
  },
} as const;
