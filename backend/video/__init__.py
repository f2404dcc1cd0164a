"""Video: the port to video services, the one table of them, and who is in and who waits right now.

Knows a conference (times, limit, lobby, protection), never a meeting or a patient.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from backend.clock import Clock
from backend.storage import Database
from backend.video.builtin.service import BuiltinService
from backend.video.link.service import LinkService
from backend.video.service import VideoService

Factory = Callable[[Database, Clock], VideoService]

# The one table: a new service is one folder and one line here (docs/adding-a-video-service.md).
SERVICES: Mapping[str, Factory] = MappingProxyType({"builtin": BuiltinService, "link": LinkService})


def all_services(database: Database, clock: Clock) -> dict[str, VideoService]:
    """Return every service of the table, made and ready, by its code."""
    return {code: factory(database, clock) for code, factory in SERVICES.items()}


__all__ = ["SERVICES", "Factory", "VideoService", "all_services"]
