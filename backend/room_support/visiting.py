"""Visits rooms that nobody holds, so that the room support sees how they are."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from backend.clock import Clock
from backend.fleet.rounds import Rounds
from backend.room_support.states import States
from rooms.accounts import Duty
from rooms.fleet import Fleet
from rooms.inventory import Room
from rooms.monitor import look

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
        self._rounds = Rounds("room visits", self.round, "rooms.visits-failed")

    def begin(self) -> None:
        """Begin a round, in a thread of its own, unless one is under way: a dead room holds up no clock."""
        self._rounds.begin()

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
                if self._rounds.is_ending:
                    break
        finally:
            visits.close()
        return len(due)

    def stop(self) -> None:
        """End: visits that were begun are finished and their sessions closed, no more are begun."""
        self._rounds.stop()
