/** What the pane says of a series. */
export const TEXTS = {
  title: { sv: "Serien", en: "The series" },
  coming: {
    sv: "Bokningen upprepas. Alla möten skapas på en gång, med en gemensam länk i inbjudan.",
    en: "The appointment recurs. All its meetings are created at once, with one link in the invitation.",
  },
  comingOne: {
    sv: "Bara det här tillfället i serien är öppet. Mötet gäller bara det. Öppna hela serien om alla ska få möten.",
    en: "Only this occurrence of the series is open. The meeting is for it alone. Open the whole series to book all of it.",
  },
  count: { sv: "{count} möten, till och med {last}.", en: "{count} meetings, until {last}." },
  countOne: { sv: "Ett möte, {last}.", en: "One meeting, {last}." },
  next: { sv: "Nästa: {time}", en: "Next: {time}" },
  over: { sv: "Alla möten i serien har varit.", en: "All meetings of the series have been." },
  capped: {
    sv: "Upprepningen har inget slut. Möten finns till och med {last}. Fler skapas av sig själva vartefter.",
    en: "The recurrence has no end. There are meetings until {last}. More are made by themselves as time goes.",
  },
  show: { sv: "Visa mötet", en: "Show the meeting" },
  moved: { sv: "{time} (flyttat)", en: "{time} (moved)" },
  has: { sv: "{time} (avslutat)", en: "{time} (ended)" },
  opening: { sv: "Öppnar …", en: "Opening …" },
  ownLink: {
    sv: "Länken i inbjudan gäller hela serien. Länken och texten till patienten gäller bara mötet som visas.",
    en: "The link in the invitation is for the whole series. The patient's link and text are for the meeting shown only.",
  },

  unlikeRule: {
    sv: "Bokningen upprepas inte som mötena gör. Mötena: {rule}",
    en: "The appointment does not recur as its meetings do. The meetings: {rule}",
  },
  unlikeLonger: {
    sv: "Bokningen upprepas längre än mötena. Mötena: {rule}",
    en: "The appointment recurs longer than its meetings. The meetings: {rule}",
  },
  unlikeSingle: {
    sv: "Bokningen upprepas inte längre, men mötena finns kvar. Mötena: {rule}",
    en: "The appointment no longer recurs, but its meetings are still there. The meetings: {rule}",
  },
  unlikeRecurs: {
    sv: "Bokningen upprepas nu, men mötet gäller bara {time}.",
    en: "The appointment now recurs, but the meeting is only {time}.",
  },
  asRule: {
    sv: "Möten på dagar som är kvar behåller sina länkar. Övriga tas bort, och nya skapas.",
    en: "Meetings on days that remain keep their links. The others are removed, and new ones are made.",
  },
  asLonger: {
    sv: "Ska inga fler möten hållas? Korta upprepningen. Annars kan du skapa möten på dagarna som saknar ett.",
    en: "Are no more meetings to be held? Shorten the recurrence. Otherwise you can create meetings on the days that lack one.",
  },
  asSingle: {
    sv: "Ett möte blir kvar, på bokningens dag. De andra tas bort och deras länkar stängs.",
    en: "One meeting remains, on the appointment's day. The others are removed and their links closed.",
  },
  asSeries: {
    sv: "Mötet är kvar med sin länk, och resten av serien skapas. Inbjudan får seriens länk.",
    en: "The meeting stays with its link, and the rest of the series is made. The invitation gets the link of the series.",
  },
  doRule: { sv: "Ändra mötena efter bokningen", en: "Change the meetings to fit" },
  doShorten: { sv: "Korta upprepningen", en: "Shorten the recurrence" },
  doLonger: { sv: "Skapa möten på resten", en: "Create meetings for the rest" },
  shortening: { sv: "Kortar upprepningen …", en: "Shortening the recurrence …" },
  notShortened: {
    sv: "Outlook lät oss inte korta upprepningen. Inget är ändrat. Korta den i kalendern, så att den slutar före {day}.",
    en: "Outlook did not let us shorten the recurrence. Nothing has changed. Shorten it in the calendar, so that it ends before {day}.",
  },
  shortenUnseen: {
    sv: "Vi ser inte att Outlook har kortat upprepningen. Se till i kalendern att den slutar före {day}.",
    en: "We cannot see that Outlook has shortened the recurrence. Make sure in the calendar that it ends before {day}.",
  },
  divided: {
    sv: "Från {day} finns redan möten: serien är delad där. Inget är ändrat. Korta upprepningen i stället.",
    en: "From {day} there are meetings already: the series is divided there. Nothing has changed. Shorten the recurrence instead.",
  },
  meanwhile: {
    sv: "Seriens möten har ändrats sedan du fick frågan. Upprepningen i kalendern är som den var.",
    en: "The meetings of the series have changed since you were asked. The recurrence in the calendar is as it was.",
  },
  doSingle: { sv: "Behåll bara ett möte", en: "Keep one meeting only" },
  doSeries: { sv: "Skapa hela serien", en: "Create the whole series" },
  changing: { sv: "Ändrar serien …", en: "Changing the series …" },
  changed: {
    sv: "Mötena stämmer nu med bokningen. Skicka uppdateringen, så att alla får rätt inbjudan.",
    en: "The meetings now fit the appointment. Send the update so that everybody has the right invitation.",
  },
  unknown: {
    sv: "Vi ser inte vilket av seriens möten det här tillfället hör till. Vilket möte ska hållas här?",
    en: "We cannot tell which meeting of the series this occurrence belongs to. Which meeting is to be held here?",
  },
  whichMoved: { sv: "Mötet som har flyttats hit", en: "The meeting that has moved here" },
  moveHere: { sv: "Flytta mötet hit", en: "Move the meeting here" },
  moving: { sv: "Flyttar mötet …", en: "Moving the meeting …" },

  removeAsk: { sv: "Vad ska tas bort?", en: "What is to be removed?" },
  removeHelp: {
    sv: "Länken stängs för dem som har fått den. Det du själv har skrivit blir kvar.",
    en: "The link closes for those who have it. What you wrote yourself stays.",
  },
  this: { sv: "Bara mötet {day}", en: "Only the meeting on {day}" },
  following: { sv: "Mötet {day} och alla efter det", en: "The meeting on {day} and all after it" },
  all: { sv: "Alla möten i serien", en: "All meetings of the series" },
  removeYes: { sv: "Ja, ta bort", en: "Yes, remove" },
  removeNo: { sv: "Behåll mötena", en: "Keep the meetings" },
  removing: { sv: "Tar bort …", en: "Removing …" },
  removedthis: { sv: "Mötet {day} är borttaget.", en: "The meeting on {day} is removed." },
  removedfollowing: {
    sv: "Mötet {day} och alla efter det är borttagna.",
    en: "The meeting on {day} and all after it are removed.",
  },
  removedall: { sv: "Alla möten i serien är borttagna.", en: "All meetings of the series are removed." },
  nextthis: {
    sv: "Ta bort tillfället i kalendern också, om det inte ska hållas.",
    en: "Remove the occurrence from the calendar too, if it is not to be held.",
  },
  shortened: {
    sv: "Upprepningen i kalendern slutar nu före {day}. Skicka uppdateringen, så att alla får rätt inbjudan.",
    en: "The recurrence in the calendar now ends before {day}. Send the update so that everybody has the right invitation.",
  },
  shortenWhole: {
    sv: "Öppna hela serien i kalendern och korta upprepningen, så att den slutar före {day}.",
    en: "Open the whole series in the calendar and shorten its recurrence, so that it ends before {day}.",
  },
  nextfollowing: {
    sv: "Korta upprepningen i kalendern också, så att den slutar före {day}.",
    en: "Shorten the recurrence in the calendar too, so that it ends before {day}.",
  },
  nextall: {
    sv: "Har du redan skickat inbjudan? Skicka då en uppdatering, eller ställ in serien i kalendern.",
    en: "Have you already sent the invitation? Then send an update, or cancel the series in the calendar.",
  },
  leftlive: {
    sv: "Mötet {day} pågår och går vidare tills värden avslutar det.",
    en: "The meeting on {day} is under way and goes on until its host ends it.",
  },
  leftended: { sv: "Mötet {day} är redan avslutat.", en: "The meeting on {day} has already ended." },
  leftpast: { sv: "Mötet {day} har redan varit.", en: "The meeting on {day} has already been." },

  every: { sv: "Varje {day}", en: "Every {day}" },
  everyDay: { sv: "Varje dag", en: "Every day" },
  everyWorkday: { sv: "Varje vardag", en: "Every weekday" },
  everyDays: { sv: "Var {every}:e dag", en: "Every {every} days" },
  everyWeeks: { sv: "Var {every}:e vecka: {day}", en: "Every {every} weeks: {day}" },
  otherWeek: { sv: "Varannan vecka: {day}", en: "Every other week: {day}" },
  otherDay: { sv: "Varannan dag", en: "Every other day" },
  inMonth: { sv: "{day}, varje månad", en: "{day}, every month" },
  inMonths: { sv: "{day}, var {every}:e månad", en: "{day}, every {every} months" },
  inYear: { sv: "{day} i {month}, varje år", en: "{day} of {month}, every year" },
  date: { sv: "Den {date}", en: "Day {date}" },
  lastDate: { sv: "Sista dagen", en: "The last day" },
  place: { sv: "{place} {day}", en: "The {place} {day}" },
  first: { sv: "Första", en: "first" },
  second: { sv: "Andra", en: "second" },
  third: { sv: "Tredje", en: "third" },
  fourth: { sv: "Fjärde", en: "fourth" },
  last: { sv: "Sista", en: "last" },
  workday: { sv: "vardagen", en: "weekday" },
  weekendDay: { sv: "helgdagen", en: "weekend day" },
  and: { sv: " och ", en: " and " },
} as const;
