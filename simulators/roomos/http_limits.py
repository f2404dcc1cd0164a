"""How many questions a device takes over HTTP: one a second with Basic, fifteen with a cookie, and a queue for each."""

import time
from collections.abc import Callable
from typing import NamedTuple


class Limit(NamedTuple):
    """So many questions a second, and so many that may wait for their turn."""

    rate: float
    queue: int


BASIC = Limit(rate=1, queue=30)
COOKIE = Limit(rate=15, queue=90)


class Lane:
    """The questions of one kind to one device, in the order they come."""

    def __init__(self, limit: Limit, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._next = float("-inf")

    def enter(self) -> float | None:
        """Return how many seconds the question waits for its turn; None when the queue is full and it must go."""
        now = self._clock()
        turn = max(now, self._next)
        # Half a question of room for what is lost when times are added up.
        if (turn - now) * self._limit.rate > self._limit.queue + 0.5:
            return None
        self._next = turn + 1 / self._limit.rate
        return turn - now
