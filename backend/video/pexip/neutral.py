"""What Pexip's page calls somebody until we have told it their name: an address can be read by whoever sees it."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.video.service import Role

_WORDS: Mapping[tuple[str, Role], str] = MappingProxyType(
    {
        ("sv", Role.GUEST): "Gäst",
        ("sv", Role.HOST): "Värd",
        ("en", Role.GUEST): "Guest",
        ("en", Role.HOST): "Host",
    }
)


def neutral(language: str, role: Role) -> str:
    """Return what a link calls whoever comes in this role; in Swedish for a language there are no words in."""
    return _WORDS.get((language, role)) or _WORDS["sv", role]
