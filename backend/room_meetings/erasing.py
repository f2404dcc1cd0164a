"""Forgetting which rooms meetings had that are long over."""

from datetime import datetime

from sqlalchemy import delete, exists
from sqlalchemy.orm import Session

from backend.meetings.models import Meeting
from backend.meetings.series_models import Series
from backend.room_meetings.models import MeetingRoom


def erase_before(session: Session, moment: datetime) -> int:
    """Forget the rooms of bookings whose last meeting was over before `moment`; how many rows went."""
    alone = exists().where(Meeting.id == MeetingRoom.booking, Meeting.end >= moment)
    of_series = exists().where(
        Series.root == MeetingRoom.booking, Meeting.series_id == Series.id, Meeting.end >= moment
    )
    gone = session.scalars(delete(MeetingRoom).where(~alone, ~of_series).returning(MeetingRoom.room_id))
    return len(gone.all())
