"""What a sign says, as a pure function: whether the room is used now, and until when that holds."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from backend.room_support.models import RoomState
from rooms.fleet import Outcome

# What a room said of its calls counts for so long: rooms with a sign are visited each minute.
KNOWN_FOR = timedelta(seconds=150)


class Says(StrEnum):
    """What the sign says. Doubt is never told as free: somebody may walk in on a patient."""

    BUSY = "busy"
    """A meeting is on; or one is booked now and it is not known whether it has begun."""
    BOOKED = "booked"
    """A meeting is booked now, and nobody is in a call yet."""
    FREE = "free"
    """Nobody is in a call and nothing is booked."""
    UNBOOKED = "unbooked"
    """Nothing is booked; whether somebody is in a call is not known."""


class Period(NamedTuple):
    """A time the room is booked."""

    start: datetime
    end: datetime


class Standing(NamedTuple):
    """What the sign says, and when that ends: None when it is not known, or lies beyond what was asked about."""

    says: Says
    until: datetime | None


def in_call(state: RoomState | None, now: datetime) -> bool | None:
    """Tell whether somebody is in a call in the room, None when that is not known well enough."""
    if state is None or state.outcome != Outcome.OK or now - state.tried_at > KNOWN_FOR:
        return None
    return state.in_call


def standing(now: datetime, booked: Iterable[Period], *, calling: bool | None) -> Standing:
    """Return what the sign says now; `calling` None is not known.

    Bookings that meet or overlap are one: free is when the last of them ends.
    """
    ends, begins = None, None
    for period in sorted(booked):
        if period.end <= now:
            continue
        if period.start <= (ends or now):
            ends = max(ends or period.end, period.end)
        elif begins is None:
            begins = period.start
    if ends is not None:
        return Standing(Says.BOOKED if calling is False else Says.BUSY, ends)
    if calling:
        return Standing(Says.BUSY, None)
    return Standing(Says.UNBOOKED if calling is None else Says.FREE, begins)
