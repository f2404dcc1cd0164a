"""A leap of the clock holds back what throws things away; time that really passes does not."""

import pytest

from backend.clock import FixedClock
from backend.jobs.leaps import Leaps
from backend.storage import Database


class Running:
    """The machine's own running time, and how often the work was done."""

    seconds, done = 0.0, 0

    def elapsed(self) -> float:
        return self.seconds

    def work(self) -> None:
        self.done += 1


@pytest.fixture
def running() -> Running:
    return Running()


def test_hours_and_nights_without_anybody_looking_are_believed(
    database: Database, clock: FixedClock, running: Running
) -> None:
    timed = Leaps(database, clock, running.elapsed).guarded(running.work)
    for hours in (0, 1, 12, 36):
        clock.advance(hours=hours)
        timed()
    assert running.done == 4


def test_a_leap_is_believed_after_a_day_of_running_and_not_before(
    database: Database, clock: FixedClock, running: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    timed = Leaps(database, clock, running.elapsed).guarded(running.work)
    timed()
    clock.advance(days=60)
    timed()
    running.seconds = 24 * 3600 - 1
    timed()
    assert running.done == 1
    assert capsys.readouterr().out.count("jobs.clock-leapt") == 1
    running.seconds += 1
    timed()
    timed()
    assert running.done == 3


def test_a_clock_put_right_is_believed_at_once_and_a_second_leap_doubted_anew(
    database: Database, clock: FixedClock, running: Running
) -> None:
    timed = Leaps(database, clock, running.elapsed).guarded(running.work)
    timed()
    clock.advance(days=60)
    timed()
    clock.advance(days=-60, hours=1)
    timed()
    assert running.done == 2
    running.seconds = 24 * 3600
    clock.advance(days=60)
    timed()
    assert running.done == 2


def test_a_leap_over_a_restart_is_seen(database: Database, clock: FixedClock, running: Running) -> None:
    Leaps(database, clock, running.elapsed).guarded(running.work)()
    clock.advance(days=365 * 6)
    Leaps(database, clock, running.elapsed).guarded(running.work)()
    assert running.done == 1
