"""Which rooms a conference has: asked while a call waits for its answer, so it is one question to the database."""

from urllib.parse import urlsplit

from sqlalchemy import and_, bindparam, exists, or_, select

from backend.fleet.models import FleetRoom
from backend.meetings import doors
from backend.meetings.models import Meeting
from backend.meetings.series_models import Series
from backend.room_meetings.models import MeetingRoom
from backend.storage import Database
from backend.video.models import Conference

_of_series = exists().where(Series.id == Meeting.series_id, MeetingRoom.booking == Series.root)
_BOOKED = (
    select(FleetRoom.id, FleetRoom.address)
    .join(MeetingRoom, MeetingRoom.room_id == FleetRoom.id)
    .join(Meeting, or_(and_(Meeting.series_id.is_(None), MeetingRoom.booking == Meeting.id), _of_series))
    # By the start as well, which has an index.
    .join(Conference, and_(Conference.id == Meeting.conference_id, Conference.start == Meeting.start))
    .where(Conference.key == bindparam("key"), doors.stands())
)


def rooms_of(database: Database, key: str) -> list[tuple[str, str]]:
    """Return the rooms booked for the meeting whose conference has this key: id and the host of the address, or "".

    Raises one of `storage.AWAY`.
    """
    with database.engine.connect() as connection:
        found = connection.execute(_BOOKED, {"key": key}).all()
        connection.commit()
    return [(room, urlsplit(address).hostname or "") for room, address in found]
