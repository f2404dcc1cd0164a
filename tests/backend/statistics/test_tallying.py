"""What a meeting adds to the statistics, by rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.statistics.tallying import OUTCOMES, SIZES, Figure, Stay, tally

START = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
WAITS = (Figure.WAIT_TO_1, Figure.WAIT_TO_5, Figure.WAIT_TO_15, Figure.WAIT_MORE)


def at(minutes: float | None) -> datetime | None:
    return None if minutes is None else START + timedelta(minutes=minutes)


def stay(waited: float | None = None, came: float | None = None, left: float | None = None, **facts: Any) -> Stay:
    return Stay(waited_from=at(waited), in_from=at(came), in_until=at(left), **facts)


MINUTES = st.none() | st.integers(0, 90)
STAYS = st.lists(
    st.builds(
        stay, MINUTES, MINUTES, MINUTES, host=st.booleans(), room=st.booleans(), turned_away=st.booleans()
    ),
    max_size=25,
)  # fmt: skip


@given(stays=STAYS, told=st.booleans())
def test_a_meeting_is_in_one_outcome_and_each_wait_once(stays: list[Stay], *, told: bool) -> None:
    found = tally(stays, told=told)
    assert sum(found[figure] for figure in OUTCOMES) == 1
    let_in = [one for one in stays if one.waited_from and one.in_from and not one.host]
    assert sum(found[figure] for figure in WAITS) == len(let_in)
    assert found[Figure.ROOMS] == sum(one.room and one.in_from is not None for one in stays)
    # What the numbers that are shown are held against: none of these without a guest who was there.
    met = sum(found[figure] for figure in (*SIZES, Figure.MISSED))
    assert found[Figure.LEFT_WAITING] <= met
    assert met or not any(found[figure] for figure in WAITS)
    assert all(count > 0 for count in found.values())


@given(stays=STAYS, told=st.booleans(), order=st.randoms(use_true_random=False))
def test_neither_order_nor_the_time_of_day_counts(stays: list[Stay], order: Any, *, told: bool) -> None:
    later = [
        one._replace(
            **{
                name: moment + timedelta(days=3, hours=5)
                for name in ("waited_from", "in_from", "in_until")
                if (moment := getattr(one, name)) is not None
            }
        )
        for one in stays
    ]
    order.shuffle(later)
    assert tally(later, told=told) == tally(stays, told=told)


@given(stays=STAYS)
def test_a_meeting_is_held_only_with_a_host_and_another_at_one_time(stays: list[Stay]) -> None:
    held = any(tally(stays, told=True)[figure] for figure in SIZES)
    moments = [moment + timedelta(seconds=30) for one in stays if (moment := one.in_from)]
    there = [
        [one for one in stays if one.in_from and one.in_until and one.in_from <= moment < one.in_until]
        for moment in moments
    ]
    assert held == any(len(some) > 1 and any(one.host for one in some) for some in there)


@pytest.mark.parametrize(
    ("others", "figure"),
    [(1, "held-2"), (2, "held-5"), (4, "held-5"), (5, "held-15"), (14, "held-15"), (15, "held-more")],
)
def test_a_held_meeting_counts_by_the_most_who_were_in_at_once(others: int, figure: str) -> None:
    # Those who came when these had gone make it no larger.
    after = [stay(came=40, left=50) for _ in range(others)]
    stays = [stay(came=0, left=60, host=True), *(stay(came=5, left=40) for _ in range(others)), *after]
    assert tally(stays, told=True) == {Figure(figure): 1}


@pytest.mark.parametrize(
    ("minutes", "figure"), [(0, "wait-1"), (0.99, "wait-1"), (1, "wait-5"), (5, "wait-15"), (15, "wait-more")]
)
def test_a_wait_counts_by_its_length(minutes: float, figure: str) -> None:
    stays = [stay(came=0, left=60, host=True), stay(0, minutes, 60)]
    assert tally(stays, told=True) == {Figure.HELD_TO_2: 1, Figure(figure): 1}


@pytest.mark.parametrize(
    ("stays", "told", "expected"),
    [
        ([], True, {"nobody"}),
        ([stay(came=0, left=20, host=True)], True, {"nobody"}),
        ([stay(0)], True, {"missed", "left-waiting"}),
        ([stay(0, turned_away=True)], True, {"missed"}),
        ([stay(came=0, left=9), stay(came=9, left=20, host=True)], True, {"missed"}),
        ([stay()], True, {"untold"}),
        ([stay(came=0, left=20, host=True), stay()], True, {"untold"}),
        ([stay(came=0, left=20, host=True), stay(turned_away=True)], True, {"nobody"}),
        ([stay(came=0, left=20, host=True), stay(host=True)], True, {"nobody"}),
        ([stay(0, host=True)], True, {"nobody"}),
        ([stay(0, host=True), stay(0, 5, 9, host=True), stay(came=3, left=9)], True, {"held-2"}),
        ([], False, {"untold"}),
        ([stay(0), stay(came=0, left=9, host=True), stay(came=0, left=9)], True, {"held-2", "left-waiting"}),
    ],
)
def test_what_is_not_held_says_what_is_known_and_no_more(stays: list[Stay], expected: set[str], *, told: bool) -> None:
    assert set(tally(stays, told=told)) == expected
