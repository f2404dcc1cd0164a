import threading
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from psycopg.errors import ConnectionTimeout
from sqlalchemy import column, select, text

from backend.storage import AWAY, Database, bounded, deadline
from backend.storage.bounded import in_time
from backend.storage.question import Question
from tests.stalling import Stalling
from tests.waiting import until

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
SOON = 0.2


@pytest.fixture
def far(database_url: str) -> Iterator[Stalling]:
    with closing(Stalling(database_url)) as proxy:
        yield proxy


@pytest.fixture
def asking(far: Stalling) -> Iterator[Database]:
    with closing(Database(far.url, transactions=False)) as made:
        bounded.bind(made.engine, 60, 60)
        yield made


def test_one_who_is_not_answered_waits_no_longer(far: Stalling) -> None:
    # The proxy never answers: without an end to its waiting this test has none.
    with closing(Database(far.url, transactions=False)) as asking:
        bounded.bind(asking.engine, SOON, 60)
        with far.stalling(), pytest.raises(AWAY) as caught:
            asking.ping()
        assert isinstance(caught.value.orig, bounded.NoAnswer)


def test_the_next_has_another_connection(far: Stalling, asking: Database) -> None:
    asking.ping()
    with far.stalling(), deadline.within(SOON), pytest.raises(AWAY):
        asking.ping()
    asking.ping()


def test_a_question_that_is_not_answered_is_not_asked_again(far: Stalling, asking: Database) -> None:
    one = Question(asking, select(column("one")).select_from(text("(SELECT 1 AS one) AS ones")))
    assert one.one() == [1]
    with far.stalling(), deadline.within(SOON), pytest.raises(AWAY):
        one.one()
    until(lambda: far.stalled == 1)
    assert one.one() == [1]


@pytest.mark.parametrize("at", [b"INSERT", b"COMMIT"])
def test_a_writer_who_is_not_answered_holds_nothing(far: Stalling, asking: Database, at: bytes) -> None:
    def write() -> None:
        with asking.write("who") as session:
            session.execute(text("INSERT INTO job (kind, key, payload, run_at, created_at, attempts, error) "
                                 "SELECT 'k', 'k', '{}', now(), now(), 0, '' WHERE false"))  # fmt: skip

    write()
    with far.stalling(at), deadline.within(SOON), pytest.raises(AWAY):
        write()
    write()


def test_an_error_of_the_servers_own_keeps_the_connection(asking: Database) -> None:
    with asking.engine.connect() as connection:
        opened = connection.connection.driver_connection
        with pytest.raises(AWAY):
            connection.execute(text("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(60)"))
        assert opened is not None
        assert not opened.closed


def test_all_of_one_answer_has_its_end_too(far: Stalling, asking: Database) -> None:
    asking.ping()
    with far.stalling(), deadline.within(0), pytest.raises(AWAY):
        asking.ping()
    with deadline.within(0), pytest.raises(AWAY):
        # There is no time to open another.
        asking.ping()
    asking.ping()


def test_what_is_opened_too_late_is_closed_again(database_url: str) -> None:
    plain = database_url.replace("postgresql+psycopg", "postgresql")
    let, opened, finished = threading.Event(), list[bounded.Bounded](), threading.Event()

    def connect() -> bounded.Bounded:
        let.wait(60)
        opened.append(bounded.Bounded.connect(plain))
        opened[0].close = lambda: (psycopg.Connection.close(opened[0]), finished.set())  # type: ignore[method-assign]  # heard
        return opened[0]

    with pytest.raises(ConnectionTimeout):
        in_time(connect, 0)
    let.set()
    assert finished.wait(60)
    assert opened[0].closed


def test_what_opening_raises_is_raised(database_url: str) -> None:
    assert database_url

    def connect() -> bounded.Bounded:
        raise psycopg.OperationalError("no such host")

    with pytest.raises(psycopg.OperationalError, match="no such host"):
        in_time(connect, 60)
