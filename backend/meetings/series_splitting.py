"""Splitting a series: what begins with one of its meetings goes on as a series of its own, behind the same link.

Nobody's invitation dies by it; only when the type is for others is the link new (`series_kind`), and the old one leads
no further than to what it led to before.
"""

from datetime import datetime

from sqlalchemy import select

from backend.meetings import recurrence
from backend.meetings import series as all_series
from backend.meetings.models import Meeting
from backend.meetings.series_case import FOLLOWING, ChangingSeries
from backend.meetings.series_models import Series
from backend.storage import new_id


def part(case: ChangingSeries) -> None:
    """Let what follows be a series in thought: only what changes something makes it one (`split`)."""
    at = case.meeting.occurrence
    if case.scope != FOLLOWING or at is None or not _has_before(case, at):
        return
    former = case.series
    fields = {name: getattr(former, name) for name in _KEPT_BY_SPLIT}
    later = Series(
        id=new_id("s"), marker=case.meeting.id, version=former.version, created_at=case.desk.clock.now(), **fields
    )
    all_series.set_pattern(later, recurrence.onward(all_series.pattern_of(former), at))
    case.former, case.series = former, later
    case.rows = [row for row in case.rows if row.occurrence is not None and row.occurrence >= at]


def split(case: ChangingSeries) -> None:
    """Let what follows be a series of its own when something of it was changed. Call once all that can be is."""
    former, at = case.former, case.meeting.occurrence
    if former is None or at is None:
        return
    if not case.changed:
        case.series = former
        return
    all_series.set_pattern(former, recurrence.until(all_series.pattern_of(former), at))
    former.version += 1
    case.session.add(case.series)
    # Removed ones go with the rest: whoever still points at one means what follows it.
    for row in case.session.scalars(
        select(Meeting).where(Meeting.series_id == former.id, Meeting.occurrence >= at)
    ).all():
        row.series_id = case.series.id
    case.session.flush()
    case.touched |= {row.id for row in case.rows}
    case.changed[:] = dict.fromkeys(["recurrence", *case.changed])


def _has_before(case: ChangingSeries, at: datetime) -> bool:
    # A rule may begin long before its first meeting; with none before it, what follows is all there is.
    before = select(Meeting.id).where(Meeting.series_id == case.series.id, Meeting.occurrence < at).limit(1)
    return case.session.scalar(before) is not None


_KEPT_BY_SPLIT = (
    "root", "door_code", "unit", "organiser", "booked_by", "mailbox", "cohosts", "type", "service", "language",
    "appointment_item", "appointment_series", "link",
)  # fmt: skip
