"""Where a link leads: a meeting's own door to that meeting, a series' link to the meeting that is on, else the next.

The series link is for those invited to the whole series. It never changes which meeting somebody is in: who waits or is
in stays with theirs, whatever begins meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.meetings import doors
from backend.meetings.models import DoorState, Lifecycle, Meeting, Participant
from backend.meetings.series_models import SeriesDoor
from backend.profiles import Profile
from backend.video import overview
from backend.video.models import Conference

# Longer over than this no meeting of a series is on any more, so few need be looked at however long the series is.
_CAN_BE_ON = timedelta(days=2)
_LOOKED_AT = 12


@dataclass(frozen=True)
class Way:
    """Where a link leads now. `participant` is whose link it is; nobody's for a common link or a series'."""

    code: str
    state: DoorState
    meeting: Meeting
    participant: Participant | None = None
    is_series: bool = False

    @property
    def meeting_id(self) -> str:
        """The meeting it leads to."""
        return self.meeting.id

    @property
    def participant_id(self) -> str | None:
        """Whose link it is."""
        return self.participant.id if self.participant else None

    @property
    def is_withdrawn(self) -> bool:
        """Whether this link was taken from whom it was for, whatever has become of the meeting."""
        return self.participant is not None and self.participant.removed


class Candidate(NamedTuple):
    """A meeting of a series as the series' link sees it."""

    meeting: str
    start: datetime
    end: datetime
    hours: doors.Hours
    host_in: bool = False
    is_over: bool = False


def choose(candidates: Sequence[Candidate], now: datetime) -> Candidate | None:
    """Return the meeting that is on, else the next; None when all have been.

    Of two that could be gone to, the one whose booked time it is; between their times, the one that is to begin. A host
    who looks in long before opens no meeting but the next: nobody is led past one that is still to come.
    """
    lasting = sorted((each for each in candidates if each.host_in or not each.is_over), key=lambda each: each.start)
    coming = [each for each in lasting if each.start > now and not each.is_over]
    following = coming[:1]
    is_open = [
        each
        for each in lasting
        if (each.host_in and (each.start <= now or each in following))
        or (not each.is_over and each.hours.opens_at <= now <= each.hours.closes_at)
    ]
    booked = [each for each in is_open if each.start <= now < each.end]
    early = [each for each in is_open if each.start > now]
    late = [each for each in is_open if each.end <= now]
    for some in (booked[-1:], early[:1], late[-1:], following):
        if some:
            return some[0]
    return None


def find(session: Session, code: str, profile: Profile, now: datetime, mine: str | None = None) -> Way:
    """Return where the link leads; one who comes as somebody of the meeting `mine` is led there. Raises NotFound."""
    try:
        door = doors.find(session, code)
    except NotFound:
        series = session.get(SeriesDoor, code) if len(code) <= doors.LONGEST_CODE else None
        if series is None:
            raise
        return _of_series(session, series, profile, now, mine)
    return Way(door.code, door.state, door.meeting, door.participant)


def _of_series(session: Session, door: SeriesDoor, profile: Profile, now: datetime, mine: str | None) -> Way:
    own = session.get(Meeting, mine) if mine is not None else None
    if own is not None and own.series_door == door.code:
        return Way(door.code, DoorState.OPEN, own, is_series=True)
    found = near(session, door.code, now)
    chosen = choose(candidates(session, found, profile), now)
    if chosen is not None:
        return Way(door.code, DoorState.OPEN, next(each for each in found if each.id == chosen.meeting), is_series=True)
    return Way(door.code, door.state, _last(session, door), is_series=True)


def candidates(session: Session, meetings: Sequence[Meeting], profile: Profile) -> list[Candidate]:
    """Return the meetings as a series' link sees them."""
    ids = [meeting.conference_id for meeting in meetings]
    conferences = {row.id: row for row in session.scalars(select(Conference).where(Conference.id.in_(ids)))}
    return seen(meetings, conferences, overview.hosted(session, ids), profile)


def seen(
    meetings: Sequence[Meeting], conferences: Mapping[str, Conference], hosted: frozenset[str], profile: Profile
) -> list[Candidate]:
    """Return the meetings as a series' link sees them, from what was asked for already."""
    return [
        Candidate(
            meeting.id,
            meeting.start,
            meeting.end,
            doors.hours(meeting, profile),
            host_in=meeting.conference_id in hosted,
            is_over=doors.is_over(meeting, conferences[meeting.conference_id]),
        )
        for meeting in meetings
    ]


def near(session: Session, code: str, now: datetime) -> Sequence[Meeting]:
    """Return the meetings that a series' link leads to one of: what can be on still, and the next to come."""
    query = select(Meeting).where(
        Meeting.series_door == code, Meeting.lifecycle != Lifecycle.REMOVED, Meeting.end > now - _CAN_BE_ON
    )
    return session.scalars(query.order_by(Meeting.start).limit(_LOOKED_AT)).all()


def _last(session: Session, door: SeriesDoor) -> Meeting:
    # A link that was changed or whose meetings are all removed leads to none of them; one says the place and the time.
    is_behind = Meeting.series_door.is_not_distinct_from(door.code)
    behind = select(Meeting).where(or_(is_behind, Meeting.series_id == door.series_id))
    best_first = (is_behind.desc(), (Meeting.lifecycle != Lifecycle.REMOVED).desc(), Meeting.start.desc())
    return session.scalars(behind.order_by(*best_first).limit(1)).one()
