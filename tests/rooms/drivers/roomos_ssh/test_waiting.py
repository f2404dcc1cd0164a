"""Requests in the air: each gets its own answer once, whatever the order, and none is left waiting."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.drivers.roomos_ssh.waiting import Waiter, Waiting
from rooms.errors import Lost, NotSupported


@given(st.permutations(range(30)), st.sets(st.integers(0, 29)))
def test_each_gets_its_own_whatever_the_order(order: list[int], lost: set[int]) -> None:
    waiting = Waiting()
    asked = [waiting.begin() for _ in range(30)]
    for place in order:
        if place not in lost:
            waiting.answered(asked[place][0], {"place": place})
            waiting.answered(asked[place][0], {"place": "again"})
    waiting.fail(partial(Lost, "gone"))
    for place, (_, waiter) in enumerate(asked):
        assert waiter.wait(0)
        assert (waiter.fault is not None) == (place in lost)
        assert waiter.answer == ({} if place in lost else {"place": place})


def settled(waiter: Waiter) -> bool:
    return waiter.wait(0)


def test_the_only_one_in_the_air_is_the_line_that_was_not_recognized() -> None:
    waiting = Waiting()
    _, waiter = waiting.begin()
    waiting.not_recognized()
    assert settled(waiter)
    assert waiter.fault is not None
    with pytest.raises(NotSupported):
        raise waiter.fault()


def test_of_several_it_is_the_one_that_is_left_when_the_others_are_answered() -> None:
    waiting = Waiting()
    (first, one), (_, two), (third, three) = (waiting.begin() for _ in range(3))
    waiting.not_recognized()
    later, four = waiting.begin()
    waiting.answered(third, {})
    assert not settled(two)
    waiting.answered(first, {})
    assert settled(two)
    assert two.fault is not None
    assert settled(one)
    assert settled(three)
    assert not settled(four)
    waiting.answered(later, {"it": "came"})
    assert four.answer == {"it": "came"}


def test_two_lines_that_were_not_recognized_are_two_that_are_left() -> None:
    waiting = Waiting()
    (_, one), (second, two), (_, three) = (waiting.begin() for _ in range(3))
    waiting.not_recognized()
    waiting.not_recognized()
    assert not settled(one)
    waiting.answered(second, {})
    assert [settled(waiter) for waiter in (one, two, three)] == [True, True, True]
    assert two.fault is None
    assert None not in (one.fault, three.fault)


def test_one_that_came_when_nobody_waited_hits_nobody_later() -> None:
    waiting = Waiting()
    waiting.not_recognized()
    tag, waiter = waiting.begin()
    waiting.answered(tag, {"a": 1})
    assert settled(waiter)
    assert waiter.answer == {"a": 1}


def test_a_second_time_is_judged_as_the_first() -> None:
    waiting = Waiting()
    waiting.begin()
    waiting.not_recognized()
    (first, one), (_, two) = (waiting.begin() for _ in range(2))
    waiting.not_recognized()
    assert not settled(one)
    waiting.answered(first, {"it": "came"})
    assert one.answer == {"it": "came"}
    assert settled(two)
    assert two.fault is not None
