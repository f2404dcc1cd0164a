"""The meetings: create, read, list, change, remove. Every outside effect is a job in the same transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session, selectinload

from backend.audit import AccessLog
from backend.clock import Clock
from backend.errors import FieldFault, Invalid
from backend.identity import Actor, Directory, Role
from backend.meetings import (
    access,
    changing,
    creating,
    moving,
    removing,
    series_changing,
    series_drafts,
    series_filling,
    series_removing,
    times,
)
from backend.meetings.about import about_meeting
from backend.meetings.desk import Desk
from backend.meetings.hosting import Hosting
from backend.meetings.models import Cohost, Lifecycle, Meeting
from backend.meetings.notices import notices, shown
from backend.meetings.recording import Recorder
from backend.meetings.refusals import Refusals
from backend.meetings.series_case import ALL, THIS
from backend.meetings.series_models import Series
from backend.meetings.view import MeetingView
from backend.profiles import Profile
from backend.steps import Watch, unwatched
from backend.storage import Database
from backend.units.gates import UnitGates
from backend.video import overview
from backend.video.conferences import Conferences
from backend.video.models import Conference

Json = dict[str, Any]
_LONGEST_RANGE = timedelta(days=400)


class Meetings:
    """What the booker can do. Refusals are raised as `backend.errors`; nothing is half done."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        clock: Clock,
        profile: Profile,
        directory: Directory,
        conferences: Conferences,
        hosting: Hosting,
        gates: UnitGates,
        view: MeetingView,
        access_log: AccessLog,
        is_without_room: Callable[[Session, Meeting], bool],
        watch: Watch = unwatched,
    ) -> None:
        self._database = database
        self._clock = clock
        self._view = view
        self._recorder = Recorder(access_log)
        self._desk = Desk(
            database,
            clock,
            profile,
            directory,
            conferences,
            hosting,
            gates,
            view,
            self._recorder,
            watch,
            is_without_room,
        )
        self._refusals = Refusals(database, clock, access_log)

    def notices(self, service: str) -> Sequence[Json]:
        """Return what a booker has to know of a service before choosing it. Raises Invalid (unknown-service)."""
        return shown(notices(self._desk.conferences.capabilities(service)))

    def create(self, actor: Actor, request: Json, key: str) -> Json:
        """Create a meeting and return its body; the same request under the same key gives the same answer for 24 hours.

        Without `appointment` the meeting stands on its own (meet now).
        Raises Forbidden, Invalid (unknown-type, unknown-service, unknown-mailbox, bad-time, end-before-start),
        Conflict (idempotency-key-reused).
        """
        return creating.create(self._desk, actor, request, key)

    def read(self, actor: Actor, meeting_id: str) -> Json:
        """Return a meeting's body. Raises NotFound."""
        with (
            self._refusals.noted(actor, meeting_id, "meeting.read"),
            self._database.write(about_meeting(meeting_id)) as session,
        ):
            meeting = session.get(Meeting, meeting_id)
            if meeting is None or not self._desk.viewer(session, meeting, actor).hosts:
                meeting = access.require_seeing(actor, meeting)
            self._recorder.staff(session, "meeting.read", actor, meeting)
            return self._desk.body(session, meeting, actor)

    def list(self, actor: Actor, start: datetime, end: datetime) -> Sequence[Json]:
        """Return the meetings of the period that the person organises, booked, co-hosts or administers; earliest first.

        Those one only administers come without their link.
        Raises Invalid (end-before-start; limit-exceeded for more than 400 days).
        """
        times.period(start, end)
        if end - start > _LONGEST_RANGE:
            raise Invalid("limit-exceeded", faults=(FieldFault("/to", "limit-exceeded"),))
        mine = [
            Meeting.organiser == actor.user,
            Meeting.booked_by == actor.user,
            Meeting.mailbox.in_([mailbox.address for mailbox in actor.mailboxes if mailbox.address]),
            Meeting.cohosts.any(Cohost.mailbox == actor.person.address),
        ]
        if actor.has(Role.REGION_ADMIN):
            mine.append(true())
        mine.append(Meeting.unit.in_(actor.units_with(*access.ADMINISTRATORS)))
        query = (
            select(Meeting, Conference)
            .join(Conference, Conference.id == Meeting.conference_id)
            .where(or_(*mine), Meeting.end > start, Meeting.start < end, Meeting.lifecycle != Lifecycle.REMOVED)
            .options(selectinload(Meeting.doors), selectinload(Meeting.cohosts))
            .order_by(Meeting.start, Meeting.id)
        )
        with self._database.read() as session:
            found = session.execute(query).all()
            hosted = overview.hosted(session, [conference.id for _, conference in found])
            now = self._clock.now()
            ids = {meeting.series_id for meeting, _ in found if meeting.series_id}
            of_series = {row.id: row for row in session.scalars(select(Series).where(Series.id.in_(ids)))}
            return [
                self._view.summary(
                    meeting,
                    conference,
                    self._desk.viewer(session, meeting, actor),
                    host_in=conference.id in hosted,
                    now=now,
                    series=of_series.get(meeting.series_id or ""),
                )
                for meeting, conference in found
            ]

    def change(self, actor: Actor, meeting_id: str, request: Json, if_match: str | None) -> Json:
        """Change what is named and return the body; naming what already holds changes nothing, not even the version.

        `scope` in the request says of a meeting in a series how much is meant: this one, this and the following, all.
        Of the series itself If-Match names the version. What is on, ended or past is left alone, and named.

        Raises NotFound, Forbidden, Outdated (If-Match of another version), Conflict (meeting-removed; meeting-live when
        somebody is in and the change would move them), Invalid as `create`.
        """
        scope = self._scope(meeting_id, request)
        if scope != THIS:
            with self._refusals.noted(actor, meeting_id, "meeting.changed"):
                return series_changing.change(self._desk, actor, meeting_id, request, scope, if_match)
        way = changing.change if request.keys() & {"type", "service", "link"} else moving.move
        with self._refusals.noted(actor, meeting_id, "meeting.changed"):
            return way(self._desk, actor, meeting_id, request, if_match)

    def remove(self, actor: Actor, meeting_id: str, scope: str = THIS, if_match: str | None = None) -> Sequence[Json]:
        """Remove the meeting: its doors shut at once and its conference goes. Removing it again does nothing.

        With another `scope` what follows it in its series goes too, or the whole series; those that are on go on, and
        are returned. Raises NotFound, Forbidden, Outdated as `change`, and of a single meeting Conflict (meeting-live)
        while a host is in: people are asked, never cut off.
        """
        with self._refusals.noted(actor, meeting_id, "meeting.removed"):
            if scope != THIS:
                return series_removing.remove(self._desk, actor, meeting_id, scope, if_match)
            removing.remove(self._desk, actor, meeting_id, if_match)
            return ()

    def tend_series(self) -> None:
        """Make the next meetings of series without an end, and the conferences that are near. Call every hour."""
        series_filling.fill(self._desk)
        self._desk.conferences.begin_near()

    def _scope(self, meeting_id: str, request: Json) -> str:
        """Return how much a change means. Raises Invalid (bad-recurrence) for a new rule of one meeting alone."""
        appointment = request.get("appointment") or {}
        scope = request.get("scope") or (ALL if "recurrence" in appointment else THIS)
        if scope == THIS:
            if "recurrence" in appointment:
                raise Invalid("bad-recurrence", faults=(FieldFault("/scope", "bad-recurrence"),))
            return THIS
        with self._database.read() as session:
            in_series = session.scalar(select(Meeting.series_id).where(Meeting.id == meeting_id)) is not None
        # A meeting of its own is all there is of it; a rule makes it a series.
        return scope if in_series or appointment.get("recurrence") is not None else THIS

    def take_away(self, session: Session, meeting: Meeting, reason: str) -> bool:
        """Remove a meeting in the session's transaction, for the reason given; False when it was removed already.

        Raises Conflict (meeting-live).
        """
        return removing.take_away(self._desk, session, meeting, reason)

    def end_draft(self, session: Session, meeting: Meeting) -> None:
        """Take what is left of a draft's series away with it, where nothing shows that it is more than a draft."""
        series_drafts.end(self._desk, session, meeting)
