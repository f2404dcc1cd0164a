"""The policy server on a real database: raced for, locked, and gone."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from backend.clock import FixedClock
from backend.storage import Database
from backend.video.models import Conference
from backend.video.pexip import entries, erasing, names
from backend.video.pexip.entries import Entries, Who
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.pexip.policy.asked import Asked, read
from backend.video.pexip.policy.cache import OLDEST
from backend.video.pexip.policy.hurried import hurried
from backend.video.pexip.policy.rules import Rules
from backend.video.pexip.policy.server import PolicyServer
from backend.video.pexip.policy.slowing import Limits
from backend.video.pexip.policy.ways import Way, Ways
from tests.backend.video.pexip.rows import one_room, whose

SECRET = names.derived(b"k" * 32)
ENTRIES = Entries(SECRET)


@pytest.fixture
def room(database: Database, clock: FixedClock) -> PexipRoom:
    made = one_room(clock.now(), clock.now())
    with database.write() as session:
        session.add(made)
        session.add(held(made))
    return made


def held(room: PexipRoom) -> Conference:
    """Return the conference that has this room."""
    return Conference(id="c1", key=room.key, service="pexip", reference=room.reference, start=room.start,
                      end=room.end, participant_limit=room.participant_limit, language=room.language, state="ready",
                      state_at=room.created_at)  # fmt: skip


@pytest.fixture
def asking(database_url: str) -> Iterator[Database]:
    made = hurried(database_url)
    yield made
    made.close()


def server(
    asking: Database, clock: FixedClock, ways: Ways | None = None, pause: Callable[[float], object] = lambda _: None
) -> PolicyServer:
    def booked(_key: str) -> list[tuple[str, str]]:
        raise OperationalError("", {}, Exception())

    return PolicyServer(ways or Ways(asking), Rules(secret=SECRET), clock, Limits(clock, pause), booked)


def given(database: Database, clock: FixedClock, role: str = "guest", person: str = "p1") -> Asked:
    with database.write() as session:
        room = session.get_one(PexipRoom, "x1")
        if role == "room":
            return Asked(ENTRIES.for_room(session, room, clock.now()).digest, registered=True, is_device=True)
        return Asked(ENTRIES.for_person(session, room, Who(person, role, "Astrid"), clock.now()).digest)


def test_a_guests_way_in_stays_and_a_hosts_is_fresh_each_time(
    database: Database, clock: FixedClock, room: PexipRoom
) -> None:
    assert given(database, clock) == given(database, clock)
    assert given(database, clock, "host", "h1") != given(database, clock, "host", "h1")
    assert given(database, clock, "room") == given(database, clock, "room")
    before = given(database, clock)
    with database.write() as session:
        entries.withdraw(session, room.reference, "p1", clock.now())
    assert given(database, clock) != before


def test_neither_alias_nor_pin_is_in_the_database(database: Database, clock: FixedClock, room: PexipRoom) -> None:
    asked = given(database, clock, "host", "h1")
    with database.read() as session:
        entry = session.scalars(select(PexipEntry)).one()
        kept = {str(getattr(entry, column.name)) for column in PexipEntry.__table__.columns}
        assert entry.digest == asked.digest
        assert whose(session, f"sip:{ENTRIES.alias(entry)}@x") is entry
    assert not {ENTRIES.alias(entry), ENTRIES.pin(entry), names.host_pin(SECRET, room.nonce)} & kept


def test_what_is_over_is_forgotten_after_its_time(database: Database, clock: FixedClock, room: PexipRoom) -> None:
    given(database, clock)
    with database.write() as session:
        assert erasing.erase_before(session, room.end) == 0
        assert erasing.erase_before(session, room.end + timedelta(days=1)) == 1


def test_pexip_is_heard_when_it_asks_and_our_own_doctor_is_not_pexip(
    database: Database, clock: FixedClock, asking: Database, room: PexipRoom
) -> None:
    assert room.key
    heard: list[str] = []
    made = PolicyServer(
        Ways(asking), Rules(secret=SECRET), clock, Limits(clock, lambda _: None), lambda _: (), lambda: heard.append("")
    )
    made.service(read({"local_alias": "doctor"}))
    assert heard == []
    made.service(read({"local_alias": "sip:nobody@rooms.example"}))
    made.participant(given(database, clock))
    assert len(heard) == 2


def test_whoever_has_a_way_in_is_never_slowed_and_each_refusal_is_in_the_log(
    database: Database, clock: FixedClock, asking: Database, room: PexipRoom
) -> None:
    assert room.key
    paused: list[float] = []
    here = server(asking, clock, pause=paused.append)
    known = replace(given(database, clock), address="192.0.2.1")
    clock.advance(hours=5)
    with capture_logs() as told:
        for _ in range(40):
            assert here.service(known).refused == "over"
    assert ([each["reason"] for each in told], paused) == (["over"] * 40, [])
    with capture_logs() as told:
        for _ in range(40):
            assert here.service(replace(known, digest="guessed")).refused == "unknown"
    assert ([each["reason"] for each in told], len(paused)) == (["unknown"] * 30, 10)


def test_of_two_who_come_at_once_by_a_hosts_way_in_one_is_let_in(
    database: Database, clock: FixedClock, asking: Database, room: PexipRoom
) -> None:
    assert room.key
    asked = given(database, clock, "host", "h1")

    class Raced(Ways):
        """Lets another call come in between."""

        def find(self, digest: str, now: datetime) -> Way | None:
            found = super().find(digest, now)
            if found is not None and found.call is None:
                super().use(found, "f" + "0" * 15)
            return found

    answer = server(asking, clock, Raced(asking)).participant(Asked(asked.digest, calls=("mine",)))
    assert answer.refused == "used"


class Away(Ways):
    """A database that is gone while it is told to be."""

    is_away = False

    def find(self, digest: str, now: datetime) -> Way | None:
        return super().find(digest, now) if not self.is_away else self._gone()

    def use(self, way: Way, use: str) -> bool:
        return super().use(way, use) if not self.is_away else bool(self._gone())

    def _gone(self) -> None:
        raise OperationalError("", {}, Exception())


def test_a_known_meeting_stays_open_while_the_database_is_gone(
    database: Database, clock: FixedClock, asking: Database, room: PexipRoom
) -> None:
    ways = Away(asking)
    assert room.key
    here = server(asking, clock, ways)
    guest, host, late, unknown = (
        given(database, clock),
        given(database, clock, "host", "h1"),
        given(database, clock, person="p2"),
        given(database, clock, person="p3"),
    )
    number = given(database, clock, "room")
    for asked in (guest, host, late, number):
        assert not here.service(asked).refused
    with database.write() as session:
        entries.withdraw(session, "x1", "p2", clock.now())
    assert here.service(late).refused == "withdrawn"
    ways.is_away = True
    assert not here.service(guest).refused
    assert not here.participant(guest).refused
    assert here.participant(number).body["result"]["bypass_lock"] is False
    assert here.service(late).refused == "withdrawn"
    assert here.service(unknown).refused
    # Used while nobody can note it: by one call all the same.
    assert not here.participant(Asked(host.digest, calls=("one",))).refused
    assert not here.participant(Asked(host.digest, calls=("one",))).refused
    assert here.participant(Asked(host.digest, calls=("two",))).refused == "used"
    clock.advance(seconds=OLDEST.total_seconds() + 1)
    assert here.service(guest).refused
    ways.is_away = False
    clock.advance(seconds=-OLDEST.total_seconds() - 1)
    assert not here.service(unknown).refused
    assert here.participant(Asked(host.digest, calls=("two",))).refused == "used"


def test_of_two_at_once_one_is_let_in_also_while_the_database_is_gone(
    database: Database, clock: FixedClock, asking: Database, room: PexipRoom
) -> None:
    assert room.key
    asked = given(database, clock, "host", "h1")
    others: list[str] = []

    class Raced(Away):
        """Gone when it is told of a use, and another call comes in just then."""

        def find(self, digest: str, now: datetime) -> Way | None:
            return Ways.find(self, digest, now)

        def use(self, way: Way, use: str) -> bool:
            if not others:
                others.append("other")
                others.append(here.participant(Asked(asked.digest, calls=("other",))).refused)
            return super().use(way, use)

    gone = Raced(asking)
    here = server(asking, clock, gone)
    assert not here.service(asked).refused
    gone.is_away = True
    assert here.participant(Asked(asked.digest, calls=("mine",))).refused == "used"
    assert others == ["other", ""]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_known_meetings_are_answered_when_postgresql_cuts_its_connections(
    database: Database,
    clock: FixedClock,
    asking: Database,
    room: PexipRoom,
    gone: Callable[[], AbstractContextManager[None]],
) -> None:
    assert room.key
    here, guest = server(asking, clock), given(database, clock)
    assert not here.service(guest).refused
    with gone():
        assert not here.service(guest).refused
        assert here.service(Asked("d")).refused


def test_a_writer_keeps_no_question_waiting(sqlite_url: str, clock: FixedClock) -> None:
    database, asking = Database(sqlite_url), hurried(sqlite_url)
    with database.write() as session:
        room = one_room(clock.now(), clock.now())
        session.add_all((room, held(room)))
    asked = given(database, clock, "host", "h1")
    here = server(asking, clock)
    file = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not here.service(asked).refused
        assert not here.participant(Asked(asked.digest, calls=("one",))).refused
        assert here.participant(Asked(asked.digest, calls=("two",))).refused == "used"
        other.execute("ROLLBACK")
    asking.close()
    database.close()


def test_of_three_who_come_at_once_nobody_is_let_in_by_a_use_that_was_not_noted(
    database: Database, clock: FixedClock, asking: Database, room: PexipRoom
) -> None:
    assert room.key
    host = given(database, clock, "host", "h1").digest
    api = Asked(host, calls=("api",), api_leg=True, is_web=True, address="192.0.2.7")
    media = Asked(host, calls=("media",), is_web=True, address="192.0.2.7")
    third = Asked(host, calls=("third",), is_web=True, address="192.0.2.8")
    first = [api]

    class Raced(Ways):
        """Lets the other leg come in between."""

        def use(self, way: Way, use: str) -> bool:
            if first:
                assert not here.participant(first.pop()).refused
            return super().use(way, use)

    here = server(asking, clock, Raced(asking))
    assert not here.participant(media).refused
    assert here.participant(third).refused == "used"
    assert not here.participant(media).refused
    assert not here.participant(api).refused


def test_whoever_is_overtaken_each_time_is_not_let_in(
    database: Database, clock: FixedClock, asking: Database, room: PexipRoom
) -> None:
    assert room.key
    asked = given(database, clock, "host", "h1")
    tries: list[str] = []

    class Lost(Ways):
        def use(self, way: Way, use: str) -> bool:
            assert way.call is None
            return bool(tries.append(use))

    answer = server(asking, clock, Lost(asking)).participant(Asked(asked.digest, calls=("mine",)))
    assert answer.refused == "raced"
    assert answer.body["action"] == "reject"
    assert answer.body["result"]["reject_reason"].startswith("Någon annan")
    assert len(tries) == 3


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_use_is_remembered_while_the_server_only_reads(
    database: Database, database_url: str, clock: FixedClock, room: PexipRoom
) -> None:
    assert room.key
    host, guest = given(database, clock, "host", "h1"), given(database, clock)
    only = "options=-c%20default_transaction_read_only%3Don"
    with closing(hurried(f"{database_url}{'&' if '?' in database_url else '?'}{only}")) as asking:
        here = server(asking, clock)
        assert not here.participant(Asked(host.digest, calls=("one",))).refused
        # It answers what it is asked: nobody has to be known from before.
        assert not here.participant(guest).refused
        assert here.participant(Asked(host.digest, calls=("two",))).refused == "used"


def test_a_file_that_is_another_s_alone_is_waited_for_as_shortly(
    sqlite_url: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(hurried.__globals__, "_SOON", 10)
    file = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other, closing(hurried(sqlite_url)) as asking:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("CREATE TABLE mine (one)")
        with ThreadPoolExecutor(1) as pool:
            # With a lock's usual 15 seconds there is nothing by then.
            assert pool.submit(server(asking, clock).service, Asked("d")).result(5).refused == "unknown"
