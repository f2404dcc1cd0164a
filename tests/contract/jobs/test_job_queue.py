"""What every job engine promises; each engine of the product is put through all of it."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.clock import FixedClock, SystemClock
from backend.jobs import JobQueue, Later, embedded, worker
from backend.jobs.service import Failed, Payload
from backend.storage import Database
from tests.contract.jobs.engines import ENGINES
from tests.waiting import until


@pytest.fixture
def queue(database_kind: str, database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[JobQueue]:
    made = ENGINES[database_kind](database, clock, tmp_path)
    yield made
    made.stop()


@pytest.fixture
def unlooked(
    database_kind: str, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[JobQueue]:
    """An engine by the real clock that hardly ever looks by itself what there is to do."""
    monkeypatch.setattr(worker, "_POLL_SECONDS", 3600)
    monkeypatch.setattr(embedded, "_LOOK_SECONDS", 3600)
    made = ENGINES[database_kind](database, SystemClock(), tmp_path)
    yield made
    made.stop()


class Diary:
    """A handler that writes down what it was given, and fails as often as it is told to."""

    def __init__(self, failures: int = 0, error: Exception | None = None) -> None:
        self.seen: list[object] = []
        self._failures = failures
        self._error = error or RuntimeError("as told")

    def __call__(self, payload: object) -> None:
        self.seen.append(payload)
        if len(self.seen) <= self._failures:
            raise self._error


def put(
    queue: JobQueue, database: Database, number: int = 1, *, key: str = "k", run_at: datetime | None = None
) -> None:
    with database.write() as session:
        queue.put(session, "note", key, {"number": number}, run_at=run_at)


def test_a_job_is_done_once_after_its_transaction(queue: JobQueue, database: Database) -> None:
    diary = Diary()
    queue.register("note", diary)
    with database.write() as session:
        queue.put(session, "note", "k", {"number": 1})
        assert diary.seen == []
    assert queue.drain() == 1
    assert queue.drain() == 0
    assert diary.seen == [{"number": 1}]


def test_a_job_of_a_transaction_rolled_back_never_was(queue: JobQueue, database: Database) -> None:
    diary = Diary()
    queue.register("note", diary)
    with suppress(ZeroDivisionError), database.write() as session:
        queue.put(session, "note", "k", {})
        raise ZeroDivisionError
    assert queue.drain() == 0
    assert diary.seen == []


def test_the_same_key_waits_only_once_and_the_newest_wish_holds(queue: JobQueue, database: Database) -> None:
    diary = Diary()
    queue.register("note", diary)
    put(queue, database, 1)
    put(queue, database, 2)
    put(queue, database, 3, key="another")
    assert queue.drain() == 2
    assert diary.seen == [{"number": 2}, {"number": 3}]


def test_a_wish_replaced_is_like_a_new_one(queue: JobQueue, database: Database, clock: FixedClock) -> None:
    diary = Diary(failures=3)
    queue.register("note", diary, attempts=2)
    put(queue, database, 1)
    queue.drain()
    put(queue, database, 2, run_at=clock.now() + timedelta(seconds=60))
    assert queue.drain() == 0
    clock.advance(seconds=60)
    queue.drain()
    clock.advance(seconds=60)
    queue.drain()
    assert diary.seen == [{"number": number} for number in (1, 2, 2)]
    assert [failed.attempts for failed in queue.failed()] == [2]


def test_a_later_time_brought_forward_holds(queue: JobQueue, database: Database, clock: FixedClock) -> None:
    diary = Diary()
    queue.register("note", diary)
    put(queue, database, 1, run_at=clock.now() + timedelta(days=1))
    put(queue, database, 2)
    assert queue.drain() == 1
    clock.advance(days=2)
    assert queue.drain() == 0
    assert diary.seen == [{"number": 2}]


def test_within_one_transaction_the_last_word_holds(queue: JobQueue, database: Database) -> None:
    diary = Diary()
    queue.register("note", diary)
    with database.write() as session:
        queue.put(session, "note", "taken back", {"number": 1})
        queue.cancel(session, "note", "taken back")
        queue.cancel(session, "note", "put")
        queue.put(session, "note", "put", {"number": 2})
    queue.drain()
    assert diary.seen == [{"number": 2}]


def test_what_is_due_first_goes_first_but_for_a_kind_of_higher_priority(
    queue: JobQueue, database: Database, clock: FixedClock
) -> None:
    diary = Diary()
    queue.register("note", diary)
    queue.register("alarm", diary, priority=10)
    put(queue, database, 3, key="c")
    put(queue, database, 2, key="b", run_at=clock.now() + timedelta(seconds=2))
    put(queue, database, 1, key="a", run_at=clock.now() + timedelta(seconds=1))
    queue.drain()
    with database.write() as session:
        queue.put(session, "alarm", "k", {"number": 0}, run_at=clock.now() + timedelta(seconds=2))
    clock.advance(seconds=2)
    queue.drain()
    order = [payload["number"] for payload in diary.seen]
    assert order[0] == 3
    assert order.index(0) < order.index(2)


def test_a_job_waits_for_its_time(queue: JobQueue, database: Database, clock: FixedClock) -> None:
    diary = Diary()
    queue.register("note", diary)
    put(queue, database, run_at=clock.now() + timedelta(seconds=60))
    assert queue.drain() == 0
    clock.advance(seconds=60)
    assert queue.drain() == 1


def test_a_waiting_job_can_be_taken_back(queue: JobQueue, database: Database) -> None:
    diary = Diary()
    queue.register("note", diary)
    put(queue, database)
    with database.write() as session:
        queue.cancel(session, "note", "k")
        queue.cancel(session, "note", "never was")
    assert queue.drain() == 0
    assert diary.seen == []


def test_a_failed_attempt_is_repeated_with_longer_and_longer_pauses(
    queue: JobQueue, database: Database, clock: FixedClock
) -> None:
    diary = Diary(failures=3)
    queue.register("note", diary)
    put(queue, database)
    pauses = []
    while len(diary.seen) < 4:
        waited = 0
        while queue.drain() == 0:
            clock.advance(seconds=1)
            waited += 1
        pauses.append(waited)
    assert pauses[0] == 0
    assert pauses[1:] == sorted(pauses[1:])
    assert pauses[1] < pauses[3]
    assert queue.drain() == 0


def test_after_the_last_attempt_the_job_is_shown_as_failed(
    queue: JobQueue, database: Database, clock: FixedClock
) -> None:
    diary = Diary(failures=99, error=ValueError("somebody's name"))
    queue.register("note", diary, attempts=2)
    put(queue, database)
    queue.drain()
    clock.advance(hours=1)
    queue.drain()
    clock.advance(days=30)
    assert queue.drain() == 0
    assert len(diary.seen) == 2
    assert queue.failed() == [Failed("note", "k", 2, "ValueError")]


def test_later_is_no_failure(queue: JobQueue, database: Database, clock: FixedClock) -> None:
    diary = Diary(failures=20, error=Later(5))
    queue.register("note", diary, attempts=1)
    put(queue, database)
    for _ in range(21):
        queue.drain()
        clock.advance(seconds=5)
    assert len(diary.seen) == 21
    assert queue.failed() == []
    clock.advance(days=1)
    assert queue.drain() == 0


def test_a_kind_nobody_handles_is_refused_at_once(queue: JobQueue, database: Database) -> None:
    with pytest.raises(ValueError, match="note"):
        put(queue, database)


def test_a_started_engine_works_by_itself_and_one_at_a_time_per_key(queue: JobQueue, database: Database) -> None:
    running, most, done = [0], [0], threading.Event()
    guard = threading.Lock()
    begun = threading.Semaphore(0)

    def handler(payload: object) -> None:
        with guard:
            running[0] += 1
            most[0] = max(most[0], running[0])
        begun.release()
        if payload == {"number": 1}:
            # The second job of the same key is put while this one runs, and must wait for it.
            with database.write() as session:
                queue.put(session, "note", "k", {"number": 2})
        with guard:
            running[0] -= 1
        if payload == {"number": 2}:
            done.set()

    queue.register("note", handler)
    queue.start()
    put(queue, database, 1)
    assert done.wait(20)
    assert most[0] == 1


def started(queue: JobQueue, database: Database) -> None:
    """Start it, and wait until it hears of what is put: what is put before that it would find by looking."""
    queue.start()
    listens = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'")

    def hears() -> bool:
        with database.engine.connect() as connection:
            return bool(connection.scalar(listens))

    if database.side_by_side:
        until(hears)


def test_a_job_put_while_its_key_is_busy_begins_when_that_ends_without_being_looked_for(
    unlooked: JobQueue, database: Database
) -> None:
    begun, go_on, again = threading.Event(), threading.Event(), threading.Event()

    def handler(payload: Payload) -> None:
        if payload["number"] == 1:
            begun.set()
            assert go_on.wait(20)
        else:
            again.set()

    unlooked.register("note", handler)
    started(unlooked, database)
    put(unlooked, database, 1)
    assert begun.wait(20)
    put(unlooked, database, 2)
    go_on.set()
    assert again.wait(20)


def test_a_job_begins_at_its_time_without_being_looked_for(unlooked: JobQueue, database: Database) -> None:
    begun: dict[object, datetime] = {}
    both = threading.Semaphore(0)

    def handler(payload: Payload) -> None:
        begun[payload["number"]] = datetime.now(UTC)
        both.release()

    unlooked.register("note", handler)
    started(unlooked, database)
    # The nearer one is put last: it must not be slept over. Nor does it begin earlier for a transaction that took long.
    due = {}
    for number in (3, 2):
        with database.write() as session:
            session.execute(text("SELECT 1"))
            threading.Event().wait(0.1)
            due[number] = datetime.now(UTC) + timedelta(seconds=number / 2)
            unlooked.put(session, "note", str(number), {"number": number}, run_at=due[number])
    assert both.acquire(timeout=20)
    assert both.acquire(timeout=20)
    assert all(begun[number] >= due[number] for number in due)


def test_timed_work_runs_while_the_engine_does(queue: JobQueue) -> None:
    ran = threading.Event()
    queue.every(0.05, "tick", ran.set)
    queue.start()
    assert ran.wait(20)
