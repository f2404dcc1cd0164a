"""What every use case of the booker has to hand, and the case itself: who asks, and the transaction it works in."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from backend.clock import Clock, swedish_day
from backend.errors import FieldFault, Invalid
from backend.identity import Actor, Directory
from backend.meetings import access, links, series_rows
from backend.meetings.hosting import Hosting
from backend.meetings.models import Meeting
from backend.meetings.occurrences import Left
from backend.meetings.recording import Recorder
from backend.meetings.series_models import Series
from backend.meetings.series_view import Shown
from backend.meetings.view import MeetingView, Viewer, without_room
from backend.profiles import Profile
from backend.steps import Watch, Work
from backend.storage import Database
from backend.units.gates import UnitGates
from backend.video import overview
from backend.video.conferences import Conferences

Json = dict[str, Any]
_CAN_BE_ON = timedelta(days=2)
# Nothing worse is to be told of the meeting.
_UNTROUBLED = frozenset({("ready", ""), ("creating", ""), ("creating", "planned")})


@dataclass(frozen=True)
class Desk:
    """The parts that creating, changing, moving and removing work with.

    `is_without_room` tells whether others have a room of the meeting's at its time.
    """

    database: Database
    clock: Clock
    profile: Profile
    directory: Directory
    conferences: Conferences
    hosting: Hosting
    gates: UnitGates
    view: MeetingView
    recorder: Recorder
    watch: Watch
    is_without_room: Callable[[Session, Meeting], bool]

    def known(self, addresses: Sequence[str]) -> Sequence[str]:
        """Return co-hosts' addresses, each once and sorted. Raises Invalid (unknown-mailbox)."""
        for number, address in enumerate(addresses):
            if self.directory.by_mailbox(address) is None:
                raise Invalid("unknown-mailbox", faults=(FieldFault(f"/cohosts/{number}", "unknown-mailbox"),))
        return sorted({address.lower() for address in addresses})

    def link(self, service: str, type_code: str, given: str | None) -> str | None:
        """Return the address to lead people to; None for a service that needs none.

        Raises Invalid (bad-link) when one is needed and can't be used, or is given and not needed.
        """
        if not self.conferences.capabilities(service).by_link:
            links.refuse(given)
            return None
        return links.required(self.profile, type_code, given, swedish_day(self.clock.now()))

    def body(self, session: Session, meeting: Meeting, actor: Actor, left_alone: Sequence[Left] = ()) -> Json:
        """Return the meeting's body as the person sees it now, with what an operation on its series left alone."""
        conference = self.conferences.get(session, meeting.conference_id)
        shown = self._series(session, meeting, left_alone)
        hosted = shown.hosted if shown else overview.hosted(session, [conference.id])
        viewer = self.viewer(session, meeting, actor)
        told = self.view.body(
            meeting, conference, viewer, host_in=conference.id in hosted, now=self.clock.now(), shown=shown
        )
        if (told["state"], told["state_reason"]) in _UNTROUBLED and self.is_without_room(session, meeting):
            told |= without_room()
        return told

    def _series(self, session: Session, meeting: Meeting, left_alone: Sequence[Left]) -> Shown | None:
        series = session.get(Series, meeting.series_id) if meeting.series_id else None
        if series is None:
            return None
        rows = series_rows.meetings(session, series.id)
        held = series_rows.conferences(session, rows)
        return Shown(series, rows, held, overview.hosted(session, {*held, meeting.conference_id}), left_alone)

    def viewer(self, session: Session, meeting: Meeting, actor: Actor) -> Viewer:
        """Return the person as one who looks at the meeting."""
        # Long lists: who stays is only asked of meetings that can be on.
        near = abs(self.clock.now() - meeting.start) < _CAN_BE_ON
        hosts = self.hosting.rights.may_host(session, meeting, actor) if near else access.may_host(actor, meeting)
        return Viewer(actor, hosts)


@dataclass
class Case(Work):
    """One use case under way: at whose desk, and for whom."""

    desk: Desk
    actor: Actor
    meeting: Meeting = field(init=False)
    answer: Json = field(init=False)

    def transaction(self) -> AbstractContextManager[Session]:
        """Begin the transaction that all of the case is done in, or none of it."""
        return self.desk.database.write()
