"""A product that holds conferences."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.app import Product
from backend.clock import FixedClock
from backend.storage import Database
from tests.backend.conference.planned import put_rooms, rooms_settings
from tests.product import Caller, wired


@pytest.fixture
def product(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Product]:
    made = wired(tmp_path, database.url, clock, rooms=rooms_settings(tmp_path))
    yield made
    made.stop()


@pytest.fixture
def caller(product: Product, clock: FixedClock) -> Caller:
    speaking = Caller(product, clock)
    put_rooms(speaking)
    return speaking
