"""What Pexip's app says for us: why somebody can't come in, and who is a stranger, in the meeting's language."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.errors import Text
from backend.video.pexip.policy.ways import Way

_HOST_AGAIN = Text(
    "Den här vägen in har redan använts. Gå tillbaka till din värdsida och öppna mötet därifrån.",
    "This way in has been used already. Go back to your host page and open the meeting from there.",
)
_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "full": Text(
            "Mötet är fullt. Vänta tills någon har gått och öppna länken igen, eller ring den som bjöd in dig.",
            "The meeting is full. Wait until somebody has left and open the link again, or call whoever invited you.",
        ),
        "many-calls": Text(
            "Länken är redan öppen på flera ställen. Stäng de andra, vänta två minuter och öppna länken igen.",
            "The link is open in several places already. Close the others, wait two minutes and open the link again.",
        ),
        "open-elsewhere": Text(
            "Länken är redan öppen, eller var det nyss. Fortsätt där den är öppen, eller stäng den, vänta två minuter "
            "och öppna länken igen.",
            "The link is open already, or was so just now. Go on where it is open, or close it, wait two minutes and "
            "open the link again.",
        ),
        "moved": Text(
            "Mötet hålls inte här längre. Öppna länken i din inbjudan igen. Är du värd: gå tillbaka till din värdsida.",
            "The meeting is no longer held here. Open the link in your invitation again. If you are a host: go back to "
            "your host page.",
        ),
        "used": _HOST_AGAIN,
        "expired": _HOST_AGAIN,
        "withdrawn": Text(
            "Den här vägen in gäller inte längre. Öppna länken i din inbjudan igen.",
            "This way in is no longer valid. Open the link in your invitation again.",
        ),
        "early": Text(
            "Mötet har inte öppnat än. Öppna länken i din inbjudan när det är dags.",
            "The meeting has not opened yet. Open the link in your invitation when it is time.",
        ),
        "removed": Text("Mötet är inställt.", "The meeting has been cancelled."),
        "over": Text("Mötet är slut.", "The meeting is over."),
        "raced": Text(
            "Någon annan kom in på samma länk i samma ögonblick. Gå tillbaka till sidan du kom ifrån och försök igen.",
            "Somebody else came in by the same link at the same moment. Go back to the page you came from and try "
            "again.",
        ),
    }
)
_NAMELESS, _BY_NUMBER = Text("Okänd", "Unknown"), Text("rummens nummer", "room number")


def said(reason: str, way: Way | None) -> str:
    """Return what whoever comes by this way is told; "" for a reason that nobody is told, and for no way of ours."""
    text = _TEXTS.get(reason)
    return "" if text is None or way is None else _in(text, way)


def stranger(way: Way, shown_as: str) -> str:
    """Return what who dials the rooms' number is seen by: the name they have chosen, and that they did so."""
    return f"{shown_as or _in(_NAMELESS, way)} ({_in(_BY_NUMBER, way)})"


def _in(text: Text, way: Way) -> str:
    return text.en if way.language == "en" else text.sv
