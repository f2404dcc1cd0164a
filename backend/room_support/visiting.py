"""Visits rooms that nobody holds, so that the room support sees how they are."""

import threading
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

import structlog

from backend.clock import Clock
from backend.room_support.states import States
from rooms.accounts import Duty
from rooms.fleet import Fleet
from rooms.inventory import Room
from rooms.monitor import look

log = structlog.get_logger(__name__)
EACH = timedelta(minutes=5)
# A room whose door has a sign: who walks in relies on it.
OFTEN = timedelta(minutes=1)


class Visits:
    """The visits. A room that somebody holds has been noted a moment ago, and is not due."""

    def __init__(
        self,
        fleet: Fleet,
        clock: Clock,
        rooms: Callable[[], Sequence[Room]],
        states: States,
        often: Callable[[], Collection[str]],
    ) -> None:
        self._fleet = fleet
        self._clock = clock
        self._rooms = rooms
        self._states = states
        self._often = often
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Begin a round, in a thread of its own, unless one is under way: a dead room holds up no clock."""
        with self._lock:
            if self._ending.is_set() or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._try_round, name="room visits", daemon=True)
            self._thread.start()

    def round(self) -> int:
        """Visit the rooms that are due; how many. A room that turns us away is not tried again: see `Fleet`."""
        known, often, now = self._states.all(), self._often(), self._clock.now()

        def is_due(room: Room) -> bool:
            state = known.get(room.room_id)
            if state is None or state.asked_at is not None:
                return True
            return now - state.tried_at >= (OFTEN if room.room_id in often else EACH)

        due = [room for room in self._rooms() if room.address is not None and is_due(room)]
        visits = self._fleet.each(due, Duty.CONTROL, lambda _, endpoint: look(endpoint))
        try:
            for result in visits:
                self._states.note(result.room.room_id, result.value, result.outcome)
                if self._ending.is_set():
                    break
        finally:
            visits.close()
        return len(due)

    def stop(self) -> None:
        """End: visits that were begun are finished and their sessions closed, no more are begun."""
        self._ending.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _try_round(self) -> None:
        try:
            self.round()
        except Exception as fault:  # noqa: BLE001 - the next round is soon; a fault of one must not end them all
            log.warning("rooms.visits-failed", error=type(fault).__name__)
