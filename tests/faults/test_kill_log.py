"""kill -9 at every step of an entry's way: none lost or doubled, none tells of what was rolled back."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend.audit.models import OutboxRow
from backend.audit.tables import LogRow
from backend.clock import FixedClock
from backend.storage import Database
from tests.faults.dying_log import MOMENTS, NOW
from tests.product import wired

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_entry_survives(database: Database, tmp_path: Path, moment: str) -> None:
    command = [sys.executable, "-m", "tests.faults.dying_log", str(tmp_path), moment]
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=60).returncode == -signal.SIGKILL
    product = wired(tmp_path, database.url, FixedClock(NOW))
    assert product.logbook.verify().fault is None
    product.logbook.resume()
    product.jobs.drain()
    report = product.logbook.verify()
    with product.logbook.store.database.read() as session:
        booked = session.scalar(select(func.count()).where(LogRow.action == "meeting.created"))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 0
    assert booked == (1 if moment == "recorded, not committed" else 2)
    assert report.fault is None
    assert product.logbook.anchor.last() == report.last
    product.stop()
