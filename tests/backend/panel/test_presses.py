"""Each touch counts once: told twice, told to two processes, posted again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.clock import FixedClock
from backend.panel.presses import Presses
from backend.storage import Database
from rooms.standing.house import Passed
from rooms.standing.touches import Touch

JOIN = Touch("press", "join", "")


@pytest.fixture
def presses(database: Database, clock: FixedClock) -> Presses:
    return Presses(database, clock)


def test_a_press_heard_by_two_processes_is_one_press(database: Database, clock: FixedClock) -> None:
    several = [Presses(database, clock) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        passed = list(pool.map(lambda one: one.passes("a", JOIN, posted=False), several))
    assert sorted(one.value for one in passed) == ["twice", "twice", "twice", "yes"]
    assert several[0].passes("b", JOIN, posted=False) is Passed.YES


def test_a_later_press_is_another_press_whatever_the_clock_does(presses: Presses, clock: FixedClock) -> None:
    assert presses.passes("a", JOIN, posted=False) is Passed.YES
    clock.advance(seconds=0.9)
    assert presses.passes("a", JOIN, posted=False) is Passed.TWICE
    clock.advance(seconds=0.2)
    assert presses.passes("a", JOIN, posted=False) is Passed.YES
    clock.advance(hours=-1)
    assert presses.passes("a", JOIN, posted=False) is Passed.YES


def test_what_is_posted_counts_once_with_the_mark_of_a_panel_that_stands_there(
    presses: Presses, clock: FixedClock
) -> None:
    first = presses.mark("a", "panel")
    joins, helps = Touch("press", "join", first), Touch("press", "help", first)
    assert presses.passes("a", joins, posted=True) is Passed.YES
    clock.advance(seconds=5)
    assert presses.passes("a", joins, posted=True) is Passed.STALE
    # The panel is saved anew while somebody presses another button of the old one.
    second = presses.mark("a", "panel")
    assert presses.passes("a", helps, posted=True) is Passed.YES
    clock.advance(seconds=5)
    assert presses.passes("a", helps, posted=True) is Passed.STALE
    assert presses.passes("a", joins, posted=True) is Passed.STALE
    assert presses.passes("a", joins._replace(mark=second), posted=True) is Passed.YES
    presses.mark("a", "panel")
    presses.mark("a", "panel")
    clock.advance(seconds=5)
    assert presses.passes("a", helps._replace(mark=second), posted=True) is Passed.STALE
    assert presses.passes("a", JOIN, posted=True) is Passed.STALE


def test_a_question_is_answered_once_and_only_the_one_that_stands(presses: Presses, clock: FixedClock) -> None:
    mark = presses.mark("a", "question")
    answer = Touch("answer", "help", mark, 1)
    assert presses.passes("a", answer._replace(mark="x"), posted=False) is Passed.STALE
    assert presses.passes("a", answer, posted=False) is Passed.YES
    clock.advance(seconds=5)
    assert presses.passes("a", answer, posted=False) is Passed.STALE
    assert presses.passes("a", answer._replace(mark=""), posted=False) is Passed.STALE
