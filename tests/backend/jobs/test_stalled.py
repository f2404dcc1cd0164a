"""A job whose worker has fallen silent is put again by the product's clock, whatever hour the database has."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from backend.clock import FixedClock
from backend.jobs import ProcrastinateQueue, rows
from backend.jobs.service import Payload
from backend.jobs.stalled import SILENT_SECONDS, Stalled
from backend.jobs.watch import Watch
from backend.storage import Database
from tests.conftest import POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", [POSTGRESQL], indirect=True, scope="session")
_BEAT = text("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat + interval '1 s'")


class Looked:
    """Looks for stalled jobs at seconds a test names; `mine` is the number of this process's worker and its jobs."""

    def __init__(self, database: Database, clock: FixedClock) -> None:
        self.mine: tuple[int | None, Collection[int]] = (None, ())
        self.second = 0.0
        self._stalled = Stalled(database.engine, clock, lambda: self.mine)
        self._stalled._watch = Watch(SILENT_SECONDS, lambda: self.second)

    def until_silent(self) -> list[int]:
        """Look, and again when whoever says nothing has said nothing for long enough."""
        first = self._stalled.look()
        self.second += SILENT_SECONDS
        return [first, self._stalled.look()]


@pytest.fixture(params=[-4000, 4000], ids=["behind", "ahead"])
def clock(request: pytest.FixtureRequest) -> FixedClock:
    """The product's clock, eleven years from the database's."""
    return FixedClock(datetime.now(UTC).replace(microsecond=0) + timedelta(days=request.param))


@pytest.fixture
def done() -> list[Payload]:
    return []


@pytest.fixture
def queue(database: Database, clock: FixedClock, done: list[Payload]) -> Iterator[ProcrastinateQueue]:
    made = ProcrastinateQueue(database, clock)
    made.register("note", done.append, priority=3)
    yield made
    made.stop()


@pytest.fixture
def looked(database: Database, clock: FixedClock) -> Looked:
    return Looked(database, clock)


def begun(queue: ProcrastinateQueue, database: Database) -> tuple[int, int]:
    """Let a worker begin a job, and say no more; return the worker's number and the job's."""
    with database.write() as session:
        queue.put(session, "note", "k", {"number": 1})
    with database.engine.begin() as connection:
        worker = rows.begin_worker(connection)
        claim = rows.fetch(connection, ["note"], worker)
    assert claim is not None
    return worker, claim.id


def test_it_is_due_now_by_the_products_clock_and_done_at_once(
    queue: ProcrastinateQueue, database: Database, clock: FixedClock, looked: Looked, done: list[Payload]
) -> None:
    _, number = begun(queue, database)
    clock.advance(minutes=5)
    assert looked.until_silent() == [0, 1]
    with database.engine.connect() as connection:
        [row] = connection.execute(select(rows.JOBS)).all()
    assert row.id != number
    assert (row.status, row.priority, row.scheduled_at) == (rows.TODO, 3, None)
    assert datetime.fromisoformat(row.args["due"]) == clock.now()
    assert row.args["attempts"] == 1
    assert queue.drain() == 1
    assert done == [{"number": 1}]


def test_who_comes_back_says_it_is_done_of_nothing(
    queue: ProcrastinateQueue, database: Database, looked: Looked, done: list[Payload]
) -> None:
    _, number = begun(queue, database)
    assert looked.until_silent() == [0, 1]
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        rows.finish(connection, number, ok=True)
    assert queue.drain() == 1
    assert len(done) == 1


def test_one_that_was_asked_for_again_meanwhile_stays_as_it_was_asked_for(
    queue: ProcrastinateQueue, database: Database, clock: FixedClock, looked: Looked, done: list[Payload]
) -> None:
    begun(queue, database)
    with database.write() as session:
        queue.put(session, "note", "k", {"number": 2}, run_at=clock.now() + timedelta(hours=1))
    assert looked.until_silent() == [0, 1]
    assert queue.drain() == 0
    clock.advance(hours=1)
    assert queue.drain() == 1
    assert done == [{"number": 2}]


def test_one_that_is_still_done_here_or_by_a_worker_that_beats_is_left(
    queue: ProcrastinateQueue, database: Database, looked: Looked
) -> None:
    worker, number = begun(queue, database)
    looked.mine = (worker, {number})
    assert looked.until_silent() == [0, 0]
    looked.mine = (None, ())
    for _ in range(3):
        with database.engine.begin() as connection:
            connection.execute(
                text("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat + interval '1 s'")
            )
        looked.second += SILENT_SECONDS
        assert looked._stalled.look() == 0
