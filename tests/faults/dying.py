"""A program that books or removes a meeting and dies by SIGKILL at the moment it is told. Started by test_kill.py."""

import os
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from backend import app
from backend.clock import Clock, FixedClock
from backend.storage import Database
from backend.video import VideoService, all_services
from backend.video.builtin.service import BuiltinService
from backend.video.service import ConferenceRequest
from tests.product import Caller, wired

NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


class Deadly(BuiltinService):
    """The built-in service, in a process that dies while it works."""

    moment = ""

    def create(self, request: ConferenceRequest) -> str:
        if self.moment == "before-create":
            die()
        reference = super().create(request)
        if self.moment == "after-create":
            die()
        return reference

    def remove(self, reference: str) -> None:
        if self.moment == "before-remove":
            die()
        super().remove(reference)
        if self.moment == "after-remove":
            die()


def deadly(database: Database, clock: Clock) -> dict[str, VideoService]:
    """Stand in for the table of services."""
    return {**all_services(database, clock), "builtin": Deadly(database, clock)}


def main(data: Path, moment: str) -> None:
    """Book a meeting (and remove it, for the moments of removal), dying at `moment`."""
    clock = FixedClock(NOW)
    with mock.patch.object(app, "all_services", deadly):
        product = wired(data, f"sqlite:///{data / 'test.sqlite'}", clock)
    caller = Caller(product, clock)
    body = {"type": "patient_care", "start": NOW.isoformat(), "end": NOW.replace(hour=7).isoformat()}
    Deadly.moment = moment if moment.endswith("create") else ""
    meeting = caller.call("POST", "/api/v1/meetings", body, Idempotency_Key="k").get_json()
    if moment == "after-saving":
        die()
    if moment.endswith("remove"):
        product.jobs.drain()
        Deadly.moment = moment
        caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}")
        if moment == "after-saving-remove":
            die()
    product.start()
    threading.Event().wait(30)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
