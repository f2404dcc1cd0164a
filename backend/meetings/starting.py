"""Starting a meeting: from the press on "Starta möte" to a one-time way in as host, good for 60 seconds."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.errors import Conflict
from backend.identity import Actor
from backend.meetings import doors
from backend.meetings.about import about_meeting
from backend.meetings.host_rights import HostRights
from backend.meetings.models import Lifecycle, Meeting
from backend.meetings.recording import Recorder
from backend.profiles import Profile
from backend.steps import Kind, Step, Watch, Work, run
from backend.storage import Database
from backend.video import people

Json = dict[str, Any]


@dataclass(frozen=True)
class Porch:
    """The parts that starting works with."""

    database: Database
    clock: Clock
    profile: Profile
    rights: HostRights
    origin: str
    recorder: Recorder
    watch: Watch

    def require_time(self, session: Session, meeting: Meeting) -> None:
        """Raise Conflict (meeting-removed; not-open when the time is over and no host is in)."""
        if meeting.lifecycle == Lifecycle.REMOVED:
            raise Conflict("meeting-removed")
        over = self.clock.now() > doors.hours(meeting, self.profile).closes_at
        if over and not people.has_host(session, meeting.conference_id):
            raise Conflict("not-open")


@dataclass
class Starting(Work):
    """Who wants to start which meeting, what the access log calls it, and the ticket they get."""

    porch: Porch
    actor: Actor
    meeting_id: str
    action: str
    meeting: Meeting = field(init=False)
    secret: str = field(init=False)
    expires_at: datetime = field(init=False)

    def transaction(self) -> AbstractContextManager[Session]:
        """Begin the transaction the ticket is written in."""
        return self.porch.database.write(about_meeting(self.meeting_id))


def _require_right(case: Starting) -> None:
    case.meeting = case.porch.rights.require(case.session, case.actor, case.meeting_id)


def _require_time(case: Starting) -> None:
    case.porch.require_time(case.session, case.meeting)


def _give_ticket(case: Starting) -> None:
    case.secret, case.expires_at = case.porch.rights.ticket(case.session, case.meeting, case.actor.user)


def _record(case: Starting) -> None:
    case.porch.recorder.staff(case.session, case.action, case.actor, case.meeting)


STEPS: tuple[Step[Starting], ...] = (
    Step("begin", kind=Kind.BEGIN),
    Step("require-right", _require_right),
    Step("require-time", _require_time),
    Step("give-ticket", _give_ticket),
    Step("record", _record),
    Step("commit", kind=Kind.COMMIT),
)


def start(porch: Porch, actor: Actor, meeting_id: str, action: str) -> Json:
    """See `Hosting.start`; `action` is what the access log calls it."""
    case = Starting(porch, actor, meeting_id, action)
    run("starting", STEPS, case, porch.watch)
    return {
        "host_url": f"{porch.origin}/h/{case.meeting.id}#{case.secret}",
        "expires_at": case.expires_at.isoformat(),
    }
