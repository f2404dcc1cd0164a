"""Every refusal the product gives, named by what the caller can do about it.

A refusal is an answer, not a fault: it carries a code that programs read and a text in Swedish and English that people
read. The web layer alone turns it into a status and a problem document (RFC 9457).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple


class Text(NamedTuple):
    """One message in the two languages of the product."""

    sv: str
    en: str


@dataclass(frozen=True)
class FieldFault:
    """One faulty place in what was sent: a JSON pointer and the code of its fault."""

    pointer: str
    code: str


class VardmoteError(Exception):
    """Base of everything this product raises on purpose."""


class Refused(VardmoteError):
    """An expected refusal. `code` is stable; the text may be replaced by one that knows more."""

    def __init__(self, code: str, text: Text | None = None, faults: tuple[FieldFault, ...] = ()) -> None:
        self.code = code
        self.text = text or TEXTS[code]
        self.faults = faults
        super().__init__(code)


class Malformed(Refused):
    """The request can't be read; mend it before sending again."""


class Unauthenticated(Refused):
    """Nobody is signed in; sign in and repeat."""


class Forbidden(Refused):
    """The one signed in may not do this; somebody else may."""


class NotFound(Refused):
    """There is no such thing, or it is not the caller's to know of."""


class Conflict(Refused):
    """What was asked does not go together with how things stand; look again, then choose.

    `conflicts` names what is in the way, where it can be told: a room, and from when to when.
    """

    def __init__(
        self,
        code: str,
        text: Text | None = None,
        faults: tuple[FieldFault, ...] = (),
        *,
        conflicts: Sequence[Mapping[str, str]] = (),
    ) -> None:
        self.conflicts = conflicts
        super().__init__(code, text, faults)


class Gone(Refused):
    """It was there and is no more; ask for a new one."""


class Outdated(Refused):
    """Somebody changed it meanwhile; read it again and repeat.

    `version` is the one there is now, where it can be told, and `changed` names the fields that differ since.
    """

    def __init__(
        self, code: str, text: Text | None = None, *, version: int | str | None = None, changed: tuple[str, ...] = ()
    ) -> None:
        self.version = version
        self.changed = changed
        super().__init__(code, text)


class TooLarge(Refused):
    """More was sent than is taken; send less."""


class Invalid(Refused):
    """Readable, but a value can't be used; mend the places named in `faults`."""


class SlowDown(Refused):
    """Asked too often; wait and repeat."""


class Unavailable(Refused):
    """A part that is needed does not answer; nothing is lost, repeat later."""


class ConfigurationFault(VardmoteError):
    """A setting is missing or not allowed. `key` names it; nothing was started."""

    def __init__(self, key: str, text: Text) -> None:
        self.key = key
        self.text = text
        super().__init__(f"{key}: {text.en}")


TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "malformed": Text(
            "Det som skickades gick inte att läsa. Inget är ändrat. Rätta det som pekas ut och skicka igen.",
            "What was sent could not be read. Nothing has changed. Mend what is pointed out and send again.",
        ),
        "idempotency-key-missing": Text(
            "Rubriken Idempotency-Key saknas. Inget är skapat. Skicka igen med en egen nyckel.",
            "The header Idempotency-Key is missing. Nothing was created. Send again with a key of your own.",
        ),
        "idempotency-key-reused": Text(
            "Nyckeln har redan använts för något annat. Inget är skapat. Välj en ny nyckel.",
            "The key has already been used for something else. Nothing was created. Choose a new key.",
        ),
        "idempotency-in-progress": Text(
            "Samma begäran behandlas redan. Vänta en stund och försök igen.",
            "The same request is being worked on. Wait a moment and try again.",
        ),
        "unauthenticated": Text(
            "Du är inte inloggad. Inget är ändrat. Logga in och försök igen.",
            "You are not signed in. Nothing has changed. Sign in and try again.",
        ),
        "forbidden": Text(
            "Du har inte behörighet till det här. Inget är ändrat. Be den som bokat mötet eller din administratör.",
            "You may not do this. Nothing has changed. Ask the person who booked the meeting or your administrator.",
        ),
        "not-found": Text(
            "Det du söker finns inte. Kontrollera länken eller öppna mötet på nytt.",
            "What you are looking for does not exist. Check the link or open the meeting again.",
        ),
        "method-not-allowed": Text(
            "Adressen finns men inte för det anropet.", "The address exists, but not for this method."
        ),
        "meeting-removed": Text(
            "Mötet är borttaget och går inte att ändra. Skapa ett nytt möte.",
            "The meeting has been removed and can't be changed. Create a new one.",
        ),
        "not-open": Text(
            "Mötet är inte öppet just nu. Kontrollera tiden och försök igen.",
            "The meeting is not open right now. Check the time and try again.",
        ),
        "meeting-live": Text(
            "Mötet pågår och någon är inne. Inget är ändrat. Avsluta mötet först, eller ändra när det är slut.",
            "The meeting is under way and somebody is in it. Nothing has changed. End it first, or change it later.",
        ),
        "link-used": Text(
            "Länken är redan använd. Tryck på Starta möte igen så får du en ny.",
            "The link has already been used. Press Start meeting again to get a new one.",
        ),
        "link-expired": Text(
            "Länken har gått ut. Tryck på Starta möte igen så får du en ny.",
            "The link has expired. Press Start meeting again to get a new one.",
        ),
        "precondition-failed": Text(
            "Någon har ändrat det här sedan du läste det. Din ändring är inte sparad. Läs in på nytt och gör om "
            "ändringen om den fortfarande behövs.",
            "Somebody has changed this since you read it. Your change was not saved. Load it again and repeat the "
            "change if it is still needed.",
        ),
        "too-large": Text(
            "Det som skickades är för stort. Inget är ändrat. Skicka mindre.",
            "What was sent is too large. Nothing has changed. Send less.",
        ),
        "unknown-type": Text(
            "Mötestypen finns inte. Inget är ändrat. Välj en av mötestyperna i listan.",
            "There is no such meeting type. Nothing has changed. Choose one of the types in the list.",
        ),
        "unknown-field": Text(
            "Ett fält är okänt. Inget är ändrat. Ta bort det och skicka igen.",
            "A field is unknown. Nothing has changed. Take it out and send again.",
        ),
        "unknown-service": Text(
            "Videotjänsten kan inte användas för mötestypen. Inget är ändrat. Välj en annan.",
            "The video service can't be used for this meeting type. Nothing has changed. Choose another.",
        ),
        "end-before-start": Text(
            "Mötet slutar innan det börjar. Inget är ändrat. Rätta tiden.",
            "The meeting ends before it begins. Nothing has changed. Mend the time.",
        ),
        "bad-time": Text(
            "Tiden går inte att läsa. Inget är ändrat. Ange datum, tid och tidszon.",
            "The time can't be read. Nothing has changed. Give date, time and offset.",
        ),
        "bad-recurrence": Text(
            "Upprepningen går inte att läsa. Inget är ändrat. Ange en regel per dag, vecka, månad eller år (RRULE).",
            "The recurrence can't be read. Nothing has changed. Give a rule by day, week, month or year (RRULE).",
        ),
        "bad-link": Text(
            "Länken går inte att använda. Inget är ändrat. Kopiera den på nytt ur det andra systemet.",
            "The link can't be used. Nothing has changed. Copy it anew from the other system.",
        ),
        "link-not-allowed": Text(
            "Mötet går inte att öppna härifrån just nu. Din tid är kvar. Kontakta mottagningen, så får du veta hur du "
            "kommer in.",
            "The meeting can't be opened from here right now. Your appointment stands. Contact the clinic to hear how "
            "to come in.",
        ),
        "unknown-mailbox": Text(
            "Du kan inte boka för den brevlådan. Inget är ändrat. Välj din egen eller be om behörighet.",
            "You can't book for this mailbox. Nothing has changed. Choose your own or ask for the right.",
        ),
        "too-long": Text(
            "Något är för långt. Inget är ändrat. Korta det som pekas ut.",
            "Something is too long. Nothing has changed. Shorten what is pointed out.",
        ),
        "limit-exceeded": Text(
            "Gränsen är nådd. Inget är ändrat.",
            "The limit has been reached. Nothing has changed.",
        ),
        "room-taken": Text(
            "Rummet är upptaget av ett annat möte då. Inget är ändrat. Välj ett annat rum eller en annan tid.",
            "The room is taken by another meeting then. Nothing has changed. Choose another room or another time.",
        ),
        "unknown-room": Text(
            "Rummet finns inte. Inget är ändrat. Välj ett av rummen i listan.",
            "There is no such room. Nothing has changed. Choose one of the rooms in the list.",
        ),
        "unknown-person": Text(
            "Personen går inte att välja här. Inget är ändrat. Välj någon som arbetar på enheten.",
            "This person can't be chosen here. Nothing has changed. Choose somebody who works in the unit.",
        ),
        "unknown-reason": Text(
            "Skälet finns inte i regionens lista. Inget är sparat. Välj ett av skälen som visas.",
            "The reason is not in the region's list. Nothing was saved. Choose one of those shown.",
        ),
        "note-missing": Text(
            "Skälet behöver några ord. Inget är sparat. Beskriv kort, utan uppgifter om patienten.",
            "The reason needs a few words. Nothing was saved. Describe briefly, without anything about the patient.",
        ),
        "personal-data": Text(
            "Det du skrev innehåller ett personnummer. Inget är sparat. Ta bort det och spara igen.",
            "What you wrote holds a personal identity number. Nothing was saved. Remove it and save again.",
        ),
        "unknown-rule": Text(
            "Regionen har ingen sådan regel att göra undantag från. Inget är sparat. Välj en i listan.",
            "The region has no such rule to make an exception from. Nothing was saved. Choose one in the list.",
        ),
        "unknown-system": Text(
            "Systemet finns inte i regionens profil. Inget är sparat. Välj bland dem som visas.",
            "The system is not in the region's profile. Nothing was saved. Choose among those shown.",
        ),
        "approval-incomplete": Text(
            "Enheten kan godkännas när svaret är ja på alla fyra frågorna. Inget är sparat. Lös det som saknas först.",
            "The unit can be approved when the answer is yes to all four questions. Nothing was saved. Settle what is "
            "missing first.",
        ),
        "last-unit-head": Text(
            "Enheten skulle bli utan verksamhetschef. Inget är ändrat. Lägg in den nya chefen först.",
            "The unit would be without a head. Nothing has changed. Name the new head first.",
        ),
        "slow-down": Text(
            "För många försök på kort tid. Vänta en stund och försök igen.",
            "Too many attempts in a short time. Wait a moment and try again.",
        ),
        "service-unavailable": Text(
            "Tjänsten svarar inte just nu. Det du har sparat finns kvar. Försök igen om en stund.",
            "The service is not answering right now. What you have saved is kept. Try again in a moment.",
        ),
    }
)
