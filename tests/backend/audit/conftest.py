from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.jobs import EmbeddedQueue
from backend.storage import Database
from tests.backend.audit.log import Log


@pytest.fixture
def log(database: Database, jobs: EmbeddedQueue, clock: FixedClock, tmp_path: Path) -> Iterator[Log]:
    made = Log(database, jobs, clock, tmp_path)
    yield made
    made.book.close()
