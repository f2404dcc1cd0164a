"""Whether a meeting is without a room that was chosen for it: told with the meeting, before anybody goes there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.meetings.models import Meeting
from backend.meetings.series_models import Series
from backend.room_meetings import rows
from backend.room_meetings.models import MeetingRoom
from backend.room_meetings.rows import Elsewhere


def is_without_room(session: Session, meeting: Meeting, elsewhere: Elsewhere) -> bool:
    """Tell whether what had the time first has one of the meeting's rooms then."""
    root = select(Series.root).where(Series.id == meeting.series_id).scalar_subquery()
    key = meeting.id if meeting.series_id is None else root
    chosen = session.scalars(select(MeetingRoom.room_id).where(MeetingRoom.booking == key)).all()
    if not chosen:
        return False
    found = rows.find(session, meeting.start, meeting.end, chosen, elsewhere)
    return any(lost == meeting.id for _, lost in found.without)
