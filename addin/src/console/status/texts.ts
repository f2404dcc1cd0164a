/** The words of the page of the video services' state. What is said of each part comes from the server. */
export const STATUS_TEXTS = {
  statusLead: {
    sv: "Så mår videotjänsterna just nu, och vad du gör åt det som är fel. Här står inget om möten eller människor.",
    en: "How the video services are right now, and what to do about what is wrong. Nothing here is about meetings or people.",
  },
  statusGood: { sv: "Allt fungerar.", en: "Everything works." },
  statusBad: { sv: "{count} saker behöver åtgärdas.", en: "{count} things need to be seen to." },
  statusBadOne: { sv: "En sak behöver åtgärdas.", en: "One thing needs to be seen to." },
  statusWarn: { sv: "{count} saker att hålla ögonen på.", en: "{count} things to keep an eye on." },
  statusWarnOne: { sv: "En sak att hålla ögonen på.", en: "One thing to keep an eye on." },
  statusNone: {
    sv: "Ingen videotjänst som kan övervakas är ansluten.",
    en: "No video service that can be watched is connected.",
  },
  statusParts: { sv: "Pexip", en: "Pexip" },
  statusPartsWhy: {
    sv: "Det som är fel står först. Uppgifterna kommer från det som redan är mätt; sidan frågar inte Pexip.",
    en: "What is wrong stands first. This is what has been measured already; the page does not ask Pexip.",
  },
  partGood: { sv: "Fungerar", en: "Works" },
  partInfo: { sv: "För kännedom", en: "For information" },
  partWarn: { sv: "Håll ögonen på", en: "Keep an eye on" },
  partBad: { sv: "Fel", en: "Fault" },
  partWhen: { sv: "{when}: {moment}", en: "{when}: {moment}" },
  partSteps: { sv: "Gör så här", en: "Do this" },
  readAgain: { sv: "Läs igen", en: "Read again" },
} as const;
