"""A built-in video service that can be told to take its time, so that a worker can be killed in the middle."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from backend import app
from backend.clock import Clock
from backend.storage import Database
from backend.video import Means, VideoService, all_services
from backend.video.builtin.service import BuiltinService
from backend.video.service import ConferenceRequest

SLOW = "slow"


class Slow(BuiltinService):
    """Has made the conference already, and answers only when the file `slow` is gone."""

    def create(self, request: ConferenceRequest) -> str:
        """See `VideoService.create`."""
        reference = super().create(request)
        slow = Path(os.environ["VARDMOTE_TEST_DATA"]) / SLOW
        pause = threading.Event()
        while slow.exists():
            (slow.parent / f"held-by-{os.getpid()}").touch()
            pause.wait(0.02)
        return reference


def _services(database: Database, clock: Clock, means: Means) -> dict[str, VideoService]:
    return {**all_services(database, clock, means), "builtin": Slow(database, clock, means)}


@contextmanager
def done_here() -> Iterator[None]:
    """Let a product made in this block have the slow service."""
    with mock.patch.object(app, "all_services", _services):
        yield
