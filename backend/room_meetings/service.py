"""The rooms of a meeting: chosen by whoever may change it, seen by whoever may see it. A series has them throughout."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend import versions
from backend.audit import AccessLog
from backend.clock import Clock
from backend.errors import Conflict, FieldFault, Invalid
from backend.fleet.models import FleetRoom
from backend.identity import Actor
from backend.meetings import access
from backend.meetings.models import Lifecycle, Meeting
from backend.meetings.recording import Recorder
from backend.meetings.refusals import Refusals
from backend.room_meetings import rows
from backend.room_meetings.booking import Booked, booked
from backend.room_meetings.models import MeetingRoom
from backend.room_meetings.overlaps import Claim
from backend.room_meetings.rows import Elsewhere
from backend.storage import Database

Json = dict[str, Any]
_MOST_TOLD = 20


class _Taken(NamedTuple):
    room: str
    start: datetime
    end: datetime


class RoomMeetings:
    """Which rooms a meeting has. A room is had by one meeting, or by one of what is `elsewhere`, at a time."""

    def __init__(self, database: Database, clock: Clock, access_log: AccessLog, elsewhere: Elsewhere) -> None:
        self._database = database
        self._clock = clock
        self._elsewhere = elsewhere
        self._recorder = Recorder(access_log)
        self._refusals = Refusals(database, clock, access_log)

    def chosen(self, actor: Actor, meeting_id: str) -> Json:
        """Return the meeting's rooms, and when others have them. Raises NotFound, Forbidden."""
        with self._refusals.noted(actor, meeting_id, "meeting.rooms"), self._database.read() as session:
            meeting = access.require_seeing(actor, session.get(Meeting, meeting_id))
            return self._body(session, booked(session, meeting))

    def choices(self, actor: Actor, meeting_id: str) -> Json:
        """Return every room, and whether it is free for all that is left of the meeting or its series.

        Raises NotFound, Forbidden.
        """
        with self._refusals.noted(actor, meeting_id, "meeting.rooms"), self._database.read() as session:
            booking = booked(session, access.require_changing(actor, session.get(Meeting, meeting_id)))
            taken = {one.room for one in self._in_the_way(session, booking)}
            chosen = set(_ids(session, booking))
            return {
                "choices": [
                    {
                        **_shown(room),
                        "kind": room.kind,
                        "capacity": room.capacity,
                        "chosen": room.id in chosen,
                        "free": room.id not in taken,
                    }
                    for room in session.scalars(select(FleetRoom).order_by(FleetRoom.name, FleetRoom.id))
                ]
            }

    def choose(self, actor: Actor, meeting_id: str, wanted: Sequence[str], if_match: str | None = None) -> Json:
        """Let the meeting have these rooms and no others; of a series each meeting has them. Returns as `chosen`.

        Raises NotFound, Forbidden, Outdated (with `if_match`, when its rooms are others than were read), Invalid
        (unknown-room), Conflict (meeting-removed; room-taken with `conflicts`, when a room that is new to it has
        another meeting or a conference at a time that is still to come).
        """
        # Alone in the house: neither another choice nor a meeting on the move can come in between.
        with self._refusals.noted(actor, meeting_id, "meeting.rooms"), self._database.write() as session:
            meeting = access.require_changing(actor, session.get(Meeting, meeting_id))
            if meeting.lifecycle == Lifecycle.REMOVED:
                raise Conflict("meeting-removed")
            booking, now = booked(session, meeting), self._clock.now()
            before = _ids(session, booking)
            if not versions.names(if_match, versions.of_rows(before)):
                raise versions.outdated(versions.of_rows(before), ["rooms"], None, now)
            _require_known(session, wanted)
            added, gone = set(wanted) - set(before), set(before) - set(wanted)
            self._require_free(session, booking, added)
            session.execute(
                delete(MeetingRoom).where(MeetingRoom.booking == booking.key, MeetingRoom.room_id.in_(gone))
            )
            session.add_all(MeetingRoom(booking=booking.key, room_id=room, since=now) for room in sorted(added))
            session.flush()
            if added or gone:
                self._recorder.staff_each(
                    session,
                    "meeting.rooms-changed",
                    actor,
                    booking.left(now) or [meeting],
                    added=len(added),
                    removed=len(gone),
                    version=versions.of_rows(wanted),
                )
            return self._body(session, booking)

    def version(self, body: Json) -> str:
        """Return the version of what `chosen` returned."""
        return versions.of_rows(room["id"] for room in body["rooms"])

    def _require_free(self, session: Session, booking: Booked, rooms: set[str]) -> None:
        if in_the_way := self._in_the_way(session, booking, rooms):
            raise Conflict("room-taken", conflicts=_told(in_the_way, booking.zone))

    def _in_the_way(self, session: Session, booking: Booked, rooms: Iterable[str] | None = None) -> Sequence[_Taken]:
        """Return what others have at the times of the booking that are still to come."""
        left = booking.left(self._clock.now())
        wanted = None if rooms is None else list(rooms)
        if not left or wanted == []:
            return ()
        first, last = min(each.start for each in left), max(each.end for each in left)
        claims = [row.claim for row in rows.find(session, first, last, wanted).held]
        others = [_taken(claim) for claim in claims if claim.booking != booking.key]
        others += [
            _Taken(*each) for each in self._elsewhere(session, first, last) if wanted is None or each[0] in wanted
        ]
        return [one for one in others if any(_meet(one, each) for each in left)]

    def _body(self, session: Session, booking: Booked) -> Json:
        ids = _ids(session, booking)
        left = booking.left(self._clock.now()) or [booking.meeting]
        first, last = min(each.start for each in left), max(each.end for each in left)
        found = rows.find(session, first, last, ids, self._elsewhere)
        lost = {pair for pair in found.without if pair[1] in {each.id for each in left}}
        named = {room.id: room for room in session.scalars(select(FleetRoom).where(FleetRoom.id.in_(ids)))}
        without = [_taken(row.claim) for row in found.rows if (row.claim.room, row.claim.meeting) in lost]
        return {
            "rooms": [
                {**_shown(named[room]), "state": "taken" if (room, booking.meeting.id) in lost else "booked"}
                for room in sorted(ids, key=lambda room: (named[room].name, room))
            ],
            "conflicts": _told(without, booking.zone),
            "of_series": booking.of_series,
        }


def _ids(session: Session, booking: Booked) -> Sequence[str]:
    return session.scalars(select(MeetingRoom.room_id).where(MeetingRoom.booking == booking.key)).all()


def _require_known(session: Session, wanted: Sequence[str]) -> None:
    known = set(session.scalars(select(FleetRoom.id).where(FleetRoom.id.in_(wanted))))
    faults = [FieldFault(f"/rooms/{number}", "unknown-room") for number, room in enumerate(wanted) if room not in known]
    if faults:
        raise Invalid("unknown-room", faults=tuple(faults))


def _taken(claim: Claim) -> _Taken:
    return _Taken(claim.room, claim.start, claim.end)


def _meet(one: _Taken, meeting: Meeting) -> bool:
    return one.start < meeting.end and meeting.start < one.end


def _shown(room: FleetRoom) -> Json:
    return {"id": room.id, "name": room.name, "site": room.site}


def _told(times: Iterable[_Taken], zone: ZoneInfo) -> list[dict[str, str]]:
    # From when to when, and nothing of what is on there.
    def at(moment: datetime) -> str:
        return moment.astimezone(zone).isoformat()

    return [{"room": one.room, "start": at(one.start), "end": at(one.end)} for one in times][:_MOST_TOLD]
