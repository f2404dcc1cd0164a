"""kill -9 at every step of an entry's way: none lost or doubled, none tells of what was rolled back."""

import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend.app import Product
from backend.audit.models import OutboxRow
from backend.audit.tables import LogRow
from backend.clock import FixedClock
from backend.storage import Database
from tests.faults.dying_log import BIRTHS, MOMENTS, NOW, PURGES, RESUMES
from tests.product import wired

ROOT = Path(__file__).parents[2]


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """The file that the process dies over: its log is in files too."""
    opened = Database(sqlite_url)
    yield opened
    opened.close()


def killed(folder: Path, moment: str) -> None:
    command = [sys.executable, "-m", "tests.faults.dying_log", str(folder), moment]
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=60).returncode == -signal.SIGKILL


@contextmanager
def next_process(database: Database, folder: Path, now: datetime = NOW) -> Iterator[Product]:
    """The product as it starts again: whole before it has done anything, and when it has done what was left."""
    product = wired(folder, database.url, FixedClock(now))
    assert product.logbook.verify().fault is None
    product.logbook.resume()
    product.jobs.drain()
    report = product.logbook.verify()
    assert report.fault is None
    assert product.logbook.anchor.last() == report.last
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 0
    yield product
    product.stop()


def booked(product: Product) -> int:
    with product.logbook.store.database.read() as session:
        return session.scalar(select(func.count()).where(LogRow.action == "meeting.created")) or 0


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_entry_survives(database: Database, tmp_path: Path, moment: str) -> None:
    killed(tmp_path, moment)
    with next_process(database, tmp_path) as product:
        assert booked(product) == (1 if moment == "recorded, not committed" else 2)


@pytest.mark.parametrize("moment", BIRTHS)
def test_a_log_that_was_being_born_is_whole_and_for_its_owner_alone(
    database: Database, tmp_path: Path, moment: str
) -> None:
    killed(tmp_path, moment)
    file = tmp_path / "access-log.anchor"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with next_process(database, tmp_path) as product:
        assert booked(product) == 1
        assert next(product.logbook.anchor.points()).number == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("moment", PURGES)
def test_a_purge_is_done_or_not_and_is_done_when_asked_again(database: Database, tmp_path: Path, moment: str) -> None:
    killed(tmp_path, moment)
    with next_process(database, tmp_path, NOW + timedelta(days=6 * 365)) as product:
        assert booked(product) == (2 if moment == "marked, nothing taken away yet" else 1)
        product.logbook.purge()
        report = product.logbook.verify()
        assert (booked(product), report.fault) == (1, None)
        assert report.first > 1


@pytest.mark.parametrize("moment", RESUMES)
def test_who_takes_care_of_what_was_left_may_die_too(database: Database, tmp_path: Path, moment: str) -> None:
    killed(tmp_path, moment)
    with next_process(database, tmp_path, NOW + timedelta(minutes=2)) as product:
        assert booked(product) == 2
