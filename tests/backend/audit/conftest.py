from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.audit.tables import LogBase
from backend.clock import FixedClock
from backend.jobs import EmbeddedQueue
from backend.storage import Database
from tests.backend.audit.log import Log


@pytest.fixture
def log(database: Database, jobs: EmbeddedQueue, clock: FixedClock, tmp_path: Path) -> Iterator[Log]:
    """A log whose store is of the main database's kind; on PostgreSQL beside the main tables."""
    made = Log(database, jobs, clock, tmp_path, store_url=database.url if database.side_by_side else "")
    yield made
    if database.side_by_side:
        LogBase.metadata.drop_all(database.engine)
    made.book.close()


@pytest.fixture
def file_log(sqlite_url: str, clock: FixedClock, tmp_path: Path) -> Iterator[Log]:
    """A log in files."""
    database = Database(sqlite_url)
    made = Log(database, EmbeddedQueue(database, clock), clock, tmp_path)
    yield made
    made.book.close()
    database.close()
