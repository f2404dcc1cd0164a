"""What is done in one room about its list of join entries: looked at first, written only when it is ours to write."""

from collections.abc import Sequence
from typing import NamedTuple

from backend.room_meetings.listing import Ours, with_calls
from backend.room_meetings.standing import FOREIGN, IN_USE, NONE, NOT_KEPT, SHOWN
from rooms.endpoint import Booking, Capability, Endpoint
from rooms.errors import NotSupported
from rooms.xapi import bookings


class Seen(NamedTuple):
    """How the list stood when we left. `foreign` are entries of another writer."""

    state: str
    foreign: int = 0


def visit(endpoint: Endpoint, wanted: Sequence[Booking], mark: Ours, *, overwrite: bool) -> Seen:
    """Let the room's list be as wanted, unless another writes it too and nobody lets us write over that.

    Raises RoomError; NotSupported, before anything is asked, for a room that takes no list.
    """
    if Capability.BOOKINGS not in endpoint.capabilities():
        raise NotSupported("the room takes no bookings")
    there = endpoint.bookings()
    foreign = sum(not mark.has(booking) for booking in there)
    if foreign and not overwrite:
        # Ours were never written, or were lost with the other's writing: the whole list is one writer's.
        return Seen(FOREIGN, foreign)
    listed = with_calls(wanted, there, endpoint.state(), mark)
    if bookings.digest(there) != bookings.digest(listed):
        endpoint.put_bookings(listed)
        if bookings.digest(endpoint.bookings()) != bookings.digest(listed):
            return Seen(NOT_KEPT)
    if len(listed) > len(wanted):
        return Seen(IN_USE)
    return Seen(SHOWN if wanted else NONE)


def digest(wanted: Sequence[Booking]) -> str:
    """Return what stands for a list in any order, "" for an empty one."""
    return bookings.digest(wanted) if wanted else ""
