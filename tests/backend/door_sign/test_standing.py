"""What a sign says: never free in doubt, and free when the last booking that hangs together ends."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.door_sign.standing import KNOWN_FOR, Period, Says, in_call, standing
from backend.room_support.models import RoomState

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
MINUTES = st.integers(-300, 300)
PERIODS = st.lists(st.tuples(MINUTES, st.integers(1, 200)).map(lambda pair: period(pair[0], pair[0] + pair[1])))
CALLING = st.sampled_from([True, False, None])


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def period(start: float, end: float) -> Period:
    return Period(at(start), at(end))


def state(outcome: str = "ok", ago: timedelta = timedelta(), *, calling: bool = False) -> RoomState:
    return RoomState(outcome=outcome, tried_at=NOW - ago, in_call=calling)


@pytest.mark.parametrize(
    ("calling", "booked", "says", "until"),
    [
        (True, [], Says.BUSY, None),
        (True, [period(-10, 20)], Says.BUSY, 20),
        (True, [period(5, 20)], Says.BUSY, None),
        (False, [period(-10, 20)], Says.BOOKED, 20),
        (False, [period(-10, 20), period(20, 50), period(60, 70)], Says.BOOKED, 50),
        (False, [period(5, 20)], Says.FREE, 5),
        (False, [period(-20, 0)], Says.FREE, None),
        (False, [], Says.FREE, None),
        (None, [period(-10, 20)], Says.BUSY, 20),
        (None, [period(5, 20)], Says.UNBOOKED, 5),
        (None, [], Says.UNBOOKED, None),
    ],
)
def test_it_says(calling: bool | None, booked: list[Period], says: Says, until: float | None) -> None:  # noqa: FBT001 - one of the table
    assert standing(NOW, booked, calling=calling) == (says, None if until is None else at(until))


@settings(max_examples=50)
@given(PERIODS, CALLING)
def test_free_is_only_said_when_it_is_known_and_nothing_is_booked(booked: list[Period], calling: bool | None) -> None:  # noqa: FBT001 - hypothesis gives it
    says, until = standing(NOW, booked, calling=calling)
    taken = any(one.start <= NOW < one.end for one in booked)
    assert (says is Says.FREE) == (calling is False and not taken)
    assert until is None or until > NOW


@settings(max_examples=50)
@given(PERIODS)
def test_when_it_is_free_nothing_is_booked_then(booked: list[Period]) -> None:
    says, until = standing(NOW, booked, calling=False)
    if says is Says.BOOKED:
        assert until is not None
        assert not any(one.start <= until < one.end for one in booked)
        assert standing(until, booked, calling=False).says is Says.FREE


def test_what_a_room_said_counts_for_a_while() -> None:
    assert in_call(state(calling=True), NOW) is True
    assert in_call(state(ago=KNOWN_FOR), NOW) is False
    assert in_call(state(ago=KNOWN_FOR + timedelta(seconds=1)), NOW) is None
    assert in_call(state("unreachable"), NOW) is None
    assert in_call(None, NOW) is None
