"""Rounds through the rooms: one at a time, none after the end, and a fault of one ends no other."""

import threading

from backend.fleet.rounds import Rounds
from tests.waiting import until


def test_one_is_under_way_at_a_time_and_is_waited_for_at_the_end() -> None:
    begun, go_on, done = threading.Event(), threading.Event(), []

    def work() -> None:
        begun.set()
        assert go_on.wait(60)
        done.append(rounds.is_ending)

    rounds = Rounds("a round", work, "rounds.failed")
    rounds.begin()
    assert begun.wait(60)
    rounds.begin()
    threading.Thread(target=lambda: (until(lambda: rounds.is_ending), go_on.set())).start()
    rounds.stop()
    assert done == [True]
    rounds.begin()
    rounds.stop()
    assert done == [True]


def test_a_fault_of_one_does_not_end_the_next() -> None:
    gone: list[int] = []

    def work() -> None:
        gone.append(len(gone))
        if len(gone) == 1:
            raise LookupError

    rounds = Rounds("a round", work, "rounds.failed")
    rounds.begin()
    until(lambda: gone == [0])
    until(lambda: rounds.begin() or len(gone) > 1)
    rounds.stop()
    assert len(gone) > 1
