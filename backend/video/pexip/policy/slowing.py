"""Who is slowed: wrong sign-ins, and unknown aliases. Whoever asks rightly never is, whatever others do beside them.

Hospitals share one address, and Pexip's nodes ask for everybody. So nothing that is right is counted at all, and what
is slowed is only the very answer to something wrong: a known alias from the same address is answered at once.
"""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.clock import Clock

_KEPT = 10_000


@dataclass(frozen=True)
class Rate:
    """At most `times` in any stretch of `per`, then about one each `per / times`."""

    times: int
    per: timedelta


WRONG_SIGN_IN = Rate(20, timedelta(minutes=1))
UNKNOWN_ALIAS = Rate(30, timedelta(minutes=1))
_PAUSE_SECONDS = 0.5
# Threads that may pause side by side: the others are for those who ask rightly.
_MOST_PAUSING = 2


class Limits:
    """Counts in this process's memory, by a digest of the address. `pause` waits for so many seconds."""

    def __init__(self, clock: Clock, pause: Callable[[float], object] | None = None) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._full_again: dict[bytes, datetime] = {}
        self._pausing = threading.BoundedSemaphore(_MOST_PAUSING)
        self._pause = pause or threading.Event().wait

    def wrong_sign_in(self, address: str) -> bool:
        """Count a wrong sign-in; whether there have been too many from this address."""
        return self._is_over(f"sign-in {address}", WRONG_SIGN_IN)

    def unknown_alias(self, address: str) -> bool:
        """Count an unknown alias; whether there have been too many from this address. Then its answer waits a little.

        When many are to wait they don't: waiting takes a thread.
        """
        if not self._is_over(f"alias {address}", UNKNOWN_ALIAS):
            return False
        if self._pausing.acquire(blocking=False):
            try:
                self._pause(_PAUSE_SECONDS)
            finally:
                self._pausing.release()
        return True

    def _is_over(self, who: str, rate: Rate) -> bool:
        # Generic cell rate algorithm: one moment per address says how much of the allowance is used up.
        key = hashlib.sha256(who.encode("utf-8", "surrogatepass")).digest()
        now, each = self._clock.now(), rate.per / rate.times
        with self._lock:
            used = self._full_again.get(key, now)
            # Later than a full allowance reaches: the clock was set back, and nobody is to wait for the old time.
            moment = (used if now < used <= now + rate.per else now) + each
            if moment - now > rate.per:
                return True
            self._full_again[key] = moment
            if len(self._full_again) > _KEPT:
                self._full_again = {key: moment for key, moment in self._full_again.items() if moment > now}
                if len(self._full_again) > _KEPT:
                    self._full_again = {key: moment}
            return False
