"""Ends a series whose appointment never came, by the rule a single draft goes by (decisions 19 and 31)."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from backend.meetings import series as all_series
from backend.meetings import series_rows
from backend.meetings.desk import Desk
from backend.meetings.models import Meeting, Participant
from backend.meetings.removing import take_all_away
from backend.meetings.series_models import Series
from backend.video.models import Presence

REASON = "appointment-never-came"


def end(desk: Desk, session: Session, meeting: Meeting) -> None:
    """Take the rest of the meeting's series away when it is an abandoned draft. Call once the meeting itself is.

    It is one when its appointment never came and none of its dates shows a sign of life: nobody, not even a host, ever
    came to one, and nobody is expected on one. A link of their own may have been sent to those.
    """
    series = session.get(Series, meeting.series_id) if meeting.series_id else None
    if series is None or series.ended_at is not None or series.appointment_item is not None:
        return
    if _shows_life(session, series.id):
        return
    rest = series_rows.meetings(session, series.id)
    take_all_away(desk, session, rest, REASON)
    desk.recorder.system_each(session, "meeting.removed", rest, reason=REASON, series=series.id)
    all_series.close(session, series, desk.clock.now())


def _shows_life(session: Session, series_id: str) -> bool:
    came = exists().where(Presence.conference_id == Meeting.conference_id)
    expected = exists().where(Participant.meeting_id == Meeting.id, Participant.invited, ~Participant.removed)
    lively = select(Meeting.id).where(Meeting.series_id == series_id, came | expected)
    return session.scalar(lively.limit(1)) is not None
