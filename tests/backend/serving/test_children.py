"""Looking after processes: what dies is begun anew, ever more slowly, and what is told to end ends."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from backend.serving.children import Child

PATIENCE = 20.0


class Stopwatch:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def until(true: Callable[[], object]) -> None:
    last = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < last
        os.sched_yield()


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


def dead(child: Child) -> bool:
    child.look()
    return child.pid is None


def test_what_dies_is_begun_anew_with_longer_and_longer_pauses(watch: Stopwatch) -> None:
    child = Child("one", ["this.module.is.not.there"], {}, watch)
    child.start()
    pauses = []
    for _ in range(9):
        until(lambda: dead(child))
        died = watch.at
        while child.pid is None:
            watch.at += 0.25
            child.look()
        pauses.append(watch.at - died)
    assert pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert pauses[-1] == 30.0
    until(lambda: dead(child))
    watch.at += 31
    child.look()
    watch.at += 61
    until(lambda: dead(child))
    watch.at += 0.5
    child.look()
    assert child.pid is not None, "whoever lived long begins anew soon"
    child.end(watch.at)


def test_what_does_not_end_in_time_is_ended_with_all_it_began(watch: Stopwatch) -> None:
    child = Child("stubborn", ["tests.backend.serving.stubborn"], dict(os.environ), watch)
    child.start()
    group = child.pid
    assert group is not None
    child.tell(signal.SIGTERM)
    child.end(watch.at)
    assert child.pid is None
    child.tell(signal.SIGTERM)
    child.end(watch.at)
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)
