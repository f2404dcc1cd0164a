"""Which of the two ways Pexip holds our meetings, by the installation's settings."""

from backend.clock import Clock
from backend.config import PexipMode
from backend.storage import Database
from backend.video.pexip.management.service import ManagementService
from backend.video.pexip.service import PexipService
from backend.video.service import Means, VideoService


def pexip(database: Database, clock: Clock, means: Means) -> VideoService:
    """Return the service of the mode that is set. Raises NotConnectedError without Pexip's settings."""
    by_management = means.pexip is not None and means.pexip.mode == PexipMode.MANAGEMENT
    return (ManagementService if by_management else PexipService)(database, clock, means)
