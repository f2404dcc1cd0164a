"""With VARDMOTE_TEST_PROCESSES=1 the contract is put to several products that share nothing but PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.app import Product
from backend.clock import FixedClock
from backend.storage import Database
from tests.processes.served import MANY
from tests.processes.spread import spread
from tests.product import wired


@pytest.fixture
def product(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Product]:
    """The product; or several, each call to the next of them, when the run is about several."""
    if MANY and database.side_by_side:
        with spread(tmp_path, database.url, clock) as several:
            yield several
    else:
        one = wired(tmp_path, database.url, clock)
        yield one
        one.stop()
