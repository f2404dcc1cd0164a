"""Time as a device knows it: the loop's, run at the site's pace; and the hour of its own clock, which may be wrong."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Cancels(Protocol):
    """Something that is to happen."""

    def cancel(self) -> None:
        """Let it not happen. May be called again, also when it has."""
        ...


class Clock(Protocol):
    """What devices ask for the time. `wrong_by` is how wrong the hour is."""

    wrong_by: timedelta

    def seconds(self) -> float:
        """Return seconds since some moment, as people in the room would count them."""
        ...

    def later(self, seconds: float, action: Callable[[], None]) -> Cancels:
        """Do something so many seconds from now."""
        ...

    def at(self, moment: datetime, action: Callable[[], None]) -> Cancels:
        """Do something when it is that hour."""
        ...

    def now(self) -> datetime:
        """Return the hour, aware."""
        ...


class LoopClock:
    """One device's clock. At pace 0.1 what takes ten seconds takes one; the hour goes as everywhere."""

    def __init__(self, loop: asyncio.AbstractEventLoop, pace: float = 1.0) -> None:
        self._loop = loop
        self.pace = pace
        self.wrong_by = timedelta()

    def seconds(self) -> float:
        """Return the loop's time at the site's pace."""
        return self._loop.time() / self.pace

    def later(self, seconds: float, action: Callable[[], None]) -> Cancels:
        """Do something so many seconds from now, at the site's pace."""
        return self._loop.call_later(seconds * self.pace, action)

    def at(self, moment: datetime, action: Callable[[], None]) -> Cancels:
        """Do something when it is that hour, which goes as everywhere, whatever the pace."""
        return self._loop.call_later(max(0.0, (moment - self.now()).total_seconds()), action)

    def now(self) -> datetime:
        """Return the hour."""
        return datetime.now(UTC) + self.wrong_by
