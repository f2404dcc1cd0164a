"""What a room's people can dial: the room's own meeting, and the care room meetings of the unit it calls."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.identity import Directory
from backend.meetings import doors
from backend.meetings.models import Meeting
from backend.panel.models import CareUnit
from backend.panel.ports import AddressBook
from backend.room_meetings.calendar import Entry, RoomCalendar
from backend.room_meetings.listing import Ours
from backend.storage import Database
from backend.video.conferences import Conferences
from backend.video.models import Conference, ConferenceState
from backend.video.service import ServiceError
from rooms.standing.panel import Name, Offer, digest
from rooms.standing.rule import Way

AHEAD = timedelta(minutes=15)
CARE_ROOM = "care_room"
_ZONE = ZoneInfo("Europe/Stockholm")
# Where none is set any more, or the unit is known no more.
_NO_NAME: Name = ("enheten", "the unit")


class Offers:
    """Reads what rooms can dial now."""

    def __init__(  # noqa: PLR0913 - wired once, in room_side.py
        self,
        database: Database,
        clock: Clock,
        directory: Directory,
        calendar: RoomCalendar,
        conferences: Conferences,
        entries: Ours,
        book: AddressBook | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory
        self._calendar = calendar
        self._conferences = conferences
        self._entries = entries
        self._book = book

    def shown(self, room_ids: Collection[str]) -> Mapping[str, Offer]:
        """Return what each room's panel offers now."""
        own = {entry.room: entry for entry in reversed(self._near(room_ids))}
        with self._database.read() as session:
            units = {row.room_id: row for row in session.scalars(select(CareUnit)) if row.room_id in room_ids}
        ways = self._of_units(list(units.values()))
        return {
            room_id: Offer(
                join=_time(own[room_id].start) if room_id in own else "",
                unit=self._name(units[room_id].unit) if room_id in units else None,
                join_is=digest(self._entries.of(own[room_id].meeting)) if room_id in own else "",
                unit_is=digest(ways[room_id][0].tag) if len(ways.get(room_id, ())) == 1 else "",
            )
            for room_id in room_ids
        }

    def own(self, room_id: str) -> Way | None:
        """Return the way of the meeting that the room has now, else of one that begins within 15 minutes."""
        return next((self._way(entry) for entry in self._near([room_id])), None)

    def on(self, room_id: str) -> str:
        """Return the tag of the meeting that the room has now, whether rooms can dial it or not; "" for none."""
        now = self._clock.now()
        found = self._calendar.entries([room_id], now, now + AHEAD)
        return next((self._entries.of(entry.meeting) for entry in found if entry.start <= now < entry.end), "")

    def of_unit(self, room_id: str) -> tuple[Way, ...]:
        """Return the ways of the meetings that the room's unit has open, by their start.

        Care room meetings that are on or begin within 15 minutes and have no other room; without one, the entry of the
        address book that is set for the room.
        """
        with self._database.read() as session:
            care_unit = session.get(CareUnit, room_id)
        return self._of_units([care_unit])[room_id] if care_unit else ()

    def unit_name(self, room_id: str) -> Name:
        """Return what the room's unit is called."""
        with self._database.read() as session:
            care_unit = session.get(CareUnit, room_id)
        return (self._name(care_unit.unit) if care_unit else None) or _NO_NAME

    def meeting_of(self, way: Way) -> str:
        """Return the id of the meeting that is dialled there."""
        return way.tag.removeprefix(self._entries.prefix)

    def of_meeting(self, session: Session, meeting: Meeting) -> Way | None:
        """Return the way of a meeting, None when no room can dial it, not yet, or it is over."""
        conference = session.get(Conference, meeting.conference_id)
        if conference is None or doors.is_over(meeting, conference):
            return None
        return self._dialled(meeting, conference)

    def _of_units(self, care_units: Sequence[CareUnit]) -> Mapping[str, tuple[Way, ...]]:
        """Return what `of_unit` does for each of these rooms."""
        if not care_units:
            return {}
        now = self._clock.now()
        with self._database.read() as session:
            found = self._open(session, {one.unit for one in care_units}, now)
        rooms: dict[str, set[str]] = {}
        for entry in self._calendar.entries(None, now, now + AHEAD) if found else ():
            rooms.setdefault(entry.meeting, set()).add(entry.room)
        ways: dict[str, tuple[Way, ...]] = {}
        for one in care_units:
            mine = [(meeting, way) for meeting, way in found if meeting.unit == one.unit]
            free = tuple(way for meeting, way in mine if rooms.get(meeting.id, set()) <= {one.room_id})
            in_book = self._book.way(one.entry) if self._book and one.entry and not free else None
            ways[one.room_id] = (in_book,) if in_book else free
        return ways

    def _near(self, room_ids: Collection[str]) -> list[Entry]:
        now = self._clock.now()
        found = self._calendar.entries(room_ids, now, now + AHEAD)
        # One that is on goes before one that is to come: no press takes people out of the meeting they have.
        return sorted((entry for entry in found if entry.number), key=lambda entry: entry.start)

    def _open(self, session: Session, units: Collection[str], now: datetime) -> list[tuple[Meeting, Way]]:
        rows = session.execute(
            select(Meeting, Conference)
            .join(Conference, Conference.id == Meeting.conference_id)
            .where(Meeting.unit.in_(units), Meeting.type == CARE_ROOM, doors.stands())
            .where(Meeting.start <= now + AHEAD, Meeting.end > now)
            .order_by(Meeting.start, Meeting.id)
        )
        ways = [(meeting, self._dialled(meeting, conference)) for meeting, conference in rows]
        return [(meeting, way) for meeting, way in ways if way is not None]

    def _dialled(self, meeting: Meeting, conference: Conference) -> Way | None:
        if conference.state != ConferenceState.READY or not conference.reference:
            return None
        try:
            entry = self._conferences.room_entry(conference.service, conference.reference)
        except ServiceError:
            return None
        return Way(self._entries.of(meeting.id), entry.number, entry.protocol, _time(meeting.start)) if entry else None

    def _way(self, entry: Entry) -> Way:
        tag = self._entries.of(entry.meeting)
        return Way(tag, entry.number or "", entry.protocol or "SIP", _time(entry.start))

    def _name(self, unit: str) -> Name | None:
        known = self._directory.unit(unit)
        return (known.name.sv, known.name.en) if known else None


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(_ZONE):%H.%M}"
