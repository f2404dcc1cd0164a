"""Makes the next meetings of series without an end, so that no weekly round stops by itself."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import Select, and_, exists, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.errors import Invalid
from backend.meetings import recurrence
from backend.meetings import series as all_series
from backend.meetings.desk import Desk
from backend.meetings.models import Lifecycle, Meeting
from backend.meetings.recurrence import Slot
from backend.meetings.series_models import Series

log = structlog.get_logger(__name__)


def fill(desk: Desk) -> None:
    """Make what the rules give by now and is not made yet; a series that can't go on is left for people to see.

    One that can't does not stop the others, and nobody waits for those that have all of theirs. A draft whose
    appointment never came and that nobody ever came to is not gone on with: its dates run out.
    """
    with desk.database.read() as session:
        found = session.scalars(_going_on()).all()
    for series_id in found:
        try:
            _fill(desk, series_id)
        except (Invalid, SQLAlchemyError, LookupError) as refused:
            # By its code or kind alone: what the database says of it may name people.
            code = refused.code if isinstance(refused, Invalid) else type(refused).__name__
            log.warning("meetings.series-not-filled", series=series_id, code=code)


def _going_on() -> Select[str]:
    of_series = exists().where(Meeting.series_id == Series.id)
    is_abandoned = and_(
        Series.appointment_item.is_(None),
        of_series.where(Meeting.lifecycle == Lifecycle.REMOVED, Meeting.lifecycle_reason == "appointment-never-came"),
        ~of_series.where(Meeting.lifecycle == Lifecycle.ENDED),
    )
    return select(Series.id).where(
        Series.ended_at.is_(None),
        Series.organiser != "",
        Series.rule.not_like("%COUNT=%"),
        Series.rule.not_like("%UNTIL=%"),
        ~is_abandoned,
    )


def _fill(desk: Desk, series_id: str) -> None:
    now = desk.clock.now()
    with desk.database.read() as session:
        if not _missing(session, session.get_one(Series, series_id), now):
            return
    with desk.database.write() as session:
        series = session.get_one(Series, series_id)
        missing = _missing(session, series, now)
        if missing and series.ended_at is None:
            made = all_series.make(desk, session, series, missing, series.link)
            desk.recorder.system_each(session, "meeting.created", made, type=series.type, series=series.id)
            series.version += 1


def _missing(session: Session, series: Series, now: datetime) -> Sequence[Slot]:
    standing = select(Meeting.occurrence).where(
        Meeting.series_id == series.id, Meeting.lifecycle != Lifecycle.REMOVED, Meeting.organiser != ""
    )
    last = max((each for each in session.scalars(standing) if each), default=now)
    slots = recurrence.window(all_series.pattern_of(series), now).slots
    return [slot for slot in slots if slot.start > last]
