"""What a refusal about conferences says."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.errors import Text
from rooms.conference.words import say

REFUSALS: Mapping[str, Text] = MappingProxyType(
    {
        "bad-plan": Text(
            "Planen går inte att hålla så här. Inget är sparat. Rätta det som pekas ut.",
            "The conference can't be held as it is planned. Nothing was saved. Mend what is pointed out.",
        ),
        "personal-data": Text(
            "En plats eller enhet innehåller något som ser ut som en patientuppgift. Inget är sparat. Skriv bara orter "
            "och enheter: namnen syns på panelerna.",
            "A site or a unit holds what looks like a patient's data. Nothing was saved. Write places and units only: "
            "they are shown on the panels.",
        ),
        "no-place": Text(
            "Alla konferensplatser är upptagna då. Inget är sparat. Välj en annan tid, eller be rumssupporten om fler.",
            "Every conference place is taken then. Nothing was saved. Choose another time, or ask the room support for "
            "more.",
        ),
        "room-taken": Text(
            "Ett av rummen är upptaget då, av en annan MDK eller ett möte. Inget är sparat. Välj en annan tid eller ta "
            "bort rummet.",
            "One of the rooms is taken then, by another conference or a meeting. Nothing was saved. Choose another "
            "time or leave the room out.",
        ),
        "rooms-off": Text(
            "Inga rum är anslutna till tjänsten, så ingen MDK kan hållas. Inget är ändrat. Kontakta rumssupporten.",
            "No rooms are connected to the service, so no conference can be held. Nothing has changed. Contact the "
            "room support.",
        ),
        "conference-running": Text(
            "MDK pågår. Inget är ändrat. Medan den pågår går det bara att ändra sluttiden och ärendena efter det som "
            "pågår; avsluta den först om något annat ska ändras.",
            "The conference is going on. Nothing has changed. Meanwhile only its end and the cases after the present "
            "one can be changed; end it first to change anything else.",
        ),
        "conference-over": Text(
            "MDK är avslutad eller borttagen. Inget är ändrat. Använd Upprepa för att hålla den igen.",
            "The conference is over or withdrawn. Nothing has changed. Use Repeat to hold it again.",
        ),
        "conference-unreadable": Text(
            "Det går inte att läsa hur MDK står: det som är sparat är skadat eller skrivet av en nyare version. Inget "
            "är ändrat och inget samtal är brutet. Lägg på från rummens egna paneler och kontakta rumssupporten.",
            "How the conference stands can't be read: what is stored is spoilt, or a newer version wrote it. Nothing "
            "has changed and no call was cut. Hang up by the rooms' own panels and contact the room support.",
        ),
        "already-over": Text(
            "Tiden har redan gått ut. Inget är sparat. Välj en tid som kommer.",
            "The time has already gone by. Nothing was saved. Choose a time that is to come.",
        ),
        "no-address": Text("Rummet har ingen styrd utrustning.", "Nothing in the room can be driven."),
        "no-events": Text(
            "Rummet nås över HTTPS, som inte berättar vad som trycks. Rumssupporten kan byta till SSH.",
            "The room is reached over HTTPS, which does not tell what is pressed. The room support can change it to "
            "SSH.",
        ),
    }
)
# Why a press can't be done now.
NOT_NOW: Mapping[str, Text] = MappingProxyType(
    {
        **{code: Text(say(code, "sv"), say(code, "en")) for code in ("not-open", "not-in-plan", "not-running")},
        "over": Text("MDK är avslutad.", "The conference is over."),
        "place-taken": Text(
            "En annan MDK pågår på samma konferensplats. Vänta tills den är slut, eller be den avsluta.",
            "Another conference is still going on in the same place. Wait until it is over, or ask it to end.",
        ),
        "rooms-off": Text(
            "Inga rum är anslutna till tjänsten. Ring upp från rummen och kontakta rumssupporten.",
            "No rooms are connected to the service. Call from the rooms and contact the room support.",
        ),
        "not-possible": Text(
            "Det går inte att göra det med platsen nu. Se hur den står och försök igen.",
            "That can't be done with the site now. See how it stands and try again.",
        ),
    }
)


def say_not_now(code: str) -> Text:
    """Return why a press can't be done, followed by what is kept."""
    sv, en = NOT_NOW[code]
    return Text(f"{sv} Inget är ändrat.", f"{en} Nothing has changed.")
