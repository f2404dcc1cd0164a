"""How long a room that does not answer is left alone."""

import random

from hypothesis import given
from hypothesis import strategies as st

from rooms.fleet.backoff import JITTER, STEPS, Backoff


@given(st.lists(st.floats(0, 1000)), st.integers())
def test_each_failure_in_a_row_waits_its_step_and_an_answer_begins_anew(pauses: list[float], seed: int) -> None:
    now = 0.0
    backoff = Backoff(lambda: now, random.Random(seed))  # noqa: S311 - it spreads visits
    for turn, pause in enumerate(pauses):
        step = STEPS[min(turn, len(STEPS) - 1)]
        wait = backoff.failed("a")
        assert step * (1 - JITTER) <= wait <= step * (1 + JITTER)
        assert backoff.waits("a")
        assert not backoff.waits("b")
        now += wait + pause
        assert not backoff.waits("a")
    backoff.failed("a")
    backoff.well("a")
    assert not backoff.waits("a")
    assert backoff.failed("a") <= STEPS[0] * (1 + JITTER)
