"""One question at a time to one device, never more in a second than it takes, and few that wait."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from rooms.endpoint import Address
from rooms.errors import RateLimited

# A device takes 15 questions a second with a session's cookie. With these it sees 14 at most.
PER_SECOND = 10.0
BURST = 4
MOST_WAITING = 8


_lanes: "WeakValueDictionary[tuple[str, int], Lane]" = WeakValueDictionary()
_finding = threading.Lock()


def lane_to(address: Address) -> "Lane":
    """Return the one lane to a device: all our sessions with it share its pace."""
    with _finding:
        return _lanes.setdefault((address.host, address.port), Lane())


class Lane:
    """The way to one device. Safe to use from several threads; whoever comes when it is full hears RateLimited."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0
        self._due = float("-inf")

    @contextmanager
    def turn(self, *, always: bool = False) -> Iterator[None]:
        """Wait for the turn and hold it. With `always`, however many wait. Raises RateLimited."""
        with self._counting:
            if self._waiting >= MOST_WAITING and not always:
                raise RateLimited("too many questions wait for this room already")
            self._waiting += 1
        try:
            with self._turn:
                yield
        finally:
            with self._counting:
                self._waiting -= 1

    @property
    def waiting(self) -> int:
        """How many have or wait for their turn."""
        return self._waiting

    def pace(self) -> None:
        """Wait, in one's turn, until the device takes another question."""
        now = self._clock()
        slot = max(self._due, now - (BURST - 1) / PER_SECOND)
        self._due = slot + 1 / PER_SECOND
        if slot > now:
            self._sleep(slot - now)

    def rest(self, seconds: float) -> None:
        """Leave the device alone for so long, in one's turn."""
        self._sleep(seconds)
