"""What leads to a conference at Pexip: the addresses of its web app, and the number that rooms dial.

An address can be read by whoever sees it: it says what somebody is, and never who.
"""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from backend.config import PexipSettings
from backend.video.service import Role, RoomEntry

# By which parameter, with the value "true", somebody comes in with the device off.
OFF: Mapping[str, str] = MappingProxyType({"camera": "muteCamera", "microphone": "muteMicrophone"})
_WORDS: Mapping[tuple[str, Role], str] = MappingProxyType(
    {
        ("sv", Role.GUEST): "Gäst",
        ("sv", Role.HOST): "Värd",
        ("en", Role.GUEST): "Guest",
        ("en", Role.HOST): "Host",
    }
)


def web_app(  # noqa: PLR0913 - what an address says
    settings: PexipSettings, alias: str, language: str, role: Role, *, asks_pin: bool = False, tag: str = ""
) -> str:
    """Return the web app's address for somebody who comes by this alias (Pexip: Creating preconfigured links).

    With `asks_pin` the app asks for a PIN. `tag` comes back in all that Pexip tells of the call.
    """
    # In Swedish for a language there are no words in.
    asked = {"name": _WORDS.get((language, role)) or _WORDS["sv", role]}
    asked |= {"callTag": tag} if tag else {}
    asked |= {} if asks_pin else {"role": "guest"}
    return f"{settings.node}/{settings.web_path}/m/{alias}?{urlencode({**asked, 'join': '1'})}"


def room_entry(settings: PexipSettings, alias: str) -> RoomEntry | None:
    """Return what rooms dial, in the form the region has chosen; None where they can't."""
    if settings.domain is None:
        return None
    return RoomEntry(settings.room_number.replace("{alias}", alias).replace("{domain}", settings.domain))
