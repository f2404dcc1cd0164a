"""Who may write at the same time: what a session read stays true until it commits, on either database."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.storage import AWAY, Database, Lookup
from backend.storage.marks import Mark
from backend.storage.postgresql import About
from tests.waiting import until

SECONDS = 10


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as threads:
        yield threads


@pytest.fixture
def postgresql_database(emptied: Any) -> Iterator[Database]:
    emptied.empty()
    opened = Database(emptied.url)
    yield opened
    opened.close()


class Writer:
    """A writer in a thread of its own that stays in its transaction until it is let go."""

    def __init__(self, pool: ThreadPoolExecutor, database: Database, about: About | None) -> None:
        self.is_in, self._go = threading.Event(), threading.Event()
        self._done: Future[None] = pool.submit(self._write, database, about)

    def let_go(self) -> None:
        self._go.set()
        self._done.result(SECONDS)

    def _write(self, database: Database, about: About | None) -> None:
        with database.write(about) as session:
            session.scalar(select(Mark.name).limit(1))
            self.is_in.set()
            self._go.wait(SECONDS)


def is_waiting(database: Database) -> bool:
    """Wait until somebody waits for an advisory lock."""
    asked = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return any(connection.scalar(asked) for _ in range(5000))


def test_writers_about_different_things_run_side_by_side(
    postgresql_database: Database, pool: ThreadPoolExecutor
) -> None:
    first = Writer(pool, postgresql_database, "conference:1")
    second = Writer(pool, postgresql_database, lambda _session: "conference:2")
    assert first.is_in.wait(SECONDS)
    assert second.is_in.wait(SECONDS)
    first.let_go()
    second.let_go()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("conference:1", "conference:1"),
        ("conference:1", lambda _session: "conference:1"),
        ("conference:1", None),
        (None, "conference:1"),
        (None, None),
        ("conference:1", lambda _session: None),
    ],
    ids=["one name", "one found", "house last", "house first", "house", "none found"],
)
def test_writers_about_the_same_thing_or_the_whole_house_take_turns(
    postgresql_database: Database, pool: ThreadPoolExecutor, first: About | None, second: About | None
) -> None:
    begun = Writer(pool, postgresql_database, first)
    assert begun.is_in.wait(SECONDS)
    waiting = Writer(pool, postgresql_database, second)
    assert is_waiting(postgresql_database)
    assert not waiting.is_in.is_set()
    begun.let_go()
    assert waiting.is_in.wait(SECONDS)
    waiting.let_go()


def test_a_writer_in_the_house_waits_for_all_who_have_a_name(
    postgresql_database: Database, pool: ThreadPoolExecutor
) -> None:
    named = [Writer(pool, postgresql_database, f"conference:{number}") for number in range(2)]
    assert all(each.is_in.wait(SECONDS) for each in named)
    alone = Writer(pool, postgresql_database, None)
    assert is_waiting(postgresql_database)
    named[0].let_go()
    assert is_waiting(postgresql_database)
    assert not alone.is_in.is_set()
    named[1].let_go()
    assert alone.is_in.wait(SECONDS)
    alone.let_go()


def test_what_a_writer_is_about_is_asked_again_once_it_has_waited(
    postgresql_database: Database, pool: ThreadPoolExecutor
) -> None:
    changed = threading.Event()
    begun = Writer(pool, postgresql_database, "conference:1")
    assert begun.is_in.wait(SECONDS)
    other = Writer(pool, postgresql_database, "conference:2")
    assert other.is_in.wait(SECONDS)
    moved = Writer(pool, postgresql_database, lambda _session: "conference:2" if changed.is_set() else "conference:1")
    assert is_waiting(postgresql_database)
    changed.set()
    begun.let_go()
    assert is_waiting(postgresql_database)
    assert not moved.is_in.is_set()
    other.let_go()
    assert moved.is_in.wait(SECONDS)
    moved.let_go()


def test_a_writer_whose_matter_has_no_name_any_more_once_it_has_waited_is_alone_in_the_house(
    postgresql_database: Database, pool: ThreadPoolExecutor
) -> None:
    vanished = threading.Event()
    begun = Writer(pool, postgresql_database, "conference:1")
    assert begun.is_in.wait(SECONDS)
    other = Writer(pool, postgresql_database, "conference:2")
    assert other.is_in.wait(SECONDS)
    alone = Writer(pool, postgresql_database, lambda _session: None if vanished.is_set() else "conference:1")
    assert is_waiting(postgresql_database)
    vanished.set()
    begun.let_go()
    assert is_waiting(postgresql_database)
    assert not alone.is_in.is_set()
    other.let_go()
    assert alone.is_in.wait(SECONDS)
    third = Writer(pool, postgresql_database, "conference:3")
    assert is_waiting(postgresql_database)
    assert not third.is_in.is_set()
    alone.let_go()
    assert third.is_in.wait(SECONDS)
    third.let_go()


def test_two_whose_matters_change_names_with_each_other_do_not_wait_in_a_circle(
    postgresql_database: Database, pool: ThreadPoolExecutor
) -> None:
    changed = threading.Event()
    holders = [Writer(pool, postgresql_database, f"conference:{number}") for number in (1, 2)]
    assert all(each.is_in.wait(SECONDS) for each in holders)
    changing = [
        Writer(
            pool,
            postgresql_database,
            lambda _session, before=before, after=after: after if changed.is_set() else before,
        )
        for before, after in (("conference:1", "conference:2"), ("conference:2", "conference:1"))
    ]
    assert is_waiting(postgresql_database)
    changed.set()
    for each in holders:
        each.let_go()
    while changing:
        # Whoever is in first: the other may have found another name each time it looked, and then waits to be alone.
        first = until(lambda: next((each for each in changing if each.is_in.is_set()), None))
        first.let_go()
        changing.remove(first)


def test_a_guess_that_is_wrong_is_found_out(postgresql_database: Database, pool: ThreadPoolExecutor) -> None:
    named = ["conference:1"]
    with postgresql_database.write(Lookup("meeting 1", lambda _session: named[0])):
        pass
    named[0] = "conference:2"
    holder = Writer(pool, postgresql_database, "conference:2")
    assert holder.is_in.wait(SECONDS)
    guessing = Writer(pool, postgresql_database, Lookup("meeting 1", lambda _session: named[0]))
    assert is_waiting(postgresql_database)
    assert not guessing.is_in.is_set()
    holder.let_go()
    assert guessing.is_in.wait(SECONDS)
    guessing.let_go()


def test_what_a_writer_is_about_is_asked_once_when_the_guess_was_right(postgresql_database: Database) -> None:
    asked: list[Session] = []

    def name(session: Session) -> str:
        asked.append(session)
        return "conference:1"

    about = Lookup("meeting 2", name)
    for _ in range(3):
        with postgresql_database.write(about):
            pass
    assert len(asked) == 2 + 1 + 1


@pytest.mark.parametrize("about", [None, "counter", lambda _session: "counter"], ids=["house", "name", "found"])
def test_no_change_is_lost_when_many_read_and_write_at_once(
    database: Database, pool: ThreadPoolExecutor, about: About | None
) -> None:
    def count() -> None:
        with database.write(about) as session:
            before = session.scalar(select(Mark.name).where(Mark.name.like("counted %")))
            session.execute(text("DELETE FROM mark"))
            session.add(Mark(name=f"counted {int(before.partition(' ')[2]) + 1 if before else 1}"))

    for done in [pool.submit(count) for _ in range(16)]:
        done.result(SECONDS)
    with database.read() as session:
        assert session.scalars(select(Mark.name)).all() == ["counted 16"]


def test_who_reads_sees_one_state_whatever_is_written_meanwhile(database: Database) -> None:
    with database.read() as session:
        assert session.scalars(select(Mark.name)).all() == []
        with database.write() as writer:
            writer.add(Mark(name="later"))
        assert session.scalars(select(Mark.name)).all() == []


def test_who_reads_can_not_write(postgresql_database: Database) -> None:
    with postgresql_database.read() as session, pytest.raises(DBAPIError, match="read-only"):
        session.execute(text("DELETE FROM mark"))


def test_a_session_that_fails_leaves_the_turn_to_the_next(database: Database) -> None:
    def fail(session: Session) -> None:
        session.add(Mark(name="half"))
        session.flush()
        raise ZeroDivisionError

    for about in (None, "name", lambda _session: "name"):
        with pytest.raises(ZeroDivisionError), database.write(about) as session:
            fail(session)
    with database.write() as session:
        assert session.scalars(select(Mark.name)).all() == []


def test_a_database_that_was_gone_answers_again_by_itself(
    postgresql_database: Database, gone: Callable[[], Any]
) -> None:
    postgresql_database.ping()
    with gone():
        for work in (postgresql_database.ping, lambda: written(postgresql_database), lambda: read(postgresql_database)):
            with pytest.raises(AWAY):
                work()
    postgresql_database.ping()
    written(postgresql_database)
    assert read(postgresql_database) == ["written"]


def written(database: Database) -> None:
    with database.write("x") as session:
        session.merge(Mark(name="written"))


def read(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Mark.name)))


def test_a_writer_whose_commit_breaks_off_holds_no_lock(postgresql_database: Database) -> None:
    def break_off(_connection: object) -> None:
        raise KeyboardInterrupt

    event.listen(postgresql_database.engine, "commit", break_off)
    with pytest.raises(KeyboardInterrupt), postgresql_database.write() as session:
        session.add(Mark(name="broken off"))
    event.remove(postgresql_database.engine, "commit", break_off)
    # Of this database alone: the server's others belong to other tests.
    held = text(
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        " WHERE locktype = 'advisory' AND datname = current_database()"
    )
    with postgresql_database.engine.connect() as connection:
        assert connection.scalar(held) == 0
    with postgresql_database.read() as session:
        assert session.scalar(select(Mark.name)) is None
