"""What a room's sign is told: one word and one time. No subject, no unit, nobody's name."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.clock import Clock
from backend.door_sign.standing import Period, in_call, standing
from backend.room_support.states import States

# Booked times of a room that touch a period. Whatever rooms are booked for gives this.
Booked = Callable[[str, datetime, datetime], Iterable[tuple[datetime, datetime]]]
_AHEAD = timedelta(hours=24)


class Feed:
    """What the signs say."""

    def __init__(self, clock: Clock, states: States, booked: Sequence[Booked], client: Callable[[], str]) -> None:
        self._clock = clock
        self._states = states
        self._booked = tuple(booked)
        self._client = client

    def of(self, room_id: str) -> dict[str, Any]:
        """Return what the room's sign says now. Times a day ahead count."""
        now = self._clock.now()
        periods = [Period(*one) for source in self._booked for one in source(room_id, now, now + _AHEAD)]
        says, until = standing(now, periods, calling=in_call(self._states.of(room_id), now))
        return {
            "state": says.value,
            "as_of": now.isoformat(),
            "until": until.isoformat() if until else None,
            "client": self._client(),
        }
