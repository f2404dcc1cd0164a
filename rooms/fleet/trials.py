"""An account that no room has taken yet is tried in few rooms at a time, and in no more when those refuse it.

One wrong password, told for all rooms, would else be tried in every one of them: each would have to be let go by hand,
and an account that the rooms ask a directory about would be locked everywhere.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping

from rooms.endpoint import Account
from rooms.fleet.lanes import GRACE_SECONDS

MOST_TRIED = 3


class Trials:
    """What the rooms said to each account. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._taken: set[Account] = set()
        self._refused: dict[Account, set[str]] = defaultdict(set)
        # When each room where it is tried now counts no more: one that does not answer holds up nobody.
        self._tried: dict[Account, dict[str, float]] = defaultdict(dict)

    def claim(self, account: Account, room_id: str, seconds: float = GRACE_SECONDS) -> bool:
        """Tell whether the account may be tried in the room now; that counts for so long, or until it is told of."""
        with self._lock:
            if account in self._taken:
                return True
            now, tried = self._clock(), self._tried[account]
            waits = sum(until > now for until in tried.values()) + len(self._refused[account])
            if len(self._refused[account]) < MOST_TRIED <= waits:
                return False
            tried[room_id] = now + seconds
            return True

    def is_refused(self, account: Account) -> bool:
        """Tell whether the account is not to be tried: three rooms refused it, and none has taken it."""
        with self._lock:
            return len(self._refused[account]) >= MOST_TRIED

    def let_go(self, stopped: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        """Forget what rooms said that a person has let be tried again since; return those that are stopped.

        Nobody can refuse while `stopped` is read: a room that is not in it yet would be forgotten.
        """
        with self._lock:
            found = stopped()
            for refused in self._refused.values():
                refused.intersection_update(found)
            return found

    def taken(self, account: Account) -> None:
        """Note that a room took the account."""
        with self._lock:
            self._taken.add(account)
            self._refused.pop(account, None)
            self._tried.pop(account, None)

    def refused(self, account: Account, room_id: str) -> None:
        """Note that the room refused the account."""
        with self._lock:
            self._refused[account].add(room_id)
            self._tried[account].pop(room_id, None)

    def ended(self, account: Account, room_id: str) -> None:
        """Note that the room did not come to say anything of the account."""
        with self._lock:
            self._tried[account].pop(room_id, None)
