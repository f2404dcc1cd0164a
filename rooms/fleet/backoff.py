"""When a room that did not answer is tried again: soon at first, then seldom."""

import random
import threading
import time
from collections.abc import Callable

# Seconds after the first, second, third … time in a row that nothing answered.
STEPS = (5.0, 15.0, 60.0, 300.0)
# Each wait is up to so much shorter or longer, so that rooms that went down together don't come back together.
JITTER = 0.2


class Backoff:
    """Every room's wait. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, chance: random.Random | None = None) -> None:
        self._clock = clock
        self._chance = chance or random.Random()  # noqa: S311 - it spreads visits, it guards nothing
        self._lock = threading.Lock()
        self._waits: dict[str, tuple[int, float]] = {}

    def failed(self, room_id: str) -> float:
        """Note that nothing answered; return for how many seconds the room is left alone."""
        with self._lock:
            times = self._waits.get(room_id, (0, 0.0))[0]
            wait = STEPS[min(times, len(STEPS) - 1)] * self._chance.uniform(1 - JITTER, 1 + JITTER)
            self._waits[room_id] = times + 1, self._clock() + wait
            return wait

    def well(self, room_id: str) -> None:
        """Note that the room answered."""
        with self._lock:
            self._waits.pop(room_id, None)

    def waits(self, room_id: str) -> bool:
        """Tell whether the room is to be left alone now."""
        with self._lock:
            return self._waits.get(room_id, (0, 0.0))[1] > self._clock()
