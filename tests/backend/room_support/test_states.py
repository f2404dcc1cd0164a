"""What is kept of how rooms are: what was told last, alarms that come and go, and nobody's name."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.clock import FixedClock
from backend.room_support.models import RoomAlarm, RoomState
from backend.room_support.states import States
from backend.storage import Database
from rooms.fleet import Outcome
from rooms.inventory import Told
from rooms.monitor import AUTO_ANSWER, Alarm, Level
from tests.backend.room_support.seen import BUSY, FREE, snapshot
from tests.tables import contents

LOOSE = Told("Lös", "Loose")


@pytest.fixture
def states(database: Database, clock: FixedClock) -> States:
    return States(database, clock)


@pytest.fixture
def alarms(database: Database) -> Callable[[], dict[str, bool]]:
    """Return what is wrong now by its kind, and whether somebody sees to it."""

    def read() -> dict[str, bool]:
        with database.read() as session:
            rows = session.scalars(select(RoomAlarm).where(RoomAlarm.over_at.is_(None)))
            return {row.kind: row.acknowledged_at is not None for row in rows}

    return read


def kept(states: States) -> RoomState:
    row = states.of("alen")
    assert row is not None
    return row


def test_what_was_told_last_stands_and_what_a_state_does_not_tell_is_kept(states: States, clock: FixedClock) -> None:
    states.note("alen", snapshot())
    begun = clock.now()
    clock.advance(seconds=1)
    states.note("alen", BUSY)
    row = kept(states)
    assert (row.outcome, row.in_call, row.software, row.lacks) == ("ok", True, "RoomOS 11.1", ["bookings"])
    assert row.since == begun
    assert row.seen_at == row.tried_at == clock.now()


def test_a_room_that_is_lost_keeps_when_it_was_seen(states: States, clock: FixedClock) -> None:
    states.note("alen", snapshot())
    seen = clock.now()
    clock.advance(minutes=1)
    states.note("alen", outcome=Outcome.UNREACHABLE)
    row = kept(states)
    assert (row.outcome, row.since, row.seen_at) == ("unreachable", clock.now(), seen)


def test_what_is_not_new_is_written_each_half_minute(states: States, clock: FixedClock, database: Database) -> None:
    states.note("alen", snapshot())
    before = contents(database.engine)
    clock.advance(seconds=29)
    states.note("alen", FREE)
    states.note("alen")
    assert contents(database.engine) == before
    clock.advance(seconds=1)
    states.note("alen", FREE)
    assert kept(states).tried_at == clock.now()


def test_a_visit_that_was_none_says_nothing(states: States) -> None:
    states.note("alen", outcome=Outcome.BACKING_OFF)
    assert states.all() == {}


def test_alarms_come_and_go_and_what_comes_back_is_news(
    states: States, alarms: Callable[[], dict[str, bool]], database: Database, clock: FixedClock
) -> None:
    hot = Alarm("Hot", Level.CRITICAL, Told("Varm", "Hot"))
    states.note("alen", snapshot(hot))
    with database.write() as session:
        row = session.get(RoomAlarm, ("alen", "device", "Hot"))
        assert row is not None
        row.acknowledged_by, row.acknowledged_at = "rum", clock.now()
    states.note("alen", snapshot(hot))
    assert alarms() == {"Hot": True}
    states.note("alen", snapshot())
    assert alarms() == {}
    states.note("alen", snapshot(hot))
    assert alarms() == {"Hot": False}


def test_auto_answer_is_an_alarm_by_whatever_tells_of_it(states: States, alarms: Callable[[], dict[str, bool]]) -> None:
    states.note("alen", snapshot())
    states.note("alen", replace(FREE, auto_answer=True))
    assert alarms() == {AUTO_ANSWER.kind: False}
    states.note("alen", FREE)
    assert alarms() == {}


def test_a_part_of_the_product_keeps_its_own_alarm(states: States, alarms: Callable[[], dict[str, bool]]) -> None:
    states.alarm("alen", "bookings", "another-writer", Level.WARNING, LOOSE)
    states.note("alen", snapshot())
    assert alarms() == {"another-writer": False}
    states.over("alen", "device", "another-writer")
    assert alarms() == {"another-writer": False}
    states.over("alen", "bookings", "another-writer")
    assert alarms() == {}


def test_a_silent_room_is_an_alarm_after_ten_minutes_and_no_longer_when_it_answers(
    states: States, alarms: Callable[[], dict[str, bool]], clock: FixedClock
) -> None:
    states.note("alen", snapshot())
    clock.advance(minutes=9)
    states.note("alen", outcome=Outcome.UNREACHABLE)
    assert alarms() == {}
    clock.advance(minutes=1)
    states.note("alen", outcome=Outcome.UNREACHABLE)
    assert alarms() == {"silent": False}
    states.note("alen", FREE)
    assert alarms() == {}


@pytest.mark.parametrize("outcome", [Outcome.AUTHENTICATION_REFUSED, Outcome.UNTRUSTED, Outcome.STOPPED])
def test_a_room_that_turns_us_away_is_an_alarm_at_once(
    states: States, alarms: Callable[[], dict[str, bool]], outcome: Outcome
) -> None:
    states.note("alen", outcome=outcome)
    assert alarms() == {"turned-away": False}


def test_nothing_kept_tells_whom_a_room_talks_to(states: States, database: Database) -> None:
    said = Told("Samtal till vera@region.example och 070-123 45 67 bröts", "Call to 0701234567 broke")
    states.note("alen", snapshot(Alarm("Call", Level.ERROR, said), calls=BUSY.calls))
    told = "\n".join(contents(database.engine))
    assert "Samtal till … och … bröts" in told
    assert not any(word in told for word in ("Vera", "vera@", "070", "45 67"))


def test_asking_for_a_visit_stands_until_the_room_is_tried(states: States) -> None:
    states.note("alen", snapshot())
    states.ask("alen")
    assert kept(states).asked_at is not None
    states.note("alen", FREE)
    assert kept(states).asked_at is None
