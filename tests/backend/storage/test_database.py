import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from psycopg import OperationalError
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, make_url, select, text

from backend.jobs.models import Job
from backend.storage import Database, after_commit
from tests.postgres import Emptier


def test_callbacks_run_after_the_commit_and_never_after_a_rollback(database: Database) -> None:
    ran: list[str] = []
    with database.write() as session:
        after_commit(session, lambda: ran.append("committed"))
        assert ran == []
    with suppress(ZeroDivisionError), database.write() as session:
        after_commit(session, lambda: ran.append("rolled back"))
        raise ZeroDivisionError
    assert ran == ["committed"]


def test_moments_come_back_in_utc_and_naive_ones_are_refused(database: Database) -> None:
    moment = datetime(2026, 6, 10, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    with database.write() as session:
        session.add(Job(kind="k", key="k", payload={}, run_at=moment, created_at=moment))
    with database.read() as session:
        assert session.scalars(select(Job)).one().run_at == datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
    with pytest.raises(Exception, match="offset"), database.write() as session:
        session.add(Job(kind="k", key="x", payload={}, run_at=datetime(2026, 6, 10), created_at=moment))  # noqa: DTZ001 - the point


def test_what_is_asked_without_transactions_has_none_and_a_session_has_its_own_all_the_same(database_url: str) -> None:
    now = datetime.now(UTC)
    with closing(Database(database_url, transactions=False)) as asking:
        for _ in range(2):
            # Twice: the pool gives the writer's connection to who asks next.
            with asking.engine.connect() as connection:
                assert connection.scalar(text("SELECT 1")) == 1
                assert not has_transaction(connection)
            with asking.read() as session:
                assert session.scalar(text("SELECT 1")) == 1
                assert has_transaction(session.connection())
            with suppress(ZeroDivisionError), asking.write() as session:
                session.add(Job(kind="k", key="k", payload={}, run_at=now, created_at=now))
                session.flush()
                assert has_transaction(session.connection())
                raise ZeroDivisionError
            with asking.read() as session:
                assert session.scalars(select(Job)).all() == []


def test_a_connection_in_use_when_all_are_let_go_is_closed_as_soon_as_it_is_given_back(database_url: str) -> None:
    opened = Database(database_url)
    with opened.read() as session:
        session.scalar(text("SELECT 1"))
        driver: Any = session.connection().connection.driver_connection
        opened.close()
        # Whoever reads may finish.
        assert session.scalar(text("SELECT 1")) == 1
    with pytest.raises((sqlite3.ProgrammingError, OperationalError), match="closed"):
        driver.execute("SELECT 1")


def has_transaction(connection: Connection) -> bool:
    """Tell what the driver says."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        return driver.in_transaction
    return bool(driver.info.transaction_status != TransactionStatus.IDLE)


def test_sqlite_waits_its_turn_keeps_a_log_and_overwrites_what_it_deletes(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.read() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert session.scalar(text("PRAGMA secure_delete")) == 1
    database.close()


def test_a_table_somebody_holds_is_named_and_the_others_are_cleared(emptied: Emptier) -> None:
    emptied.empty()
    patient, held = Database(emptied.url), make_url(emptied.url).update_query_dict({"options": "-c lock_timeout=100"})
    impatient = Database(held.render_as_string(hide_password=False))
    with patient.write() as session:
        session.execute(text("LOCK TABLE mark IN ACCESS EXCLUSIVE MODE"))
        assert impatient.leave_no_copy() == ["mark"]
    assert impatient.leave_no_copy() == []
    patient.close()
    impatient.close()
