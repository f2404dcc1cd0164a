"""Removing a meeting: its doors shut at once, and its conference goes."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from backend.errors import Conflict
from backend.identity import Actor
from backend.meetings import access, history, series
from backend.meetings.desk import Desk
from backend.meetings.models import DoorState, Lifecycle, Meeting
from backend.steps import OVER, Kind, Outcome, Step, Work, run
from backend.video import overview


@dataclass
class TakingAway(Work):
    """A meeting on its way out, and for what reason; `is_done` when it was on no way any more."""

    desk: Desk
    reason: str
    meeting: Meeting = field(init=False)
    is_done: bool = field(init=False, default=False)

    def transaction(self) -> AbstractContextManager[Session]:
        """Begin the transaction that all of it is done in, or none."""
        return self.desk.database.write()


@dataclass
class Removing(TakingAway):
    """Somebody's wish that a meeting goes."""

    actor: Actor
    meeting_id: str
    if_match: str | None = None


def _find(case: Removing) -> None:
    case.meeting = access.require_removing(case.actor, case.session.get(Meeting, case.meeting_id))
    if case.meeting.lifecycle != Lifecycle.REMOVED:
        desk = case.desk
        history.require_current(case.session, case.meeting, case.if_match, case.actor, desk.directory, desk.clock.now())


def _require_nobody_hosting(case: TakingAway) -> Outcome | None:
    if case.meeting.lifecycle == Lifecycle.REMOVED:
        case.is_done = True
        return OVER
    if overview.hosted(case.session, [case.meeting.conference_id]):
        raise Conflict("meeting-live")
    return None


def _mark_removed(case: TakingAway) -> None:
    meeting = case.meeting
    meeting.lifecycle, meeting.lifecycle_reason = Lifecycle.REMOVED, case.reason
    meeting.lifecycle_at = case.desk.clock.now()
    meeting.version += 1


def _shut_doors(case: TakingAway) -> None:
    for door in case.meeting.doors:
        if door.state == DoorState.OPEN:
            door.state = DoorState.REMOVED


def _drop_conference(case: TakingAway) -> None:
    case.desk.conferences.drop(case.session, case.meeting.conference_id)
    case.session.flush()


def _except_from_series(case: Removing) -> None:
    series.except_one(case.session, case.meeting)


def _record(case: Removing) -> None:
    case.desk.recorder.staff(case.session, "meeting.removed", case.actor, case.meeting)


TAKING_AWAY: tuple[Step[TakingAway], ...] = (
    Step("require-nobody-hosting", _require_nobody_hosting),
    Step("mark-removed", _mark_removed),
    Step("shut-doors", _shut_doors),
    Step("drop-conference", _drop_conference),
)
STEPS: tuple[Step[Removing], ...] = (
    Step("begin", kind=Kind.BEGIN),
    Step("find", _find),
    *TAKING_AWAY,
    Step("except-from-series", _except_from_series),
    Step("record", _record),
    Step("commit", kind=Kind.COMMIT),
)


def remove(desk: Desk, actor: Actor, meeting_id: str, if_match: str | None = None) -> None:
    """See `Meetings.remove`."""
    run("removing", STEPS, Removing(desk, "removed-by-booker", actor, meeting_id, if_match), desk.watch)


def take_all_away(desk: Desk, session: Session, meetings: Iterable[Meeting], reason: str) -> None:
    """Remove many meetings in one go that the caller has seen standing, and nobody hosting."""
    case = TakingAway(desk, reason)
    case.session = session
    for meeting in meetings:
        case.meeting = meeting
        _mark_removed(case)
        _shut_doors(case)
        desk.conferences.drop(session, meeting.conference_id)
    session.flush()


def take_away(desk: Desk, session: Session, meeting: Meeting, reason: str) -> bool:
    """See `Meetings.take_away`."""
    case = TakingAway(desk, reason)
    case.session, case.meeting = session, meeting
    run("taking-away", TAKING_AWAY, case, desk.watch)
    return not case.is_done
