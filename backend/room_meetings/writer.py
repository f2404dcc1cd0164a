"""Writes the join entries of the rooms' meetings on their panels: only where that is switched on, and only ours.

Whatever is wanted is compared with what was written; a room is signed in to when they differ, and now and then to see
that nobody has written over it. A dead room is in nobody's way and is tried again as the fleet says.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

import structlog
from sqlalchemy import select

from backend.clock import Clock
from backend.fleet.rounds import Rounds
from backend.room_meetings.calendar import RoomCalendar
from backend.room_meetings.listing import Ours, wanted
from backend.room_meetings.models import RoomBookings
from backend.room_meetings.standing import FOREIGN, NONE, is_due, words
from backend.room_meetings.visit import Seen, digest, visit
from backend.storage import Database
from rooms.accounts import Duty
from rooms.endpoint import Booking
from rooms.fleet import Fleet, Outcome, Result
from rooms.fleet.outcomes import SKIPPED
from rooms.inventory import Room, Told
from rooms.monitor import Level

log = structlog.get_logger(__name__)
EACH_SECONDS = 10.0
# As far as a room knows its meetings when it has lost us.
AHEAD = timedelta(hours=24)
_SOURCE, _KIND = "bookings", "another-writer"


class Alarms(Protocol):
    """Where the room support hears what is wrong in a room."""

    def alarm(self, room_id: str, source: str, kind: str, level: Level, said: Told) -> None:
        """Say that something is wrong."""
        ...

    def over(self, room_id: str, source: str, kind: str) -> None:
        """Take it back."""
        ...


class Way(NamedTuple):
    """What the writer works with: the way to the rooms, which there are, what is on in them, and who is told."""

    fleet: Fleet
    rooms: Callable[[], Sequence[Room]]
    calendar: RoomCalendar
    alarms: Alarms


class Writer:
    """The only writer of the rooms' lists, as far as it goes. With `minutes_before` None it only takes ours away."""

    def __init__(self, database: Database, clock: Clock, way: Way, mark: Ours, minutes_before: int | None) -> None:
        self._database = database
        self._clock = clock
        self._way = way
        self._mark = mark
        self._minutes_before = minutes_before
        self._rounds = Rounds("room bookings", self.round, "rooms.bookings-failed")

    def begin(self) -> None:
        """Begin a round in a thread of its own, unless one is under way."""
        self._rounds.begin()

    def stop(self) -> None:
        """End: rooms that were begun are finished and their sessions closed."""
        self._rounds.stop()

    def round(self) -> int:
        """Bring the rooms in line whose lists are to be looked at now; how many those were."""
        now = self._clock.now()
        lists, rows = self._lists(now), self._rows()
        due = [room for room in self._rooms(lists, rows) if self._is_due(room.room_id, lists, rows, now)]
        for result in self._visits(due, lists, rows):
            self._note(result, digest(lists.get(result.room.room_id, ())))
            if self._rounds.is_ending:
                break
        return len(due)

    def _visits(
        self, due: Sequence[Room], lists: Mapping[str, Sequence[Booking]], rows: Mapping[str, RoomBookings]
    ) -> Iterator[Result[Seen]]:
        visits = self._way.fleet.each(
            due,
            Duty.ADMIN,
            lambda room, endpoint: visit(
                endpoint,
                lists.get(room.room_id, ()),
                self._mark,
                overwrite=room.room_id in rows and rows[room.room_id].overwrite,
            ),
        )
        with closing(visits):
            yield from visits

    def _lists(self, now: datetime) -> Mapping[str, Sequence[Booking]]:
        if self._minutes_before is None:
            return {}
        of_room = defaultdict(list)
        for entry in self._way.calendar.entries(None, now, now + AHEAD):
            of_room[entry.room].append(entry)
        return {room: wanted(held, self._mark, self._minutes_before) for room, held in of_room.items()}

    def _rooms(self, lists: Mapping[str, Sequence[Booking]], rows: Mapping[str, RoomBookings]) -> Sequence[Room]:
        if not lists and not any(row.written for row in rows.values()):
            return ()
        return [room for room in self._way.rooms() if room.address is not None]

    def _is_due(
        self,
        room_id: str,
        lists: Mapping[str, Sequence[Booking]],
        rows: Mapping[str, RoomBookings],
        now: datetime,
    ) -> bool:
        listed = lists.get(room_id, ())
        buttons = [(booking.start - timedelta(seconds=booking.early_seconds), booking.start) for booking in listed]
        return is_due(rows.get(room_id), digest(listed), buttons, now)

    def _rows(self) -> Mapping[str, RoomBookings]:
        with self._database.read() as session:
            return {row.room_id: row for row in session.scalars(select(RoomBookings))}

    def _note(self, result: Result[Seen], written: str) -> None:
        room_id, now = result.room.room_id, self._clock.now()
        if result.outcome is Outcome.BACKING_OFF:
            return
        state = result.value.state if result.value is not None else result.outcome.value
        with self._database.write(about=f"room-bookings:{room_id}") as session:
            row = session.get(RoomBookings, room_id)
            if row is None:
                row = RoomBookings(room_id=room_id, state=NONE, state_at=now, foreign_entries=0, written="")
                row.overwrite, row.version = False, 1
                session.add(row)
            was, had_foreign = row.state, row.foreign_entries > 0
            if was != state:
                row.state, row.state_at = state, now
            if result.outcome not in SKIPPED:
                row.looked_at = now
            if result.value is not None:
                row.foreign_entries = result.value.foreign
                row.written = written if state != FOREIGN else ""
        if was != state:
            log.info("rooms.bookings", room=room_id, state=state)
        if result.value is not None and (state == FOREIGN) != had_foreign:
            self._tell(room_id, is_foreign=state == FOREIGN)

    def _tell(self, room_id: str, *, is_foreign: bool) -> None:
        if is_foreign:
            said = words(FOREIGN)
            self._way.alarms.alarm(room_id, _SOURCE, _KIND, Level.WARNING, Told(said.sv, said.en))
        else:
            self._way.alarms.over(room_id, _SOURCE, _KIND)
