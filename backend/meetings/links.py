"""Links to other systems: whether one may be booked, and which system it leads to. Only the region's list decides."""

from datetime import date

from backend.errors import FieldFault, Invalid, Text
from backend.profiles import Profile
from backend.profiles.link_hosts import LinkHost
from backend.video.link import address

_MISSING = Text(
    "Länken till mötet i det andra systemet saknas. Inget är ändrat. Klistra in länken och spara igen.",
    "The link to the meeting in the other system is missing. Nothing has changed. Paste the link and save again.",
)
_UNASKED = Text(
    "En länk kan bara anges när mötet hålls i ett annat system. Inget är ändrat. Ta bort länken, eller välj tjänsten "
    "länk till annat system.",
    "A link can only be given when the meeting is held in another system. Nothing has changed. Take the link out, or "
    "choose the service link to another system.",
)
_UNREADABLE = Text(
    "Länken går inte att använda. Inget är ändrat. Den ska börja med https:// och gå direkt till mötet, utan "
    "inloggningsuppgifter, portnummer eller en annan adress inuti. Kopiera den på nytt ur det andra systemet.",
    "The link can't be used. Nothing has changed. It has to begin with https:// and lead straight to the meeting, "
    "without sign-in details, a port number or another address within it. Copy it anew from the other system.",
)
_ELSEWHERE = Text(
    "Länken går till ett system som regionen inte har godkänt för mötestypen. Inget är ändrat. Godkända system: "
    "{systems}. Fråga din administratör om ett till behövs.",
    "The link leads to a system that the region has not approved for this meeting type. Nothing has changed. Approved "
    "systems: {systems}. Ask your administrator if another is needed.",
)
_NONE = Text("inga", "none")


def required(profile: Profile, type_code: str, given: str | None, day: date) -> str:
    """Return the address to lead people to, in the one form it is kept in.

    Raises Invalid (bad-link) when none is given, when it is no plain https address (`address.read`), and when the
    region leads no meetings of the type there on the day.
    """
    if not given:
        raise _refused(_MISSING)
    found = address.read(given)
    if found is None:
        raise _refused(_UNREADABLE)
    if profile.link_host(found.host, type_code, day) is None:
        raise _refused(_elsewhere(profile, type_code, day))
    return found.url


def refuse(given: object) -> None:
    """Raise Invalid (bad-link) when a link is given for a meeting that no link leads to."""
    if given is not None:
        raise _refused(_UNASKED)


def leads_to(profile: Profile, type_code: str, url: str, day: date) -> LinkHost | None:
    """Return the row of the region's list that a kept address leads to on the day; None when it leads nowhere now."""
    found = address.read(url)
    return profile.link_host(found.host, type_code, day) if found is not None else None


def _refused(text: Text) -> Invalid:
    return Invalid("bad-link", text, (FieldFault("/link", "bad-link"),))


def _elsewhere(profile: Profile, type_code: str, day: date) -> Text:
    systems = list(dict.fromkeys(row.system for row in profile.link_hosts if row.serves(type_code, day))) or [_NONE]
    sv, en = (", ".join(system[language] for system in systems) for language in (0, 1))
    return Text(_ELSEWHERE.sv.format(systems=sv), _ELSEWHERE.en.format(systems=en))
