"""The port to a room's calendar: what is on in a room and when. Knows no subject and nobody's name."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, Protocol

from backend.room_meetings import rows
from backend.room_meetings.rows import Elsewhere, Row, nothing_else
from backend.storage import Database
from backend.video.service import RoomEntry, ServiceError

_AHEAD = timedelta(days=7)
_NUMBERS = 4096


@dataclass(frozen=True)
class Entry:
    """One meeting that has a room. `number` is where the room dials it, None where it can't or not yet."""

    room: str
    meeting: str
    start: datetime
    end: datetime
    unit: str
    type: str
    service: str
    number: str | None = field(default=None, repr=False)
    protocol: Literal["SIP", "H323"] | None = None


class RoomCalendar(Protocol):
    """What is on in rooms. Whatever bookings come from gives this."""

    def entries(self, room_ids: Collection[str] | None, start: datetime, end: datetime) -> Sequence[Entry]:
        """Return what is on in the rooms (None: in all) at any time of the period, by room and start."""
        ...

    def now_or_next(self, room_id: str, at: datetime) -> Entry | None:
        """Return what is on in the room at that moment, else what begins next within a week, else None."""
        ...


class MeetingCalendar:
    """The `RoomCalendar` of our own meetings.

    A meeting that has lost its room to what had the time before it has no entry, nor has one that is ended or removed.
    """

    def __init__(
        self,
        database: Database,
        room_entry: Callable[[str, str], RoomEntry | None],
        elsewhere: Elsewhere = nothing_else,
    ) -> None:
        """Take what tells where rooms dial a conference, by service and reference (`Conferences.room_entry`)."""
        self._database = database
        self._elsewhere = elsewhere
        # The same for as long as the conference stands.
        self._room_entry = lru_cache(_NUMBERS)(room_entry)

    def entries(self, room_ids: Collection[str] | None, start: datetime, end: datetime) -> Sequence[Entry]:
        """See `RoomCalendar.entries`."""
        with self._database.read() as session:
            held = rows.find(session, start, end, room_ids, self._elsewhere).held
        return [self._entry(row) for row in held]

    def now_or_next(self, room_id: str, at: datetime) -> Entry | None:
        """See `RoomCalendar.now_or_next`."""
        with self._database.read() as session:
            held = rows.find(session, at, at + _AHEAD, [room_id], self._elsewhere).held
        return self._entry(held[0]) if held else None

    def _entry(self, row: Row) -> Entry:
        dialled = self._dialled(row)
        return Entry(
            room=row.claim.room,
            meeting=row.claim.meeting,
            start=row.claim.start,
            end=row.claim.end,
            unit=row.unit,
            type=row.type,
            service=row.service,
            number=dialled.number if dialled else None,
            protocol=dialled.protocol if dialled else None,
        )

    def _dialled(self, row: Row) -> RoomEntry | None:
        try:
            return self._room_entry(row.service, row.reference) if row.reference else None
        except ServiceError:
            return None
