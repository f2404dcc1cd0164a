"""How often the node is asked: by all of a process together, and by all processes together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip.wire.throttle import MOST_IN_BACKGROUND, MOST_PRESSED, Throttle, shared
from backend.video.service import NothingDone


def taken(throttle: Throttle, *, pressed: bool) -> int:
    """Take until there is no room; how many there were."""
    for number in range(MOST_PRESSED + 1):
        try:
            throttle.take(pressed=pressed)
        except NothingDone:
            return number
    return -1


def test_whoever_asks_a_node_in_this_process_is_counted_with_the_others() -> None:
    one = shared("https://a.example", 1)
    assert shared("https://a.example", 1) is one
    assert shared("https://b.example", 1) is not one


@given(st.integers(min_value=1, max_value=20))
def test_all_processes_together_ask_no_more_than_one_may(processes: int) -> None:
    assert taken(Throttle(lambda: 0.0, processes), pressed=False) * processes <= MOST_IN_BACKGROUND
    assert taken(Throttle(lambda: 0.0, processes), pressed=True) * processes <= MOST_PRESSED


@given(st.integers(min_value=1, max_value=128))
def test_however_many_there_are_hosts_presses_have_room_beside_the_background(processes: int) -> None:
    throttle = Throttle(lambda: 0.0, processes)
    in_background = taken(throttle, pressed=False)
    assert in_background >= 20
    assert taken(throttle, pressed=True) >= min(20, in_background)


def test_what_is_a_minute_old_counts_no_more() -> None:
    now = [0.0]
    throttle = Throttle(lambda: now[0], 20)
    assert taken(throttle, pressed=True) == 40
    with pytest.raises(NothingDone) as held:
        throttle.take(pressed=True)
    assert held.value.retry_after == 60.0
    now[0] = 60.0
    throttle.take(pressed=True)
