"""How often something may be done by whoever it is: counted in this process's memory, by a digest of who it is."""

import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.clock import Clock

_KEPT = 10_000


@dataclass(frozen=True)
class Rate:
    """`times` at once, then one each `per / times`: at most twice as many in any stretch of `per`."""

    times: int
    per: timedelta


class Rates:
    """Counts. May be used by many threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._full_again: dict[bytes, datetime] = {}

    def is_over(self, who: str, rate: Rate) -> bool:
        """Count one more; tell whether that is one too many, which is not counted."""
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
