"""How often the door may be asked. Generous to people, hopeless for a machine that guesses.

Hospitals share addresses, so a known door is counted by door and address together, and only unknown codes by address
alone: guessing from a ward never shuts the ward's own meetings.
"""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.clock import Clock
from backend.errors import SlowDown
from backend.video.bearers import digest

_KEPT = 10_000
# A ward's shared address may bring a whole group to one meeting; more from one place are no people.
MOST_FROM_ONE_PLACE = 20


@dataclass(frozen=True)
class Rate:
    """At most `times` in any stretch of `per`, then about one each `per / times`."""

    times: int
    per: timedelta


KNOWN_DOOR = Rate(120, timedelta(minutes=1))
UNKNOWN_CODE = Rate(30, timedelta(minutes=1))


class Limits:
    """Counts in this process's memory; nothing that names a person or a door is kept, only a digest of both."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._full_again: dict[str, datetime] = {}
        self._newcomers: dict[str, list[str]] = {}

    def known(self, code: str, address: str) -> None:
        """Count one call to a door there is. Raises SlowDown."""
        self._count(digest(f"door {code} {address}"), KNOWN_DOOR)

    def unknown(self, address: str) -> None:
        """Count one call to a door there is not. Raises SlowDown."""
        self._count(digest(f"unknown {address}"), UNKNOWN_CODE)

    def newcomer(self, code: str, address: str, person: str, waiting: Collection[str]) -> None:
        """Count somebody new who comes to wait by the common link, where `waiting` are all who wait there now.

        Raises SlowDown when as many as may come from one address wait already.
        """
        key = digest(f"newcomer {code} {address}")
        with self._lock:
            known = [earlier for earlier in self._newcomers.pop(key, []) if earlier in waiting and earlier != person]
            if len(known) < MOST_FROM_ONE_PLACE:
                self._newcomers[key] = [*known, person]
            else:
                self._newcomers[key] = known
                raise SlowDown("slow-down")
            if len(self._newcomers) > _KEPT:
                del self._newcomers[next(iter(self._newcomers))]

    def _count(self, key: str, rate: Rate) -> None:
        # Generic cell rate algorithm: one moment per key says how much of the allowance is used up.
        now, each = self._clock.now(), rate.per / rate.times
        with self._lock:
            used = self._full_again.get(key, now)
            # Later than a full allowance reaches: the clock was set back, and nobody is to wait for the old time.
            moment = (used if now < used <= now + rate.per else now) + each
            if moment - now > rate.per:
                raise SlowDown("slow-down")
            self._full_again[key] = moment
            if len(self._full_again) > _KEPT:
                self._full_again = {key: moment for key, moment in self._full_again.items() if moment > now}
