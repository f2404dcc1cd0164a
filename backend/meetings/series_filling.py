"""Makes the next meetings of series without an end, so that no weekly round stops by itself."""

from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import Invalid
from backend.meetings import recurrence, series_rows
from backend.meetings import series as all_series
from backend.meetings.desk import Desk
from backend.meetings.series_models import Series

log = structlog.get_logger(__name__)


def fill(desk: Desk) -> None:
    """Make what the rules give by now and is not made yet; a series that can't go on is left for people to see."""
    going_on = select(Series.id).where(
        Series.ended_at.is_(None),
        Series.organiser != "",
        Series.rule.not_like("%COUNT=%"),
        Series.rule.not_like("%UNTIL=%"),
    )
    with desk.database.read() as session:
        found = session.scalars(going_on).all()
    for series_id in found:
        try:
            with desk.database.write() as session:
                _fill(desk, session, session.get_one(Series, series_id), desk.clock.now())
        except Invalid as refused:
            log.warning("meetings.series-not-filled", series=series_id, code=refused.code)


def _fill(desk: Desk, session: Session, series: Series, now: datetime) -> None:
    rows = series_rows.meetings(session, series.id)
    last = max((row.occurrence for row in rows if row.occurrence), default=now)
    slots = recurrence.window(all_series.pattern_of(series), now).slots
    missing = [slot for slot in slots if slot.start > last]
    if missing and series.ended_at is None:
        held = series_rows.conferences(session, rows[-1:])
        link = next((conference.link for conference in held.values()), None)
        all_series.make(desk, session, series, missing, link)
        series.version += 1
