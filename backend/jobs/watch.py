"""Who has fallen silent: told from whether a sign of life changes, by the watcher's own clock alone.

Machines need not agree about the time, and a database that was away counts against nobody: the watch begins anew.
"""

import time
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Watch(Generic[K]):
    """Remembers since when each one's sign has been the same. Not thread-safe."""

    def __init__(self, seconds: float, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._elapsed = elapsed
        self._since: dict[K, tuple[object, float]] = {}

    def silent(self, signs: Mapping[K, object]) -> list[K]:
        """Return those whose sign has been the same for so many seconds of looking. Call about every second."""
        now, before = self._elapsed(), self._since
        self._since = {
            key: before[key] if key in before and before[key][0] == sign else (sign, now) for key, sign in signs.items()
        }
        return [key for key, (_, since) in self._since.items() if now - since >= self._seconds]

    def begin_anew(self) -> None:
        """Forget what was seen: call when a look has failed."""
        self._since = {}
