import threading
from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.drivers.roomos_http.lane import MOST_WAITING, Lane
from rooms.errors import RateLimited
from tests.waiting import until


class Watch:
    """A clock that only sleeping moves on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.now += seconds
        self.slept += seconds


@given(st.lists(st.floats(0, 1), max_size=40))
def test_no_second_has_15_questions_in_it(pauses: list[float]) -> None:
    watch = Watch()
    lane = Lane(lambda: watch.now, watch.sleep)
    sent = []
    for pause in pauses:
        watch.now += pause
        lane.pace()
        sent.append(watch.now)
    for place, moment in enumerate(sent):
        assert bisect_left(sent, moment + 1 - 1e-6) - place < 15


def test_a_few_questions_go_at_once_and_the_rest_at_their_pace() -> None:
    watch = Watch()
    lane = Lane(lambda: watch.now, watch.sleep)
    for _ in range(4):
        lane.pace()
    assert watch.slept == pytest.approx(0)
    for _ in range(10):
        lane.pace()
    assert watch.slept == pytest.approx(1.0)


def test_few_wait_and_whoever_comes_then_is_told_but_an_end_is_let_in() -> None:
    lane, may_go = Lane(), threading.Event()
    done: list[str] = []

    def ask(what: str, *, always: bool = False) -> None:
        with lane.turn(always=always):
            may_go.wait()
            done.append(what)

    threads = [threading.Thread(target=ask, args=("question",)) for _ in range(MOST_WAITING)]
    threads.append(threading.Thread(target=ask, args=("end",), kwargs={"always": True}))
    try:
        for number, thread in enumerate(threads, start=1):
            thread.start()
            until(lambda number=number: lane.waiting == number)
        with pytest.raises(RateLimited), lane.turn():
            done.append("one too many")
    finally:
        may_go.set()
        for thread in threads:
            thread.join()
    assert sorted(done) == ["end", *["question"] * MOST_WAITING]
    assert lane.waiting == 0
