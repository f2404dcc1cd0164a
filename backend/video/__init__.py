"""Video: the port to video services, the one table of them, and who is in and who waits right now.

Knows a conference (times, limit, lobby, protection), never a meeting or a patient.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

from backend.clock import Clock
from backend.storage import Database
from backend.video.builtin.service import BuiltinService
from backend.video.link.service import LinkService
from backend.video.pexip.wiring import pexip
from backend.video.service import Means, NotConnectedError, VideoService

# Raises NotConnectedError where the installation has no settings for it.
Factory = Callable[[Database, Clock, Means], VideoService]

# The one table: a new service is one folder and one line here (docs/adding-a-video-service.md).
SERVICES: Mapping[str, Factory] = MappingProxyType({"builtin": BuiltinService, "link": LinkService, "pexip": pexip})


def all_services(database: Database, clock: Clock, means: Means | None = None) -> dict[str, VideoService]:
    """Return every service of the table that the installation has settings for, made and ready, by its code."""
    made = {}
    for code, factory in SERVICES.items():
        with suppress(NotConnectedError):
            made[code] = factory(database, clock, means or Means())
    return made


__all__ = ["SERVICES", "Factory", "Means", "VideoService", "all_services"]
