"""Who may begin now: a lane for rooms that answer, and one beside it for those that have not yet; neither waits."""

import threading
import time
from collections import deque
from collections.abc import Callable

from rooms.inventory import Room

# A room that has not let us in after so many seconds steps aside: its place is another's.
GRACE_SECONDS = 0.25
# How many may stand aside, for each place in the lane: each is a thread that waits.
_ASIDE = 16


class Lanes:
    """At most `at_once` visits, and 16 times as many that still knock. One visit to a room at a time. Thread-safe."""

    def __init__(self, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once = at_once
        self._clock = clock
        self._changed = threading.Condition()
        # When each knocking one steps aside; None for one that was let in.
        self._inside: dict[str, float | None] = {}

    def enter(
        self, waiting: deque[Room], given_up: threading.Event, claim: Callable[[Room], bool] = lambda _: True
    ) -> Room | None:
        """Wait until one of the waiting may begin; take it out and return it. None: none is left, or it is given up.

        `claim` tells whether a room may begin as far as others are concerned; it is asked again whenever one is let in
        or leaves, and when one steps aside.
        """
        with self._changed:
            while waiting and not given_up.is_set():
                now = self._clock()
                aside = [since for since in self._inside.values() if since is not None and since <= now]
                if len(self._inside) - len(aside) < self._at_once and len(aside) < _ASIDE * self._at_once:
                    for room in waiting:
                        if room.room_id not in self._inside and claim(room):
                            waiting.remove(room)
                            self._inside[room.room_id] = now + GRACE_SECONDS
                            return room
                self._changed.wait(self._next(now))
        return None

    def let_in(self, room: Room) -> None:
        """Note that the room answers."""
        with self._changed:
            self._inside[room.room_id] = None
            self._changed.notify_all()

    def leave(self, room: Room) -> None:
        """Note that the visit is over."""
        with self._changed:
            del self._inside[room.room_id]
            self._changed.notify_all()

    def wake(self) -> None:
        """Let those who wait look again whether they have given up."""
        with self._changed:
            self._changed.notify_all()

    def _next(self, now: float) -> float | None:
        """Return the seconds until one steps aside, None when all that can change is told."""
        return min((since - now for since in self._inside.values() if since is not None and since > now), default=None)
