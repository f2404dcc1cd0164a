import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime
from typing import Any

import pytest
from psycopg import OperationalError
from sqlalchemy import bindparam, column, event, func, select, table, text

from backend.jobs.models import Job
from backend.storage import AWAY, Database
from backend.storage.question import Question

NOW = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
LATER = NOW.replace(hour=9)
DUE = select(Job.kind, Job.run_at, Job.payload, Job.error).where(
    Job.key == bindparam("key"), Job.run_at < bindparam("now", type_=Job.run_at.type), Job.kind == "k"
)


@pytest.fixture
def asking(database_url: str) -> Iterator[Database]:
    with closing(Database(database_url, transactions=False)) as made:
        yield made


def test_a_row_comes_as_a_session_would_read_it(database: Database, asking: Database) -> None:
    due = Question(asking, DUE)
    for key in ("a", "b"):
        with database.write() as session:
            session.add(Job(kind="k", key=key, payload={"of": key}, run_at=NOW, created_at=NOW))
        assert due.one(key=key, now=LATER) == ["k", NOW, {"of": key}, ""]
    assert due.one(key="a", now=NOW) is None
    assert due.one(key="' OR 1=1", now=LATER) is None


def test_it_holds_nothing_that_a_writer_waits_for(database: Database, asking: Database) -> None:
    due = Question(asking, DUE)
    for number in range(3):
        with database.write() as session:
            assert due.one(key=str(number), now=LATER) is None
            session.add(Job(kind="k", key=str(number), payload={}, run_at=NOW, created_at=NOW))
        assert due.one(key=str(number), now=LATER) == ["k", NOW, {}, ""]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_database_that_is_gone_is_away_and_comes_back(
    asking: Database, gone: Callable[[], AbstractContextManager[None]]
) -> None:
    due = Question(asking, DUE)
    assert due.one(key="k", now=LATER) is None
    with gone():
        for _ in range(2):
            with pytest.raises(AWAY) as caught:
                due.one(key="secret-key", now=LATER)
            assert "secret-key" not in str(caught.value)
    assert due.one(key="k", now=LATER) is None


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_one_that_ended_while_nobody_asked_is_not_noticed(database: Database, asking: Database) -> None:
    due = Question(asking, DUE)
    assert due.one(key="k", now=LATER) is None
    with database.engine.connect() as other:
        activity = table("pg_stat_activity", column("pid"), column("query"))
        asked = activity.c.query.like("SELECT job.kind%"), text("datname = current_database()")
        here = select(func.pg_terminate_backend(activity.c.pid)).where(*asked)
        assert len(other.execute(here).all()) == 1
    assert due.one(key="k", now=LATER) is None


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_one_that_waits_too_long_is_not_asked_again(database: Database, database_url: str) -> None:
    hurried = f"{database_url}{'&' if '?' in database_url else '?'}options=-c%20lock_timeout%3D50"
    with closing(Database(hurried, transactions=False)) as asking:
        due = Question(asking, DUE)
        assert due.one(key="k", now=LATER) is None
        with database.engine.begin() as other:
            other.execute(text(f"LOCK TABLE {Job.__tablename__} IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(AWAY):
                due.one(key="k", now=LATER)
        assert due.one(key="k", now=LATER) is None


def test_it_uses_one_connection_for_questions_after_each_other(asking: Database) -> None:
    due = Question(asking, DUE)
    opened: list[object] = []
    event.listen(asking.engine, "connect", lambda connection, _: opened.append(connection))
    for _ in range(3):
        due.one(key="k", now=LATER)
    assert len(opened) == 1


def test_one_that_is_answered_after_the_database_is_closed_leaves_no_connection(asking: Database) -> None:
    opened: list[Any] = []
    event.listen(asking.engine, "connect", lambda driver, _record: opened.append(driver))
    due = Question(asking, DUE)
    asking.close()
    assert due.one(key="k", now=LATER) is None
    assert len(opened) == 1
    with pytest.raises((sqlite3.ProgrammingError, OperationalError), match="closed"):
        opened[0].execute("SELECT 1")
