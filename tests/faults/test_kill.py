"""kill -9 at every step between a press and its effect: after a restart the work is done, nothing doubled or left."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.clock import FixedClock
from backend.jobs.models import Job
from backend.storage import Database
from backend.video.builtin.models import BuiltinRoom
from backend.video.models import Conference
from tests.faults.dying import NOW
from tests.product import Caller, wired

ROOT = Path(__file__).parents[2]


def revived(data: Path, moment: str) -> Caller:
    """Let a process die at the moment, then start the product anew on what it left, and let it work."""
    died = subprocess.run(
        [sys.executable, "-m", "tests.faults.dying", str(data), moment], cwd=ROOT, check=False, timeout=60
    )
    assert died.returncode == -signal.SIGKILL
    clock = FixedClock(NOW)
    product = wired(data, f"sqlite:///{data / 'test.sqlite'}", clock)
    product.live.resume()
    product.jobs.drain()
    return Caller(product, clock)


def kept(database: Database) -> tuple[list[str], int, int]:
    """Return the states of all conferences, how many rooms the service holds, and how many jobs are left."""
    with database.read() as session:
        states = [str(conference.state) for conference in session.scalars(select(Conference))]
        rooms = len(session.scalars(select(BuiltinRoom)).all())
        return states, rooms, len(session.scalars(select(Job)).all())


@pytest.mark.parametrize("moment", ["after-saving", "before-create", "after-create"])
def test_a_booking_survives(database: Database, tmp_path: Path, moment: str) -> None:
    caller = revived(tmp_path, moment)
    listed = caller.call("GET", "/api/v1/meetings").get_json()["meetings"]
    assert [meeting["state"] for meeting in listed] == ["ready"]
    assert kept(database) == (["ready"], 1, 0)
    caller.product.stop()


@pytest.mark.parametrize("moment", ["after-saving-remove", "before-remove", "after-remove"])
def test_a_removal_survives(database: Database, tmp_path: Path, moment: str) -> None:
    caller = revived(tmp_path, moment)
    assert caller.call("GET", "/api/v1/meetings").get_json()["meetings"] == []
    assert kept(database) == (["removed"], 0, 0)
    caller.product.stop()
