"""Who may begin, by the clock."""

import threading
from collections import deque

from rooms.fleet.lanes import GRACE_SECONDS, Lanes
from rooms.inventory import Room
from tests.rooms.fleet.place import room


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def enters(lanes: Lanes, waiting: deque[Room]) -> str | None:
    """Return who may begin at once, None when nobody may."""
    given_up = threading.Event()

    def give_up() -> None:
        given_up.set()
        lanes.wake()

    timer = threading.Timer(0.05, give_up)
    timer.start()
    found = lanes.enter(waiting, given_up)
    timer.cancel()
    return found.room_id if found else None


def test_one_that_is_not_let_in_steps_aside_after_the_grace_and_one_that_is_stays() -> None:
    clock, waiting = Clock(), deque(room(f"r{n}", 1) for n in range(6))
    first, second, *_ = waiting
    lanes = Lanes(2, clock)
    assert [enters(lanes, waiting) for _ in range(3)] == ["r0", "r1", None]
    lanes.let_in(first)
    clock.now = 2 * GRACE_SECONDS
    assert [enters(lanes, waiting) for _ in range(2)] == ["r2", None]
    lanes.leave(first)
    assert enters(lanes, waiting) == "r3"
    lanes.let_in(second)  # late, it was aside: there are more than two for a moment
    lanes.leave(second)
    assert enters(lanes, waiting) is None


def test_only_so_many_stand_aside() -> None:
    clock, waiting = Clock(), deque(room(f"r{n}", 1) for n in range(19))
    lanes = Lanes(1, clock)
    for number in range(16):
        assert enters(lanes, waiting) == f"r{number}"
        clock.now += 2 * GRACE_SECONDS
    assert enters(lanes, waiting) is None
    lanes.leave(room("r0", 1))
    assert enters(lanes, waiting) == "r16"


def test_a_room_with_somebody_in_it_waits_and_the_next_goes_before() -> None:
    same, other = room("a", 1), room("b", 1)
    lanes, waiting = Lanes(3), deque([same, same, other])
    assert [enters(lanes, waiting) for _ in range(3)] == ["a", "b", None]
    lanes.leave(same)
    assert enters(lanes, waiting) == "a"
    assert enters(lanes, waiting) is None
