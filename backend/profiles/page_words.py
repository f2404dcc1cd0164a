"""The Swedish words of a region's page for the codes of the guide."""

from collections.abc import Mapping
from types import MappingProxyType

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {"book": "boka", "other_system": "annat system", "join_only": "anslut bara", "stop": "inget möte"}
)
CHANNELS: Mapping[str, str] = MappingProxyType({"inbox_1177": "inkorgen på 1177", "outlook": "Outlook"})
YES_NO: Mapping[bool, str] = MappingProxyType({True: "ja", False: "nej"})
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "initiator": "initiativ",
        "parties": "parter",
        "patients": "patienter",
        "identity": "identitet",
        "content": "innehåll",
        "place": "patienten är",
        "others_any": "med",
        "others_none": "utan",
        "participants": "anslutningar",
        "age": "ålder",
        "high_resolution": "högupplösta bilder",
        "outcome": "utfall",
        "type": "typ",
        "audience": "för",
        "protected_identity": "skyddad identitet",
        "inbox_1177": "nås genom 1177",
        "reserve_number": "reservnummer",
    }
)
VALUES: Mapping[str, str] = MappingProxyType(
    {
        "caregiver": "vården",
        "patient": "patienten",
        "other_organisation": "annan organisation",
        "patients": "patient och vård",
        "staff": "personal",
        "municipality": "kommun, socialtjänst eller FK",
        "authority": "rättsväsende eller annan myndighet",
        "none": "ingen",
        "one": "en",
        "group": "flera",
        "eid": "e-legitimation",
        "document": "visar legitimation",
        "anonymous": "anonym",
        "sensitive": "känsligt",
        "general": "allmänt",
        "administrative": "administrativt",
        "education": "utbildning",
        "home": "hemma",
        "clinic": "på en mottagning",
        "home_with_nurse": "hemma med sjuksköterska",
        "relative": "närstående",
        "guardian": "vårdnadshavare",
        "interpreter": "tolk",
        "professional": "extern professionell part",
        "book": "boka",
        "other_system": "annat system",
        "join_only": "anslut bara",
        "stop": "inget möte",
        "patient_care": "Vårdmöte patient",
        "patient_information": "Informationsmöte patient",
        "internal": "Internt möte utan patient",
        "care_room": "Vårdrum",
        "mdt": "MDK",
    }
)
