"""Two hubs over one database, as two processes have."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import select

from backend.clock import FixedClock
from backend.push import PostgresHub
from backend.push.models import PushMessage
from backend.storage import Database
from tests import postgres
from tests.away import away, cut
from tests.conftest import Place
from tests.waiting import until


@pytest.fixture
def database(postgresql: Place) -> Iterator[Database]:
    name = postgres.named(postgresql.url, f"push_{os.getpid()}")
    opened = Database(postgres.create(postgresql.url, name, postgresql.template))
    yield opened
    opened.close()
    postgres.drop(postgresql.url, name)


@pytest.fixture
def hubs(database: Database, clock: FixedClock) -> Iterator[tuple[PostgresHub, PostgresHub]]:
    made = PostgresHub(database, clock), PostgresHub(database, clock)
    for hub in made:
        everybody = hub.subscribe(["until it listens"])
        hub.start()
        assert everybody.wait(20)
        everybody.close()
    yield made
    for hub in made:
        hub.stop()


def test_news_wake_those_who_listen_in_another_process_and_only_those(
    hubs: tuple[PostgresHub, PostgresHub],
) -> None:
    here, there = hubs
    listening, other = there.subscribe(["a", "b"]), there.subscribe(["c"])
    here.publish("b")
    assert listening.wait(20)
    assert not other.wait(0.05)


def test_what_one_says_oneself_wakes_once_and_what_others_say_always(hubs: tuple[PostgresHub, PostgresHub]) -> None:
    here, there = hubs
    listening, elsewhere = here.subscribe(["a"]), there.subscribe(["a"])
    for _ in range(20):
        here.publish("a")
        assert listening.wait(0)
        assert elsewhere.wait(20)
        # Heard after what was said here: by then its echo has come too.
        there.publish("a")
        assert listening.wait(20)
        assert elsewhere.wait(0)
    assert not listening.wait(0.2)
    assert not elsewhere.wait(0)


def test_what_was_said_by_another_connection_is_news_and_never_taken_for_an_echo_later(
    database: Database, clock: FixedClock
) -> None:
    hub = PostgresHub(database, clock)
    with database.engine.connect() as before, database.engine.connect() as now:
        spoken = [connection.connection.driver_connection for connection in (before, now)]
        for connection in spoken:
            hub._expect_echoes(connection, ["a", "b"])
        hub._expect_echoes(spoken[1], ["a"])
        old, new = (connection.info.backend_pid for connection in spoken)
    heard = [(old, "a"), (new, "a"), (new, "b"), (new, "a"), (new, "a"), (new, "b")]
    echoes = [hub._is_echo(psycopg.Notify("vardmote_push", topic, pid)) for pid, topic in heard]
    assert echoes == [False, True, True, True, False, False]
    assert not hub._echoes


def test_a_message_reaches_its_one_listener_wherever_it_is_and_is_read_once(
    hubs: tuple[PostgresHub, PostgresHub], database: Database
) -> None:
    here, there = hubs
    listening = there.subscribe(["me"])
    for number in range(3):
        here.send("me", {"number": number, "long": "x" * 10_000})
    assert listening.wait(20)
    assert [message["number"] for message in there.take("me")] == [0, 1, 2]
    assert there.take("me") == []
    assert here.take("me") == []
    with database.read() as session:
        assert session.scalars(select(PushMessage)).all() == []


def test_a_message_nobody_fetches_is_gone_after_a_minute_and_only_so_many_wait(
    hubs: tuple[PostgresHub, PostgresHub], clock: FixedClock
) -> None:
    here, there = hubs
    for number in range(205):
        here.send("me", {"number": number})
    assert [message["number"] for message in there.take("me")] == list(range(5, 205))
    here.send("me", {"number": 1})
    clock.advance(seconds=61)
    here.send("other", {"number": 2})
    assert there.take("me") == []
    assert there.take("other") == [{"number": 2}]


def test_when_the_database_was_away_everybody_is_woken_and_news_go_on(
    hubs: tuple[PostgresHub, PostgresHub], database: Database
) -> None:
    here, there = hubs
    listening = there.subscribe(["a"])
    with away(database.url):
        # Nobody else can hear this; what is woken for afterwards is read anew anyway.
        here.publish("b")
    assert listening.wait(20)
    here.publish("a")
    assert listening.wait(20)


def test_a_connection_that_is_cut_is_made_anew_and_what_was_missed_meanwhile_is_made_good(
    hubs: tuple[PostgresHub, PostgresHub], database: Database
) -> None:
    here, there = hubs
    listening = there.subscribe(["me"])
    assert cut(database.url, "vardmote push") == len(hubs)
    # Nobody hears this: the next connection is begun half a second from now.
    here.send("me", {"number": 1})
    assert listening.wait(20)
    assert there.take("me") == [{"number": 1}]
    here.send("me", {"number": 2})
    assert listening.wait(20)
    assert until(lambda: there.take("me")) == [{"number": 2}]


def test_one_that_does_not_listen_still_tells(
    hubs: tuple[PostgresHub, PostgresHub], database: Database, clock: FixedClock
) -> None:
    listening = hubs[0].subscribe(["a"])
    worker = PostgresHub(database, clock, listens=False)
    worker.start()
    worker.publish("a")
    worker.stop()
    assert listening.wait(20)


def test_everybody_is_woken_everywhere(hubs: tuple[PostgresHub, PostgresHub]) -> None:
    listeners = [hub.subscribe([str(number)]) for number, hub in enumerate(hubs)]
    hubs[0].publish_all()
    assert all(listener.wait(20) for listener in listeners)
