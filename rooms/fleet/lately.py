"""Which rooms are stopped, read seldom: many visits ask in one second, and each question goes to where it is kept."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

# What another process stops or releases is known here after so many seconds at the most.
SECONDS = 1.0


class _Read(NamedTuple):
    since: float
    stopped: Mapping[str, str]


class Lately:
    """What was read a moment ago; what this process stops counts at once, when it says so. Thread-safe."""

    def __init__(self, read: Callable[[], Mapping[str, str]], clock: Callable[[], float] = time.monotonic) -> None:
        self._read, self._clock = read, clock
        self._lock = threading.Lock()
        self._kept: _Read | None = None
        self._changes = 0

    def now(self) -> Mapping[str, str]:
        """Read anew."""
        with self._lock:
            changes = self._changes
        found = _Read(self._clock(), self._read())
        with self._lock:
            # Read before somebody stopped a room, and kept after it, it would let that one be tried again.
            if changes == self._changes:
                self._kept = found
        return found.stopped

    def lately(self) -> Mapping[str, str]:
        """Return what was read within a second, read anew when nothing was."""
        with self._lock:
            kept = self._kept
        if kept is None or self._clock() - kept.since >= SECONDS:
            return self.now()
        return kept.stopped

    def changed(self) -> None:
        """Forget what was read: a room was stopped just now."""
        with self._lock:
            self._changes += 1
            self._kept = None
