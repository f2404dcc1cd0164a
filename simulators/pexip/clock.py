"""Time as a node counts it: every timer of the real one, at a scale of its own."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol


class Cancels(Protocol):
    """Something that is to happen."""

    def cancel(self) -> None:
        """Let it not happen. May be called again, also when it has."""
        ...


class Clock(Protocol):
    """What all parts of the simulator ask for the time."""

    def now(self) -> float:
        """Return Unix time in seconds."""
        ...

    def seconds(self) -> float:
        """Return seconds since some moment, counted as the real node would: a scaled minute is 60."""
        ...

    def later(self, seconds: float, action: Callable[[], None]) -> Cancels:
        """Do something so many of those seconds from now, in the node's loop."""
        ...

    def told(self, seconds: float) -> float:
        """Return how long so many of those seconds are for those outside, who have no scale."""
        ...


class LoopClock:
    """The loop's time. At scale 0.01 what takes a hundred seconds takes one; the hour of the day goes as everywhere."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale

    def now(self) -> float:
        """Return Unix time in seconds."""
        return time.time()

    def seconds(self) -> float:
        """Return scaled seconds since some moment."""
        return time.monotonic() / self.scale

    def later(self, seconds: float, action: Callable[[], None]) -> Cancels:
        """Do something so many scaled seconds from now. Needs a running loop."""
        return asyncio.get_running_loop().call_later(seconds * self.scale, action)

    def told(self, seconds: float) -> float:
        """Return real seconds."""
        return seconds * self.scale
