"""What all tests share: a database of their own, a clock that stands still, an engine that works when told to."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from backend.app import Product
from backend.clock import FixedClock
from backend.jobs import EmbeddedQueue
from backend.profiles import Profile, load
from backend.push import Hub
from backend.storage import Database
from backend.storage.migrations import upgrade
from tests.product import Caller, wired


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables, to copy from."""
    file = tmp_path_factory.mktemp("template") / "template.sqlite"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    file = tmp_path / "test.sqlite"
    file.write_bytes(migrated.read_bytes())
    opened = Database(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 6, 10, 6, 0, tzinfo=UTC))


@pytest.fixture
def jobs(database: Database, clock: FixedClock) -> Iterator[EmbeddedQueue]:
    engine = EmbeddedQueue(database, clock)
    yield engine
    engine.stop()


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture(scope="session")
def profile() -> Profile:
    return load("vastmanland")


@pytest.fixture
def product(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Product]:
    made = wired(tmp_path, database.url, clock)
    yield made
    made.stop()


@pytest.fixture
def caller(product: Product, clock: FixedClock) -> Caller:
    return Caller(product, clock)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver: one process has room for one, and both the pages and the Outlook simulator need it."""
    with sync_playwright() as driver:
        yield driver
