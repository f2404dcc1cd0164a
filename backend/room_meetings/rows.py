"""Which meetings want which rooms in a period, asked for at once, and which of them are without."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from backend.meetings import doors
from backend.meetings.models import Meeting, MeetingChange
from backend.meetings.series_models import Series
from backend.room_meetings.models import MeetingRoom
from backend.room_meetings.overlaps import Claim, beside, pairs, without
from backend.video.models import Conference, ConferenceState

# What else has rooms in a period, each with from when to when.
Elsewhere = Callable[[Session, datetime, datetime], Iterable[tuple[str, datetime, datetime]]]


def nothing_else(session: Session, start: datetime, end: datetime) -> Iterable[tuple[str, datetime, datetime]]:
    """Return nothing: only meetings have rooms."""
    del session, start, end
    return ()


class Row(NamedTuple):
    """A room and a meeting that wants it. `reference` is None until its service has made the conference."""

    claim: Claim
    unit: str
    type: str
    service: str
    reference: str | None


class Found(NamedTuple):
    """What wants a room in a period, by room and start, and which of it is without: room and meeting."""

    rows: Sequence[Row]
    without: frozenset[tuple[str, str]]

    @property
    def held(self) -> Sequence[Row]:
        """Those that have their room."""
        return [row for row in self.rows if (row.claim.room, row.claim.meeting) not in self.without]


def find(
    session: Session,
    start: datetime,
    end: datetime,
    rooms: Collection[str] | None = None,
    elsewhere: Elsewhere = nothing_else,
) -> Found:
    """Return what stands of meetings in the period, in these rooms or in all.

    A meeting that meets what has its room `elsewhere` is without: that was there first, as it is refused a room that a
    meeting has.
    """
    rows = _rows(session, start, end, rooms)
    # Who is without is settled by all that each of them meets, also outside the period.
    first = min((row.claim.start for row in rows), default=start)
    last = max((row.claim.end for row in rows), default=end)
    is_wider = first < start or last > end
    wider = _rows(session, min(first, start), max(last, end), rooms) if is_wider else rows
    lost = without(_dated(session, [row.claim for row in wider]))
    taken = elsewhere(session, min(first, start), max(last, end)) if rows else ()
    return Found(rows, lost | beside((row.claim for row in rows), taken))


def _rows(session: Session, start: datetime, end: datetime, rooms: Collection[str] | None) -> list[Row]:
    columns = (
        MeetingRoom.room_id, MeetingRoom.booking, MeetingRoom.since,
        Meeting.id, Meeting.start, Meeting.end, Meeting.created_at, Meeting.unit, Meeting.type,
        Conference.service, Conference.reference, Conference.state,
    )  # fmt: skip
    alone = select(*columns).join(Meeting, Meeting.id == MeetingRoom.booking).where(Meeting.series_id.is_(None))
    in_series = (
        select(*columns).join(Series, Series.root == MeetingRoom.booking).join(Meeting, Meeting.series_id == Series.id)
    )
    found = [_row(each) for query in (alone, in_series) for each in session.execute(_within(query, start, end, rooms))]
    return sorted(found, key=lambda row: (row.claim.room, row.claim.start, row.claim.meeting))


def _within(
    query: Select[*tuple[Any, ...]], start: datetime, end: datetime, rooms: Collection[str] | None
) -> Select[*tuple[Any, ...]]:
    query = query.join(Conference, Conference.id == Meeting.conference_id).where(
        Meeting.start < end, Meeting.end > start, doors.stands()
    )
    return query if rooms is None else query.where(MeetingRoom.room_id.in_(rooms))


def _row(each: Any) -> Row:  # noqa: ANN401 - a row of the columns above
    room, booking, since, meeting, start, end, created, unit, kind, service, reference, state = each
    claim = Claim(room, meeting, booking, start, end, max(since, created))
    return Row(claim, unit, kind, service, reference if state == ConferenceState.READY else None)


def _dated(session: Session, claims: Sequence[Claim]) -> Sequence[Claim]:
    """Return the claims that meet another, each since it came to its time."""
    meeting = {claim for pair in pairs(claims) for claim in pair}
    if not meeting:
        return ()
    moved = (
        select(MeetingChange.meeting_id, func.max(MeetingChange.at))
        .where(
            MeetingChange.meeting_id.in_({claim.meeting for claim in meeting}),
            or_(*(MeetingChange.what.contains(part) for part in _OF_TIME)),
        )
        .group_by(MeetingChange.meeting_id)
    )
    at: dict[str, datetime] = dict(iter(session.execute(moved)))
    return [claim._replace(since=max(claim.since, at.get(claim.meeting, claim.since))) for claim in meeting]


# The parts of a change, as `MeetingChange.what` names them, by which a meeting comes to another time.
_OF_TIME = ("time", "recurrence")
