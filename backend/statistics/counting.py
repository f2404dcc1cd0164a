"""Counts each meeting once, when it is over and nobody is in; then the moments it was counted by are forgotten."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Select, not_, or_, select, update
from sqlalchemy.orm import Session

from backend.clock import Clock, swedish_day
from backend.meetings.models import Lifecycle, Meeting
from backend.statistics import months
from backend.statistics.models import StatisticCount
from backend.statistics.tallying import Figure, Stay, tally
from backend.storage import Database
from backend.video.dialling import NOT_DIALLED
from backend.video.models import Conference, Presence, PresenceState
from backend.video.provisioning import GONE
from backend.video.reports import DENIED, ROOM, UNANSWERED, kind_of
from backend.video.service import Role

# While some are counted nobody else writes: let in, and join, are writers too.
BATCH, BATCHES = 20, 10
# Of a call out: all that there is to know.
_NOBODY_ANSWERED = frozenset({UNANSWERED, NOT_DIALLED})
_TURNED_AWAY = frozenset({PresenceState.DENIED, PresenceState.REMOVED})


class Counting:
    """Feeds the statistics from the live state. `untold` are the services that tell nothing of people."""

    def __init__(self, database: Database, clock: Clock, closes_after: timedelta, untold: Collection[str]) -> None:
        self._database = database
        self._clock = clock
        self._closes_after = closes_after
        self._untold = untold

    def run(self) -> None:
        """Count what is over and not counted yet, some hundreds at most.

        A removed meeting counts as none, and so does one of a month that may have been shown already.

        The mark on the meeting, the counts and the forgetting are one transaction: whatever breaks off, or runs beside
        it, a meeting is counted once.
        """
        for _ in range(BATCHES):
            with self._database.read() as session:
                if session.execute(self._due().limit(1)).first() is None:
                    return
            self._count_some()

    def _count_some(self) -> None:
        with self._database.write() as session:
            for meeting, service in session.execute(self._due().order_by(Meeting.end).limit(BATCH)).all():
                month = f"{swedish_day(meeting.start):%Y-%m}"
                if meeting.lifecycle != Lifecycle.REMOVED and month > months.newest(swedish_day(self._clock.now())):
                    self._count(session, meeting, service, month)
                meeting.counted = True
                session.flush()
                _forget_moments(session, meeting.conference_id)

    def _due(self) -> Select[Meeting, str]:
        over = or_(Meeting.end < self._clock.now() - self._closes_after, Meeting.lifecycle == Lifecycle.REMOVED)
        busy = select(Presence.conference_id).where(Presence.state == PresenceState.IN)
        return (
            select(Meeting, Conference.service)
            .join(Conference, Conference.id == Meeting.conference_id)
            .where(not_(Meeting.counted), over, Conference.state.in_(GONE), Conference.id.not_in(busy))
        )

    def _count(self, session: Session, meeting: Meeting, service: str, month: str) -> None:
        there = session.scalars(
            select(Presence).where(
                Presence.conference_id == meeting.conference_id, Presence.reason.not_in(_NOBODY_ANSWERED)
            )
        )
        for figure, count in tally([_stay(each) for each in there], told=service not in self._untold).items():
            _add(session, (month, meeting.unit, meeting.type, service, figure), count)


def _add(session: Session, cell: tuple[str, str, str, str, Figure], count: int) -> None:
    found = session.get(StatisticCount, cell)
    if found is None:
        month, unit, kind, service, figure = cell
        found = StatisticCount(month=month, unit=unit, type=kind, service=service, figure=figure, count=0)
        session.add(found)
    found.count += count


def _stay(presence: Presence) -> Stay:
    return Stay(
        host=presence.role == Role.HOST,
        room=kind_of(presence.person) == ROOM,
        turned_away=presence.state in _TURNED_AWAY or presence.reason == DENIED,
        waited_from=presence.waited_from,
        in_from=presence.in_from,
        in_until=presence.in_until,
    )


def _forget_moments(session: Session, conference_id: str) -> None:
    empty = {"waited_from": None, "in_from": None, "in_until": None}
    session.execute(
        update(Presence)
        .where(Presence.conference_id == conference_id)
        .values(empty)
        .execution_options(synchronize_session=False)
    )
