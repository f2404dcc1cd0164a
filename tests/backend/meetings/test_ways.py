"""Where the link of a series leads, among meetings that have been, are on, and are to come."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.meetings import ways
from backend.meetings.doors import Hours
from backend.meetings.ways import Candidate

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def at(name: str, start: int, length: int = 60, *, host_in: bool = False, is_over: bool = False) -> Candidate:
    """A meeting that begins so many minutes from noon, its door open half an hour before and after."""
    begins, ends = NOON + minutes(start), NOON + minutes(start + length)
    return Candidate(name, begins, ends, Hours(begins - minutes(30), ends + minutes(30)), host_in, is_over)


@pytest.mark.parametrize(
    ("candidates", "led_to"),
    [
        ([], None),
        ([at("past", -300)], None),
        ([at("past", -300), at("next", 300), at("later", 600)], "next"),
        ([at("on", -30), at("next", 300)], "on"),
        # Just before it, the one that is about to begin; the one that has just been may go on a little.
        ([at("been", -80), at("next", 20)], "next"),
        ([at("been", -80), at("later", 300)], "been"),
        # While both could be gone to, the one whose booked time it is.
        ([at("on", -50), at("next", 15)], "on"),
        # A host who goes on past the time keeps it open, but whoever comes for the next is led there.
        ([at("long", -200, host_in=True), at("later", 300)], "long"),
        ([at("long", -200, host_in=True), at("next", 20)], "next"),
        # Ended by its host: the next, although its booked time is not out.
        ([at("ended", -30, is_over=True), at("next", 300)], "next"),
        # A host who looks in before the time opens the next, and never one after it.
        ([at("next", 300, host_in=True)], "next"),
        ([at("next", 300), at("later", 600, host_in=True)], "next"),
    ],
)
def test_the_link_leads_to_the_meeting_that_is_on_else_the_next(
    candidates: list[Candidate], led_to: str | None
) -> None:
    chosen = ways.choose(candidates, NOON)
    assert (chosen.meeting if chosen else None) == led_to


candidates = st.lists(
    st.builds(
        at,
        st.uuids().map(str),
        st.integers(-900, 900),
        st.integers(5, 90),
        host_in=st.booleans(),
        is_over=st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=60)
@given(candidates)
def test_nobody_is_led_past_a_meeting_that_is_still_to_come_nor_to_one_that_is_over(some: list[Candidate]) -> None:
    chosen = ways.choose(some, NOON)
    going = [each for each in some if not each.is_over]
    coming = sorted(each.start for each in going if each.start > NOON)
    if chosen is None:
        assert not coming
        return
    assert chosen.host_in or not chosen.is_over
    if chosen.start > NOON:
        assert chosen.start == coming[0]
        assert not any(each.start <= NOON < each.end for each in going)
