"""Who sees to the rooms: the room support, and whoever administrates the region."""

from backend.errors import Forbidden, Text
from backend.identity import Actor, Role

_NOT_YOURS = Text(
    "Rummen sköts av rumssupporten. Inget är ändrat. Ring rumssupporten, eller tryck på Hjälp på rummets panel.",
    "The rooms are seen to by the room support. Nothing has changed. Call them, or press Help on the room's panel.",
)


def require(actor: Actor) -> None:
    """Raise Forbidden unless the person sees to the rooms."""
    if not (actor.has(Role.ROOM_SUPPORT) or actor.has(Role.REGION_ADMIN)):
        raise Forbidden("forbidden", _NOT_YOURS)
