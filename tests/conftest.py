"""What all tests share: a database of their own, a clock that stands still, an engine that works when told to.

Tests that ask for `database_url` (or `database`, `product`, `caller`) run once on SQLite and once on PostgreSQL with
`--database=both`, and on the one that is named with its name. Without it they run on both where the database decides,
and elsewhere each on one of the two. A test that is about SQLite's file asks for `sqlite_url`.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Playwright, sync_playwright
from sqlalchemy import make_url

from backend.app import Product
from backend.clock import FixedClock
from backend.jobs import EmbeddedQueue
from backend.profiles import Profile, load
from backend.push import Hub
from backend.storage import Database
from backend.storage.migrations import upgrade
from tests import postgres
from tests.product import Caller, wired

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = "both"
_KINDS = (SQLITE, POSTGRESQL)
# Where the database itself decides how something comes out. The rest meets both in `make test-all`.
_ON_BOTH = (
    "backend/conference/test_beside_meetings.py",
    "backend/conference/test_store.py",
    "backend/jobs",
    "backend/privacy/test_erasure.py",
    "backend/push",
    "backend/storage",
    "contract/http/test_query_budgets.py",
    "contract/http/test_series.py",
    "contract/http/test_series_changes.py",
    "contract/http/test_two_people.py",
    "contract/jobs",
    "docs",
    "faults",
    "processes",
)
# How long something takes is for benchmarks/ to say: a busy machine makes no property untrue. What a test's fixture
# gives is there for all its examples, and meant so.
_NOT_FOR_TESTS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("any machine", deadline=None, suppress_health_check=_NOT_FOR_TESTS)
settings.load_profile("any machine")
_server: pytest.StashKey[postgres.Server] = pytest.StashKey()


class Place(NamedTuple):
    """A PostgreSQL server, and which of its databases others are copied from."""

    url: str
    template: str


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=(SQLITE, POSTGRESQL, BOTH),
        help="what to test on; default both where it decides, and elsewhere one of the two",
    )
    parser.addoption("--usual", action="store_true", help="leave to the long run what is like something else")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Let the workers of pytest-xdist share one server."""
    if node.config.getoption("--database") != SQLITE:
        server = _running(node.config)
        node.workerinput["postgresql"] = (server.url, str(server.folder))


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server in config.stash:
        config.stash[_server].stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    named = [name for mark in metafunc.definition.iter_markers("parametrize") for name in str(mark.args[0]).split(",")]
    if "database_kind" in metafunc.fixturenames and "database_kind" not in named:
        kinds = _kinds(metafunc.config.getoption("--database"), metafunc.definition)
        metafunc.parametrize("database_kind", kinds, indirect=True, scope="session")


def _kinds(told: str | None, test: pytest.Function) -> tuple[str, ...]:
    if told in {SQLITE, POSTGRESQL}:
        return (told,)
    where = test.path.relative_to(Path(__file__).parent).as_posix()
    if told == BOTH or where.startswith(_ON_BOTH):
        return SQLITE, POSTGRESQL
    # The same one every time: what was green stays green.
    return (_KINDS[crc32(f"{where}::{test.originalname}".encode()) % 2],)


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`: what the test runs on."""
    return str(request.param)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file with all tables, to copy from."""
    file = tmp_path_factory.mktemp("template") / "template.sqlite"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql(request: pytest.FixtureRequest) -> Place:
    """The run's PostgreSQL, and the name of its database with all tables, to copy from."""
    told = getattr(request.config, "workerinput", {}).get("postgresql")
    url, folder = told or (_running(request.config).url, _running(request.config).folder)
    return Place(url, postgres.template(url, Path(folder)))


@pytest.fixture(scope="session")
def emptied(postgresql: Place) -> Iterator[postgres.Emptier]:
    """A PostgreSQL database of this worker's with all tables, emptied rather than made anew."""
    name = postgres.named(postgresql.url, os.environ.get("PYTEST_XDIST_WORKER", "main"))
    emptier = postgres.Emptier(postgres.create(postgresql.url, name, postgresql.template))
    yield emptier
    emptier.close()
    postgres.drop(postgresql.url, name)


@pytest.fixture
def sqlite_url(migrated: Path, tmp_path: Path) -> str:
    """The URL of an empty SQLite database with all tables, at `tmp_path / "test.sqlite"`."""
    file = tmp_path / "test.sqlite"
    file.write_bytes(migrated.read_bytes())
    return f"sqlite:///{file}"


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database with all tables; the test runs on each kind."""
    if database_kind == SQLITE:
        yield str(request.getfixturevalue("sqlite_url"))
    else:
        emptier: postgres.Emptier = request.getfixturevalue("emptied")
        emptier.empty()
        with postgres.none_left_open():
            yield emptier.url


@pytest.fixture
def another_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Give URLs of more databases of the test's kind: `another_url()` without tables, `migrated=True` with all."""
    made: list[str] = []

    def another(*, migrated: bool = False) -> str:
        name = f"{len(made)}_{os.getpid()}"
        if database_kind == SQLITE:
            file = tmp_path / f"{name}.sqlite"
            if migrated:
                file.write_bytes(request.getfixturevalue("migrated").read_bytes())
            made.append(f"sqlite:///{file}")
        else:
            place: Place = request.getfixturevalue("postgresql")
            copied = place.template if migrated else "template0"
            made.append(postgres.create(place.url, postgres.named(place.url, name), copied))
        return made[-1]

    yield another
    if database_kind == POSTGRESQL:
        for url in made:
            postgres.drop(request.getfixturevalue("postgresql").url, make_url(url).database)


@pytest.fixture
def gone(postgresql: Place, emptied: postgres.Emptier) -> Callable[[], AbstractContextManager[None]]:
    """Let PostgreSQL be gone within the block: connections are cut, new ones refused."""
    return partial(postgres.gone, postgresql.url, str(make_url(emptied.url).database))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
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


def _running(config: pytest.Config) -> postgres.Server:
    if _server not in config.stash:
        config.stash[_server] = postgres.start()
    return config.stash[_server]
