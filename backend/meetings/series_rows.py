"""The meetings of a series, asked for at once however many they are, and which of them an operation leaves alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from backend.meetings import doors
from backend.meetings.models import Lifecycle, Meeting
from backend.meetings.occurrences import Fixed, Occurrence
from backend.video import overview
from backend.video.models import Conference


def meetings(session: Session, series_id: str) -> Sequence[Meeting]:
    """Return the meetings of a series with their doors and co-hosts; neither removed ones nor those that are erased."""
    query = (
        select(Meeting)
        .where(Meeting.series_id == series_id, Meeting.lifecycle != Lifecycle.REMOVED, Meeting.organiser != "")
        .options(selectinload(Meeting.doors), selectinload(Meeting.cohosts))
        .order_by(Meeting.start, Meeting.id)
    )
    return session.scalars(query).all()


def conferences(session: Session, rows: Sequence[Meeting]) -> dict[str, Conference]:
    """Return the meetings' conferences by their id, asked for at once."""
    ids = [row.conference_id for row in rows]
    return {
        conference.id: conference for conference in session.scalars(select(Conference).where(Conference.id.in_(ids)))
    }


def standing(
    session: Session, rows: Sequence[Meeting], held: Mapping[str, Conference], now: datetime
) -> list[Occurrence]:
    """Return the meetings as an operation on their series sees them, and which of them it leaves alone.

    `held` are their conferences.
    """
    hosted = overview.hosted(session, held)
    return [
        Occurrence(
            id=row.id,
            original=row.occurrence or row.start,
            start=row.start,
            end=row.end,
            is_exception=row.is_exception,
            fixed=_fixed(row, held[row.conference_id], hosted, now),
        )
        for row in rows
    ]


def _fixed(row: Meeting, conference: Conference, hosted: frozenset[str], now: datetime) -> Fixed | None:
    if row.conference_id in hosted:
        return Fixed.LIVE
    if row.end <= now:
        return Fixed.PAST
    if doors.is_over(row, conference):
        return Fixed.ENDED
    # Who is in another system's meeting is not ours to see: while its time lasts it counts as on.
    return Fixed.LIVE if conference.link is not None and row.start <= now else None
