"""How often the Management Node is asked: it refuses everybody above 1,000 requests in 60 s (pexip 1)."""

import threading
import time
from collections import deque
from collections.abc import Callable
from functools import cache

from backend.video.service import NothingDone

WINDOW_SECONDS = 60.0
# All our processes together. The node counts everybody's requests, the region's own programs too; and what a host
# presses is never made to wait for what is tended in the background.
MOST_IN_BACKGROUND, MOST_PRESSED = 400, 800
# However many processes there are, each can do this much; with more than twenty the node itself may say that it is
# enough, and then is asked again when it says.
_LEAST_IN_BACKGROUND, _LEAST_PRESSED = 20, 40


class Throttle:
    """Counts the requests of this process, one of `processes` alike. `clock` counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, processes: int = 1) -> None:
        self._clock = clock
        self._processes = processes
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def take(self, *, pressed: bool) -> None:
        """Count one request. Raises `NothingDone` with the seconds until there is room for it."""
        together, least = (MOST_PRESSED, _LEAST_PRESSED) if pressed else (MOST_IN_BACKGROUND, _LEAST_IN_BACKGROUND)
        most = max(together // self._processes, min(least, together))
        with self._lock:
            now = self._clock()
            while self._times and self._times[0] <= now - WINDOW_SECONDS:
                self._times.popleft()
            if len(self._times) >= most:
                raise NothingDone(max(1.0, self._times[-most] + WINDOW_SECONDS - now))
            self._times.append(now)


@cache
def shared(node: str, processes: int) -> Throttle:  # noqa: ARG001 - each has its own
    """Return this process's one count for a node, whoever in it asks."""
    return Throttle(processes=processes)
