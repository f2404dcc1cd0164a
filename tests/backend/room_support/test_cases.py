"""Support cases: one for each time help is asked for, with how the room was; and what is let go of."""

from datetime import timedelta

import pytest

from backend.clock import FixedClock
from backend.room_support.cases import Cases
from backend.room_support.erasing import erase_alarms_before, erase_cases_before
from backend.room_support.models import SupportCase
from backend.room_support.problems import PROBLEMS
from backend.room_support.states import States
from backend.storage import Database
from rooms.inventory import Told
from rooms.monitor import Level
from tests.backend.room_support.seen import BUSY, snapshot

# Answers on a touch panel.
_LONGEST = 30


def test_a_case_tells_how_the_room_was_just_then(database: Database, clock: FixedClock) -> None:
    states, cases = States(database, clock), Cases(database, clock)
    states.note("alen", snapshot(calls=BUSY.calls))
    states.alarm("alen", "test", "cable", Level.ERROR, Told("Lös", "Loose"))
    case = cases.get(cases.open("alen", "no-sound"))
    states.note("alen", snapshot())
    assert (case.state["outcome"], case.state["in_call"], case.state["alarms"]) == ("ok", True, ["cable"])
    assert cases.get(cases.open("never-seen", "other")).state == {"outcome": None, "alarms": []}


def test_a_press_told_twice_is_one_case_and_a_new_one_later_is_another(database: Database, clock: FixedClock) -> None:
    cases = Cases(database, clock)
    first = cases.open("alen", "no-sound")
    assert cases.open("alen", "no-sound") == first
    assert cases.open("alen", "camera") != first
    assert cases.open("bok", "no-sound") != first
    clock.advance(minutes=2)
    assert cases.open("alen", "no-sound") != first


def test_only_what_a_panel_may_ask_is_a_problem(database: Database, clock: FixedClock) -> None:
    with pytest.raises(ValueError, match="no such problem"):
        Cases(database, clock).open("alen", "Vera Lindqvist mår dåligt")
    assert 2 <= len(PROBLEMS) <= 5
    assert all(len(word) <= _LONGEST for said in PROBLEMS.values() for word in said)


def test_open_cases_come_before_closed_ones_and_stay_when_those_are_let_go(
    database: Database, clock: FixedClock
) -> None:
    cases = Cases(database, clock)
    closed, left = cases.open("alen", "no-sound"), cases.open("bok", "no-sound")
    with database.write() as session:
        row = session.get(SupportCase, closed)
        assert row is not None
        row.closed_at, row.closed_by = clock.now(), "rum"
    assert [one.id for one in cases.listed()] == [left, closed]
    with database.write() as session:
        assert erase_cases_before(session, clock.now()) == 0
        assert erase_cases_before(session, clock.now() + timedelta(seconds=1)) == 1
    assert [one.id for one in cases.listed()] == [left]


def test_alarms_are_let_go_when_they_have_been_over_for_long(database: Database, clock: FixedClock) -> None:
    states = States(database, clock)
    for kind in ("a", "b"):
        states.alarm("alen", "test", kind, Level.ERROR, Told("Lös", "Loose"))
    states.over("alen", "test", "a")
    with database.write() as session:
        assert erase_alarms_before(session, clock.now() + timedelta(days=1000)) == 1
