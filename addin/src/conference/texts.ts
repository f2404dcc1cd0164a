/** The words of the conferences' page, in both languages. What a site's stage is called comes from the server. */
import type { Translator } from "../shared/i18n";
import { SHELL_TEXTS } from "../staff/texts";

const CONFERENCE_TEXTS = {
  lead: {
    sv: "Planera en multidisciplinär konferens mellan rum, och följ den medan den pågår.",
    en: "Plan a multidisciplinary conference between rooms, and follow it while it goes on.",
  },
  numbersOnly: {
    sv: "Ärenden är nummer på er lista. Skriv aldrig namn, personnummer eller annat om en patient.",
    en: "Cases are numbers on your list. Never write a name, a personal identity number or anything else about a patient.",
  },
  newPlan: { sv: "Ny plan", en: "New plan" },
  none: {
    sv: "Enheten har ingen planerad konferens. Gör den första. Nästa gång räcker det att upprepa den.",
    en: "The unit has no planned conference. Make the first one. Next time it is enough to repeat it.",
  },
  mayNotPlan: {
    sv: "Du kan se konferenserna men inte planera. Det gör enhetens vårdpersonal och bokningssekreterare.",
    en: "You can see the conferences but not plan. The unit's care staff and booking secretaries do.",
  },
  noneToSee: {
    sv: "Du har ingen konferens att se här. Enhetens vårdpersonal och bokningssekreterare planerar dem.",
    en: "You have no conference to see here. The unit's care staff and booking secretaries plan them.",
  },
  again: { sv: "Samma igen", en: "The same again" },
  againWhy: {
    sv: "Som {when}: {what}. Rummen och ärendena följer med.",
    en: "As {when}: {what}. The rooms and the cases come along.",
  },
  againButton: { sv: "Planera samma igen", en: "Plan the same again" },
  againChange: { sv: "Ändra något först", en: "Change something first" },
  againBad: { sv: "Tryck på Ändra något först.", en: "Press Change something first." },
  planning: { sv: "Planerar …", en: "Planning …" },
  planned: { sv: "Konferensen är planerad.", en: "The conference is planned." },
  changedPlan: { sv: "Planen är ändrad.", en: "The plan is changed." },
  withdrawn: {
    sv: "Planen är borttagen, också från rummen.",
    en: "The plan is removed, from the rooms too.",
  },
  counts: { sv: "{sites} platser, {cases} ärenden", en: "{sites} sites, {cases} cases" },
  nowList: { sv: "Nu", en: "Now" },
  comingList: { sv: "Kommer", en: "Coming" },
  pastList: { sv: "Tidigare", en: "Earlier" },
  keptFor: {
    sv: "Planer raderas 14 dagar efter konferensen.",
    en: "Plans are erased 14 days after the conference.",
  },
  state_planned: { sv: "Planerad", en: "Planned" },
  state_open: { sv: "Kan startas nu", en: "Can be started now" },
  state_running: { sv: "Pågår", en: "Going on" },
  state_ending: { sv: "Avslutas", en: "Ending" },
  endingWhy: {
    sv: "Samtalet läggs på i rummen. Ett rum utan kontakt läggs på när det är tillbaka.",
    en: "The rooms hang up. A room without contact does so when it is back.",
  },
  state_over: { sv: "Avslutad", en: "Ended" },
  state_withdrawn: { sv: "Borttagen", en: "Removed" },
  open: { sv: "Öppna", en: "Open" },
  follow: { sv: "Följ och styr", en: "Follow and steer" },
  openSpoken: { sv: "{open}: {when}", en: "{open}: {when}" },
  toList: { sv: "Alla konferenser", en: "All conferences" },

  editTitle: { sv: "Ändra planen", en: "Change the plan" },
  when: { sv: "När", en: "When" },
  day: { sv: "Dag", en: "Day" },
  from: { sv: "Börjar", en: "Begins" },
  to: { sv: "Slutar", en: "Ends" },
  sites: { sv: "Rum och platser", en: "Rooms and sites" },
  sitesWhy: {
    sv: "Bara MDK-rum kan vara med. Det första är presentatörens, om ni inte väljer ett annat.",
    en: "Only MDT rooms can take part. The first one is the presenter's, unless you choose another.",
  },
  noRooms: {
    sv: "Inget MDK-rum är inlagt. Inget är ändrat. Be rumssupporten lägga in rummen.",
    en: "No MDT room is listed. Nothing has changed. Ask the room support to list the rooms.",
  },
  roomGone: {
    sv: "Rummet finns inte längre. Välj bort det.",
    en: "The room is no longer there. Take it out.",
  },
  label: { sv: "Heter på panelerna", en: "Name on the panels" },
  labelHelp: { sv: "En plats, aldrig en person.", en: "A place, never a person." },
  more: { sv: "Namn, kamera och roll i {room}", en: "Name, camera and role in {room}" },
  preset: { sv: "Kameraläge, 1–35", en: "Camera preset, 1–35" },
  presetHelp: { sv: "Tomt: kameran lämnas som den är.", en: "Empty: the camera is left as it is." },
  layout: { sv: "Bildlayout", en: "Picture layout" },
  layoutHelp: {
    sv: "Som den heter i rummet. Tomt: rummets egen.",
    en: "As the room calls it. Empty: the room's own.",
  },
  asHost: { sv: "Går in som värd", en: "Enters as a host" },
  presenter: { sv: "Presentatörens rum", en: "The presenter's room" },
  presenterHelp: {
    sv: "Rummet går in som värd och leder konferensen.",
    en: "The room enters as a host and leads the conference.",
  },
  choosePresenter: { sv: "Välj rum", en: "Choose a room" },
  content: { sv: "Delad bild i hög upplösning", en: "Shared picture in high resolution" },
  contentNone: { sv: "Ingen delas från början", en: "None is shared at first" },
  contentSource: { sv: "Presentatörens bildkälla {source}", en: "The presenter's source {source}" },
  outside: { sv: "Platser som ringer in själva", en: "Sites that call in themselves" },
  addOutside: { sv: "Lägg till en plats", en: "Add a site" },
  outsideLabel: { sv: "Plats", en: "Site" },
  takeOut: { sv: "Ta bort {what}", en: "Remove {what}" },
  outsideNew: { sv: "platsen utan namn", en: "the site without a name" },

  cases: { sv: "Ärenden", en: "Cases" },
  casesWhy: {
    sv: "Enter ger ett nytt ärende. Alt och pil upp eller ner flyttar det du står i.",
    en: "Enter gives a new case. Alt and arrow up or down moves the one you are in.",
  },
  number: { sv: "Nummer", en: "Number" },
  minutes: { sv: "Minuter", en: "Minutes" },
  unit: { sv: "Enhet", en: "Unit" },
  addCase: { sv: "Lägg till ett ärende", en: "Add a case" },
  caseName: { sv: "Ärende {number}", en: "Case {number}" },
  caseAt: { sv: "Ärende på plats {place}", en: "Case in place {place}" },
  up: { sv: "Flytta {what} uppåt", en: "Move {what} up" },
  down: { sv: "Flytta {what} nedåt", en: "Move {what} down" },
  moved: { sv: "{what} är nu {place} av {count}.", en: "{what} is now {place} of {count}." },
  added: { sv: "Nytt ärende sist: {place} av {count}.", en: "New case: {place} of {count}." },
  removed: { sv: "{what} är borttaget. {count} kvar.", en: "{what} is removed. {count} left." },
  total: { sv: "{count} ärenden, {minutes} minuter.", en: "{count} cases, {minutes} minutes." },
  totalLong: {
    sv: "{count} ärenden, {minutes} minuter. Det är mer än de {length} minuter som är planerade. Det går att spara ändå.",
    en: "{count} cases, {minutes} minutes. That is more than the {length} minutes that are planned. It can be saved anyway.",
  },
  noCases: {
    sv: "Inga ärenden ännu. Det går att spara utan.",
    en: "No cases yet. It can be saved without.",
  },

  save: { sv: "Spara planen", en: "Save the plan" },
  fault_number: { sv: "Skriv ett nummer, 1–9999.", en: "Write a number, 1–9999." },
  fault_minutes: { sv: "Skriv minuter, 1–240.", en: "Write minutes, 1–240." },
  fault_preset: { sv: "Skriv ett kameraläge, 1–35.", en: "Write a camera preset, 1–35." },
  fault_twice: {
    sv: "Numret finns redan på listan. Välj ett annat.",
    en: "The number is on the list already. Choose another.",
  },
  fault_personal: {
    sv: "Det här ser ut som en patientuppgift. Skriv bara orten eller enheten.",
    en: "This looks like a patient's data. Write only the place or the unit.",
  },
  fault_sites: {
    sv: "En konferens är mellan minst två platser. Inget är sparat. Välj fler.",
    en: "A conference is between two sites at least. Nothing is saved. Choose more.",
  },
  fault_many: {
    sv: "Högst 25 platser och 60 ärenden. Ta bort några.",
    en: "25 sites and 60 cases at most. Remove some.",
  },
  fault_order: { sv: "Slutet ska komma efter början.", en: "The end has to come after the beginning." },
  fault_room: {
    sv: "Rummet kan inte vara med i en MDK. Välj bort det.",
    en: "The room cannot take part in an MDT conference. Take it out.",
  },
  fault_taken: {
    sv: "Rummet är upptaget då. Välj bort det, eller välj en annan tid.",
    en: "The room is taken then. Take it out, or choose another time.",
  },
  runningFast: {
    sv: "MDK pågår. Sluttiden och de ärenden som kommer går att ändra. Rummen styrs från sidan för konferensen.",
    en: "The conference is going on. Its end and the cases to come can be changed. The rooms are steered from its page.",
  },
  notReady: {
    sv: "Inga rum är anslutna till tjänsten, så en MDK kan inte hållas nu. Kontakta rumssupporten.",
    en: "No rooms are connected to the service, so no conference can be held now. Contact the room support.",
  },
  fault_ends: {
    sv: "En konferens är högst 12 timmar. Inget är sparat. Ändra tiden.",
    en: "A conference is 12 hours at most. Nothing is saved. Change the time.",
  },

  notFound: {
    sv: "Du kan inte längre följa konferensen här. Det som visas är det senaste. Gå tillbaka till listan.",
    en: "You can no longer follow the conference here. What is shown is the last that is known. Go back to the list.",
  },
  movedHere: {
    sv: "Ett möte har flyttats till samma tid i {name}, {time}. Rummet är kvar hos MDK, och den som har mötet ser att det är utan rum. Du behöver inte göra något.",
    en: "A meeting was moved to the same time in {name}, {time}. The room stays with this conference, and whoever has the meeting sees that it is without. There is nothing you need to do.",
  },
  lost: {
    sv: "Kontakten bröts. Konferensen påverkas inte. Sidan visar det senaste den vet och försöker igen.",
    en: "The connection was lost. The conference is not affected. The page shows the last it knows and tries again.",
  },
  opensLater: {
    sv: "Knappen MDK syns i rummen {when}.",
    en: "The button MDT conference shows in the rooms {when}.",
  },
  begin: { sv: "Starta MDK", en: "Start MDT conference" },
  beginWhy: {
    sv: "Alla rum frågas på sin panel. Inget ringer upp förrän någon där har tryckt ja.",
    en: "Every room is asked on its panel. None calls until somebody in it has pressed yes.",
  },
  next: { sv: "Nästa ärende", en: "Next case" },
  previous: { sv: "Föregående", en: "Previous" },
  pressing: { sv: "Gör det …", en: "Doing it …" },
  end: { sv: "Avsluta för alla", en: "End for all" },
  endAsk: {
    sv: "Samtalet läggs på i alla rum. Det går inte att ångra.",
    en: "The call ends in every room. It cannot be undone.",
  },
  endYes: { sv: "Ja, avsluta för alla", en: "Yes, end for all" },
  ending: { sv: "Avslutar …", en: "Ending …" },
  skip: { sv: "Hoppa över", en: "Skip" },
  skipSpoken: { sv: "Hoppa över {site}", en: "Skip {site}" },
  skipAsk: {
    sv: "Vänta inte längre på {site}? De kan komma in senare.",
    en: "Wait no longer for {site}? They can come in later.",
  },
  skipYes: { sv: "Ja, hoppa över", en: "Yes, skip" },
  retry: { sv: "Försök igen", en: "Try again" },
  retrySpoken: { sv: "Försök igen: {site}", en: "Try again: {site}" },
  callsIn: { sv: "Ringer in själv", en: "Calls in" },
  isPresenter: { sv: "Presentatör", en: "Presenter" },
  allIn: { sv: "{count} av {all} rum är anslutna", en: "{count} of {all} rooms are connected" },
  nowCase: { sv: "Nu: ärende {number} · {unit}", en: "Now: case {number} · {unit}" },
  thenCase: { sv: "Sedan: ärende {number} · {unit}", en: "Then: case {number} · {unit}" },
  lastCase: { sv: "Sista ärendet", en: "The last case" },
  left: { sv: "{count} min kvar", en: "{count} min left" },
  over: { sv: "{count} min över tiden. Inget bryts.", en: "{count} min over time. Nothing is cut off." },
  caseLine: { sv: "Ärende {number} · {unit} · {minutes} min", en: "Case {number} · {unit} · {minutes} min" },
  noCaseLine: { sv: "Inga ärenden på listan.", en: "No cases on the list." },
  change: { sv: "Ändra planen", en: "Change the plan" },
  withdraw: { sv: "Ta bort planen", en: "Remove the plan" },
  withdrawAsk: {
    sv: "Planen och knappen i rummen tas bort.",
    en: "The plan and the button in the rooms are removed.",
  },
  withdrawYes: { sv: "Ja, ta bort", en: "Yes, remove" },
} as const;

export const WORDS = { ...SHELL_TEXTS, ...CONFERENCE_TEXTS } as const;
export type WordKey = keyof typeof WORDS & string;
export type Words = Translator<typeof WORDS>;
