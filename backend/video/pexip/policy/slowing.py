"""Who is slowed: unknown aliases. Whoever asks rightly never is, whatever others do beside them.

Hospitals share one address, and Pexip's nodes ask for everybody. So nothing that is right is counted at all, and what
is slowed is only the very answer to something wrong: a known alias from the same address is answered at once. Wrong
sign-ins are slowed before that (`sign_in`).
"""

import threading
from collections.abc import Callable
from datetime import timedelta

from backend.clock import Clock
from backend.video.pexip.rates import Rate, Rates

UNKNOWN_ALIAS = Rate(30, timedelta(minutes=1))
_PAUSE_SECONDS = 0.5
# Threads that may pause side by side: the others are for those who ask rightly.
_MOST_PAUSING = 2


class Limits:
    """Keeps who asks for what there is not waiting a little. `pause` waits for so many seconds."""

    def __init__(self, clock: Clock, pause: Callable[[float], object] | None = None) -> None:
        self._rates = Rates(clock)
        self._pausing = threading.BoundedSemaphore(_MOST_PAUSING)
        self._pause = pause or threading.Event().wait

    def unknown_alias(self, address: str) -> bool:
        """Count an unknown alias; whether there have been too many from this address. Then its answer waits a little.

        When many are to wait they don't: waiting takes a thread.
        """
        if not self._rates.is_over(address, UNKNOWN_ALIAS):
            return False
        if self._pausing.acquire(blocking=False):
            try:
                self._pause(_PAUSE_SECONDS)
            finally:
                self._pausing.release()
        return True
