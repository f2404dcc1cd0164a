"""What has rooms together: one meeting, or a series with all that was split from it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from backend.meetings import doors
from backend.meetings.models import Lifecycle, Meeting
from backend.meetings.series_models import Series


class Booked(NamedTuple):
    """A meeting and those it shares its rooms with. `key` is what `MeetingRoom.booking` says."""

    key: str
    meeting: Meeting
    meetings: Sequence[Meeting]

    @property
    def of_series(self) -> bool:
        """Whether there is more of it than the one meeting."""
        return self.meeting.series_id is not None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone its times are told in."""
        return ZoneInfo(self.meeting.time_zone)

    def left(self, now: datetime) -> Sequence[Meeting]:
        """Return what is still to come, or is on."""
        return [each for each in self.meetings if each.end > now and _stands(each)]


def booked(session: Session, meeting: Meeting) -> Booked:
    """Return what shares rooms with the meeting, itself among them."""
    series = session.get(Series, meeting.series_id) if meeting.series_id else None
    if series is None:
        return Booked(meeting.id, meeting, [meeting])
    together = (
        select(Meeting)
        .join(Series, Series.id == Meeting.series_id)
        .where(Series.root == series.root, Meeting.lifecycle != Lifecycle.REMOVED)
        .options(selectinload(Meeting.cohosts))
        .order_by(Meeting.start, Meeting.id)
    )
    return Booked(series.root, meeting, session.scalars(together).all())


def _stands(meeting: Meeting) -> bool:
    return meeting.lifecycle != Lifecycle.REMOVED and not doors.is_ended(meeting)
