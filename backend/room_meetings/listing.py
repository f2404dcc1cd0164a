"""A room's list of join entries as we want it: times, a number, and nothing of what the meeting is."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from backend.room_meetings.calendar import Entry
from rooms.endpoint import Booking, State

TITLE = "Skyddat vårdmöte"
_LONGEST = 30 * 24 * 60
_MINUTE = timedelta(minutes=1)


class Ours(NamedTuple):
    """How entries of this installation are known from those of every other writer, also another one of us."""

    prefix: str

    def of(self, meeting_id: str) -> str:
        """Return the id of a meeting's entry."""
        return f"{self.prefix}{meeting_id}"

    def has(self, booking: Booking) -> bool:
        """Tell whether the entry is ours."""
        return booking.booking_id.startswith(self.prefix)


def ours(origin: str) -> Ours:
    """Return how the installation at this address marks its entries."""
    return Ours(f"svm-{hashlib.sha256(origin.encode()).hexdigest()[:6]}-")


def wanted(entries: Iterable[Entry], mark: Ours, minutes_before: int) -> tuple[Booking, ...]:
    """Return the entries of one room that it can dial, each to be joined from so many minutes before its start."""
    return tuple(_booking(entry, entry.number, mark, minutes_before) for entry in entries if entry.number is not None)


def with_calls(listed: Sequence[Booking], there: Sequence[Booking], state: State, mark: Ours) -> tuple[Booking, ...]:
    """Return the list, and with it what a call goes on by: the entry of a call is never taken from under it."""
    ids = {call.booking_id for call in state.calls if call.booking_id}
    numbers = {call.number for call in state.calls if call.number}
    has = {booking.booking_id for booking in listed}
    in_use = (
        booking
        for booking in there
        if mark.has(booking)
        and booking.booking_id not in has
        and (booking.booking_id in ids or booking.number in numbers)
    )
    return (*listed, *in_use)


def _booking(entry: Entry, number: str, mark: Ours, minutes_before: int) -> Booking:
    start = entry.start.replace(microsecond=0)
    # Rounded up, so that the last minute of the meeting is in it.
    minutes = -((start - entry.end) // _MINUTE)
    return Booking(
        booking_id=mark.of(entry.meeting),
        title=TITLE,
        number=number,
        start=start,
        minutes=min(max(minutes, 1), _LONGEST),
        protocol=entry.protocol or "SIP",
        early_seconds=minutes_before * 60,
    )
