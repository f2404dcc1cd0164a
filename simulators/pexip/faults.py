"""What a front is told to do wrong, for its next answers."""

import time
from collections.abc import Callable
from enum import StrEnum

SLOW_SECONDS = 3.0


class Fault(StrEnum):
    """What can be ordered of an answer. What the node itself can be told is in `control.ACTS`."""

    SLOW = "slow"  # the answer comes late
    FAIL = "fail"  # 503, or what `status` says
    DROP = "drop"  # the connection is cut before the answer; the request has been carried out
    REFUSE = "refuse"  # the connection is cut before the request is read
    WRONG = "wrong"  # a page of HTML, where JSON is due
    HALF = "half"  # an object without most of what it must hold


class Faults:
    """One front's orders. In its loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: dict[Fault, tuple[int, float, int]] = {}

    def order(self, fault: Fault, count: int = 1, seconds: float = 3600.0, status: int = 503) -> None:
        """Let the fault hit the next `count` answers, within `seconds`. A count of 0 takes it back."""
        self._left[fault] = (count, self._clock() + seconds, status)

    def calm(self) -> None:
        """Take back all that is ordered."""
        self._left.clear()

    def due(self, fault: Fault) -> int:
        """Return the status of a fault that hits now, which then counts; 0 if it does not."""
        count, until, status = self._left.get(fault, (0, 0.0, 0))
        if count <= 0 or self._clock() >= until:
            return 0
        self._left[fault] = (count - 1, until, status)
        return status
