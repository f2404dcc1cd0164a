"""Which rooms a conference has: asked while a call waits for its answer, so it is a few questions about its rooms."""

from urllib.parse import urlsplit

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from backend.fleet.models import FleetRoom
from backend.meetings import doors
from backend.meetings.models import Meeting
from backend.meetings.series_models import Series
from backend.room_meetings import rows
from backend.room_meetings.models import MeetingRoom
from backend.room_meetings.rows import Elsewhere, nothing_else
from backend.storage import Database
from backend.video.models import Conference

_of_series = exists().where(Series.id == Meeting.series_id, MeetingRoom.booking == Series.root)
_BOOKED = (
    select(FleetRoom.id, FleetRoom.address, Meeting.id, Meeting.start, Meeting.end)
    .join(MeetingRoom, MeetingRoom.room_id == FleetRoom.id)
    .join(Meeting, or_(and_(Meeting.series_id.is_(None), MeetingRoom.booking == Meeting.id), _of_series))
    # By the start as well, which has an index.
    .join(Conference, and_(Conference.id == Meeting.conference_id, Conference.start == Meeting.start))
    .where(Conference.key == bindparam("key"), doors.stands())
)


def rooms_of(database: Database, key: str, elsewhere: Elsewhere = nothing_else) -> list[tuple[str, str]]:
    """Return the rooms booked for the meeting whose conference has this key: id and the host of the address, or "".

    Not those that an earlier meeting has then, or what has its rooms `elsewhere`: who is there is not who was booked.
    Raises one of `storage.AWAY`.
    """
    # Without a transaction around it where the database has none: each question is one journey.
    with Session(database.engine) as session:
        found = session.execute(_BOOKED, {"key": key}).all()
        lost = frozenset[tuple[str, str]]()
        if found:
            start, end = min(row.start for row in found), max(row.end for row in found)
            lost = rows.find(session, start, end, {room for room, *_ in found}, elsewhere).without
        session.commit()
    return [(room, urlsplit(address).hostname or "") for room, address, of, *_ in found if (room, of) not in lost]
