"""What only an engine for several processes has to do: one clock, a race to put, and a database that comes back."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.clock import SystemClock
from backend.jobs import ProcrastinateQueue, rows
from backend.jobs.service import Payload
from backend.jobs.timetable import Timetable
from backend.storage import Database, migrations
from tests import postgres
from tests.away import away, cut
from tests.conftest import Place
from tests.waiting import until

STEP = Path(migrations.__file__).with_name("versions") / "0008_processes.py"


@pytest.fixture(scope="module")
def url(postgresql: Place) -> Iterator[str]:
    """A database that may be away without harm to anybody else's tests."""
    name = postgres.named(postgresql.url, f"jobs_{os.getpid()}")
    yield postgres.create(postgresql.url, name, postgresql.template)
    postgres.drop(postgresql.url, name)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def queue(database: Database) -> Iterator[ProcrastinateQueue]:
    made = ProcrastinateQueue(database, SystemClock())
    yield made
    made.stop()


def put(queue: ProcrastinateQueue, database: Database, number: int, key: str = "k", about: str | None = None) -> None:
    with database.write(about) as session:
        queue.put(session, "note", key, {"number": number})


def left(database: Database) -> int:
    with database.read() as session:
        return int(session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0)


def test_of_many_who_put_the_same_at_once_each_is_answered_and_one_waits(
    queue: ProcrastinateQueue, database: Database
) -> None:
    seen: list[Payload] = []
    queue.register("note", seen.append)
    together = threading.Barrier(8)

    def press(number: int) -> None:
        together.wait()
        for key in ("a", "b") if number % 2 else ("b", "a"):
            put(queue, database, number, key, about=f"press:{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(8)))
    assert queue.drain() == 2
    assert len(seen) == 2


def test_two_jobs_of_one_transaction_put_in_any_order_never_block_each_other(
    queue: ProcrastinateQueue, database: Database
) -> None:
    queue.register("note", lambda _: None)
    together = threading.Barrier(4)

    def press(number: int) -> None:
        together.wait()
        with database.write(f"press:{number}") as session:
            for key in sorted("abcdefgh", reverse=bool(number % 2)):
                queue.put(session, "note", key, {})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(press, range(4)))
    assert queue.drain() == 8


def test_the_work_goes_on_when_the_database_was_away(queue: ProcrastinateQueue, database: Database) -> None:
    seen: list[Payload] = []
    begun, go_on = threading.Event(), threading.Event()

    def do(payload: Payload) -> None:
        begun.set()
        go_on.wait(60)
        seen.append(payload)

    queue.register("note", do)
    queue.start()
    put(queue, database, 1)
    assert begun.wait(60)
    with away(database.url):
        go_on.set()
        until(lambda: seen)
    put(queue, database, 2, "after")
    until(lambda: {"number": 2} in seen)
    until(lambda: left(database) == 0)


def test_a_worker_whose_ear_is_cut_does_what_it_missed_and_hears_again(
    queue: ProcrastinateQueue, database: Database
) -> None:
    seen: list[Payload] = []
    queue.register("note", seen.append)
    queue.start()
    until(lambda: cut(database.url, "vardmote jobs", "LISTEN") == 1)
    put(queue, database, 1)
    until(lambda: {"number": 1} in seen)
    # A new ear is there; without it there would be nothing to cut.
    until(lambda: cut(database.url, "vardmote jobs", "LISTEN") == 1)
    put(queue, database, 2)
    until(lambda: {"number": 2} in seen)
    until(lambda: left(database) == 0)


def test_whoever_stops_it_waits_for_its_last_sign_of_life(
    queue: ProcrastinateQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    beating, go_on = threading.Event(), threading.Event()

    def beat(*_: object) -> None:
        beating.set()
        go_on.wait(60)

    monkeypatch.setattr(rows, "beat", beat)
    queue.register("note", lambda _: None)
    queue.start()
    assert beating.wait(60)
    with ThreadPoolExecutor(1) as pool:
        stopped = pool.submit(queue.stop)
        until(lambda: "jobs" not in {thread.name for thread in threading.enumerate()})
        with pytest.raises(TimeoutError):
            stopped.result(0.5)
        go_on.set()
        stopped.result(60)


def test_one_process_is_the_clock_and_another_takes_over(url: str) -> None:
    first, second = Database(url), Database(url)
    tables = [Timetable(first.engine), Timetable(second.engine)]
    ticked = [threading.Event(), threading.Event()]
    for table, event in zip(tables, ticked, strict=True):
        table.every(0.05, "tick", event.set)
    tables[0].start()
    until(lambda: tables[0].ticks)
    tables[1].start()
    assert ticked[0].wait(20)
    assert not tables[1].ticks
    assert not ticked[1].is_set()
    tables[0].stop()
    assert ticked[1].wait(20)
    tables[1].stop()
    first.close()
    second.close()


def test_a_clock_whose_connection_is_cut_ticks_no_more_until_it_has_the_lock_again(url: str) -> None:
    first, second = Database(url), Database(url)
    tables = [Timetable(first.engine), Timetable(second.engine)]
    for table in tables:
        table.start()
    until(lambda: any(table.ticks for table in tables))
    with away(url):
        until(lambda: not any(table.ticks for table in tables))
    until(lambda: sum(table.ticks for table in tables) == 1)
    for table in tables:
        table.stop()
    first.close()
    second.close()


def test_a_step_of_the_job_engines_own_that_no_migration_of_ours_takes_is_found() -> None:
    spec = spec_from_file_location("step", STEP)
    assert spec is not None
    assert spec.loader is not None
    step = module_from_spec(spec)
    spec.loader.exec_module(step)
    theirs = (each.name for each in files("procrastinate.sql.migrations").iterdir() if each.name.endswith(".sql"))
    assert max(theirs) == step.PROCRASTINATE_LAST
