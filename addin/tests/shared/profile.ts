/** A region as the add-in is told of it, made up. */
import type { LinkChoice, Profile } from "../../src/shared/meetings";

export const both = (words: string): { sv: string; en: string } => ({ sv: words, en: words });

const LINK: LinkChoice = {
  service: "link",
  label: both("Annat system"),
  systems: [
    { host: "*.platform24.example", system: both("Platform24") },
    { host: "visit.example", system: both("Videobesök") },
  ],
  notices: [{ code: "no-lobby", ...both("Den som kommer väntar inte hos oss.") }],
};

export const PROFILE: Profile = {
  profile: "vastmanland",
  region: { name: both("Regionen"), accent: "#0b6070" },
  languages: ["sv", "en"],
  default_type: "patient_care",
  ribbon: { create_directly: true },
  types: [
    {
      code: "patient_care",
      label: both("Vårdmöte patient"),
      when: [both("En patient"), both("En grupp")],
      icon: "person_heart",
      audience: "patient",
      picker: true,
      services: [
        { code: "pexip", label: both("Pexip"), default: true },
        { code: "teams_protected", label: both("Teams med mötesskydd"), default: false },
      ],
      link: LINK,
      participant_limit: 15,
      templates: [
        { case_type: "Skyddat digitalt vårdmöte", internal_name: "Enskilt", when: both("En patient") },
        { case_type: "Skyddat digitalt vårdmöte i grupp", internal_name: "Grupp", when: both("Grupp") },
      ],
    },
    {
      code: "patient_information",
      label: both("Informationsmöte patient"),
      when: [both("Föreläsning")],
      icon: "presentation",
      audience: "patient",
      picker: true,
      services: [{ code: "teams_protected", label: both("Teams med mötesskydd"), default: true }],
      link: null,
      participant_limit: null,
      templates: [],
    },
    {
      code: "internal",
      label: both("Internt möte utan patient"),
      when: [both("Rond")],
      icon: "people_team",
      audience: "staff",
      picker: true,
      services: [{ code: "teams_protected", label: both("Teams med mötesskydd"), default: true }],
      link: null,
      participant_limit: null,
      templates: [],
    },
    {
      code: "mdt",
      label: both("MDK"),
      when: [],
      icon: "conference",
      audience: "staff",
      picker: false,
      services: [{ code: "pexip", label: both("Pexip"), default: true }],
      link: null,
      participant_limit: 15,
      templates: [],
    },
  ],
  cards: {
    before: [{ code: "light", icon: "light", title: both("Ljus"), text: both("Framifrån") }],
    during: [],
    end: [],
  },
  help_links: [{ label: both("Hjälp"), url: "https://help.example" }],
  support: [{ problem: both("Ljud"), label: both("IT-stöd"), phone: "021-00 00 00" }],
  send_check: {
    override: true,
    looks_like_care: "off",
    reasons: [
      { code: "not_a_person", text: both("Det är ingen person"), note: false },
      { code: "other", text: both("Annat skäl"), note: true },
    ],
  },
};
