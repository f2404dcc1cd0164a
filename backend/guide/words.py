"""What the guide says of itself, whatever the region; all else it says stands in the profile."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.errors import Text

REPLACED = Text(
    "{old} används inte längre. I stället gäller: {new}.", "{old} is no longer used. What holds instead: {new}."
)
SKIPPED: Mapping[str, Text] = MappingProxyType(
    {
        "gate": Text("Er enhet är inte ansluten till {system}.", "Your unit is not connected to {system}."),
        "service": Text(
            "{row}: ingen videotjänst är igång för er enhet. Avtal eller anslutning saknas.",
            "{row}: no video service is on for your unit. An agreement or a connection is missing.",
        ),
        "not_begun": Text("{row}: regeln gäller från {day}.", "{row}: the rule holds from {day}."),
    }
)
ROOM = Text("Plats för högst {limit} anslutningar.", "Room for at most {limit} connections.")
OVERDUE = Text(
    "Rutinen som regeln bygger på gällde till {day}. Kontrollera med regionen att den fortfarande gäller.",
    "The routine that the rule rests on held until {day}. Check with the region that it still does.",
)
TEMPLATE = Text("Välj ärendetypen ”{name}” i Personalverktyget.", "Choose the case type “{name}” in Personalverktyget.")
CHECK_PATIENT = Text(
    "Är patienten ett barn? Finns skyddad identitet, reservnummer eller ingen 1177? Ange det för rätt råd.",
    "Is the patient a child? Is there a protected identity, a reserve number or no 1177? Say so for fitting advice.",
)


def fill(text: Text, sv: Mapping[str, object], en: Mapping[str, object]) -> Text:
    """Return the text with its gaps filled in each language."""
    return Text(text.sv.format(**sv), text.en.format(**en))
