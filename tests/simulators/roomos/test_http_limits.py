"""The queue before a device's HTTP: what may wait, and what is sent away."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.roomos.http_limits import BASIC, COOKIE, Lane, Limit


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("limit", "taken"), [(BASIC, 31), (COOKIE, 91)])
def test_one_is_answered_and_a_queue_may_wait(limit: Limit, taken: int) -> None:
    clock = Clock()
    lane = Lane(limit, clock)
    waits = [lane.enter() for _ in range(taken + 2)]
    assert waits[:taken] == pytest.approx([turn / limit.rate for turn in range(taken)])
    assert waits[taken:] == [None, None]
    clock.now += 1 / limit.rate
    assert lane.enter() is not None
    assert lane.enter() is None
    clock.now += 1000
    assert lane.enter() == 0


@given(st.lists(st.floats(0, 5), max_size=200))
def test_turns_keep_the_pace_whatever_the_questions_do(pauses: list[float]) -> None:
    clock = Clock()
    lane = Lane(BASIC, clock)
    turns = []
    for pause in pauses:
        clock.now += pause
        wait = lane.enter()
        if wait is not None:
            assert 0 <= wait <= BASIC.queue + 1
            turns.append(clock.now + wait)
    assert all(later - earlier > 1 - 1e-6 for earlier, later in pairwise(turns))
