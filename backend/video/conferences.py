"""Conferences as they are wanted.

Whoever wants, changes or drops a conference does so in its own transaction; what has to happen at the service is a job
written in that same transaction (`provisioning`). One job kind does it all, and jobs with the same kind and key never
run side by side, so a removal can't overtake the creation it removes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.errors import Conflict, Invalid, NotFound, Text
from backend.jobs import JobQueue, Later
from backend.jobs.service import PEOPLE_FIRST, Payload
from backend.steps import Watch, unwatched
from backend.storage import Database, new_id
from backend.video import people
from backend.video.about import about_conference, about_presence
from backend.video.controls import Controls
from backend.video.dialling import Dialling
from backend.video.live import Live
from backend.video.lobby import ABSENT_SECONDS
from backend.video.locking import Locking
from backend.video.models import Conference, ConferenceState, Presence, PresenceState
from backend.video.provisioning import ATTEMPTS, GONE, PROVISION, Provisioner, mark
from backend.video.service import (
    Capabilities,
    Embedded,
    HostControl,
    Redirect,
    Role,
    RoomEntry,
    VideoService,
)
from backend.video.stage import ABSENT, LOCK, LOST, MEETING_REMOVED
from backend.video.withdrawal import WITHDRAW
from backend.video.withdrawing import Withdrawing

# What a series plans is made this long before: time enough for a service that is down, and few to change.
MADE_AHEAD = timedelta(days=14)
_BATCH = 500

_IN_PROGRESS = Text(
    "Mötet pågår och kan inte byta videotjänst. Inget är ändrat. Avsluta mötet först, eller boka ett nytt.",
    "The meeting is in progress and can't change video service. Nothing has changed. End it first, or book a new one.",
)


class Kept(Enum):
    """Says of a value that it stays as it is, where None has a meaning of its own."""

    KEPT = "kept"


KEPT = Kept.KEPT


class Conferences:
    """Every conference of the product, whichever service holds it."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        jobs: JobQueue,
        clock: Clock,
        services: Mapping[str, VideoService],
        live: Live,
        watch: Watch = unwatched,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._clock = clock
        self._services = services
        self._live = live
        self.controls = Controls(services)
        self.dialling = Dialling(jobs, clock, live, services)
        self._locking = Locking(database, live, services)
        self._withdrawing = Withdrawing(database, clock, live, services)
        self._provisioner = Provisioner(database, clock, services, live, watch)

    def register_jobs(self) -> None:
        """Take on the job kinds of this module. Call once, before the queue starts."""
        self._jobs.register(PROVISION, self._provisioner.provision, attempts=ATTEMPTS)
        self._jobs.register(WITHDRAW, self._withdrawing.withdraw)
        self._jobs.register(ABSENT, self._end_absent)
        self._jobs.register(LOCK, self._locking.lock_again, priority=PEOPLE_FIRST)

    def capabilities(self, service: str) -> Capabilities:
        """Return what a service can do. Raises Invalid `unknown-service`."""
        return self._service(service).capabilities

    @property
    def available(self) -> dict[str, int | None]:
        """The services there are, each with the most participants it takes (None: no bound)."""
        return {code: service.capabilities.participant_limit for code, service in self._services.items()}

    def limit_for(self, service: str, wanted: int | None) -> int | None:
        """Return the smaller of what is wanted and what the service can do; None means no limit."""
        limits = [limit for limit in (wanted, self.capabilities(service).participant_limit) if limit is not None]
        return min(limits, default=None)

    def get(self, session: Session, conference_id: str) -> Conference:
        """Return the conference. Raises NotFound."""
        conference = session.get(Conference, conference_id)
        if conference is None:
            raise NotFound("not-found")
        return conference

    def want(  # noqa: PLR0913 - a conference is what it is
        self,
        session: Session,
        *,
        service: str,
        start: datetime,
        end: datetime,
        participant_limit: int | None,
        language: str,
        link: str | None = None,
        pool: str = "",
    ) -> Conference:
        """Ask for a conference in the session's transaction; `link` for a service that is `by_link`, and no other.

        `pool` is whose rooms in advance it may have when it starts now. Raises Invalid `unknown-service`.
        """
        limit = self.limit_for(service, participant_limit)
        conference = self._new((start, end), service, limit, language, link)
        conference.pool = pool
        session.add(conference)
        session.flush()
        self._put(session, conference)
        return conference

    def plan(  # noqa: PLR0913 - a conference is what it is
        self,
        session: Session,
        periods: Sequence[tuple[datetime, datetime]],
        *,
        service: str,
        participant_limit: int | None,
        language: str,
        link: str | None = None,
    ) -> Sequence[Conference]:
        """Ask for many conferences in the session's transaction; what is far off is made when it is near.

        A series must not flood its service, nor have it change a year's conferences each time the rule does
        (decision 31). Raises Invalid `unknown-service`.
        """
        limit = self.limit_for(service, participant_limit)
        made = [self._new(period, service, limit, language, link) for period in periods]
        for conference in made:
            mark(conference, self._clock, ConferenceState.PLANNED, "planned")
        session.add_all(made)
        session.flush()
        for conference in made:
            self._begin_if_near(session, conference)
        return made

    def begin(self, session: Session, conference_id: str) -> None:
        """Ask the service now for what was only planned; for any other conference nothing is done. Raises NotFound."""
        conference = self.get(session, conference_id)
        if conference.state == ConferenceState.PLANNED:
            mark(conference, self._clock, ConferenceState.WANTED)
            self._put(session, conference)

    def begin_near(self) -> None:
        """Ask the services for what was planned and is near by now. Call every few minutes."""
        near = select(Conference.id).where(
            Conference.state == ConferenceState.PLANNED, Conference.start <= self._clock.now() + MADE_AHEAD
        )
        with self._database.read() as session:
            found = session.scalars(near.order_by(Conference.start).limit(_BATCH)).all()
        for conference_id in found:
            with self._database.write(about=about_conference(conference_id)) as session:
                self.begin(session, conference_id)

    def change(  # noqa: PLR0913 - a conference is what it is
        self,
        session: Session,
        conference_id: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        participant_limit: int | Kept | None = KEPT,
        service: str | None = None,
        link: str | Kept | None = KEPT,
    ) -> Conference:
        """Ask for other times, another limit, link or service; what is not given stays as it is.

        One that was dropped is wanted again. Asking for what is so already does nothing.
        Raises NotFound, Invalid `unknown-service`, and Conflict when the service is to change with somebody in.
        """
        conference = self.get(session, conference_id)
        service = service or conference.service
        asked = conference.participant_limit if isinstance(participant_limit, Kept) else participant_limit
        limit = self.limit_for(service, asked)
        start, end = start or conference.start, end or conference.end
        link = conference.link if isinstance(link, Kept) else link
        link = link if self.capabilities(service).by_link else None
        now = (conference.service, conference.start, conference.end, conference.participant_limit, conference.link)
        gone = conference.state in GONE
        if now == (service, start, end, limit, link) and not gone:
            return conference
        if service != conference.service:
            if people.in_count(session, conference.id):
                raise Conflict("not-open", _IN_PROGRESS)
            self._live.leave_behind(session, conference)
            self._move(conference, service)
        if (start, end) != (conference.start, conference.end) and end > self._clock.now():
            # A meeting that is moved has its time before it, whatever has been.
            conference.ended_at = None
        conference.start, conference.end, conference.participant_limit = start, end, limit
        conference.link = link
        if conference.state == ConferenceState.PLANNED:
            self._begin_if_near(session, conference)
            return conference
        if gone or conference.state == ConferenceState.FAILED:
            mark(conference, self._clock, ConferenceState.WANTED)
        self._put(session, conference)
        self._live.tell(session, conference.id)
        return conference

    def drop(self, session: Session, conference_id: str, reason: str = MEETING_REMOVED) -> None:
        """Ask for the conference to go. Who waits is told at once why; nobody is cut off while a host is in.

        Decision 15. `reason` is kept of each whom it turns away: `meeting-removed`, or `time-passed` for what is over.
        Raises NotFound; a conference that is already going is no error.
        """
        conference = self.get(session, conference_id)
        if conference.state in GONE:
            return
        if conference.state == ConferenceState.PLANNED:
            # Nothing was made, and nobody has come: its door opens when it is near.
            mark(conference, self._clock, ConferenceState.REMOVED)
            conference.link = None
            return
        mark(conference, self._clock, ConferenceState.REMOVING)
        if reason == MEETING_REMOVED:
            # One whose time has passed may be moved and wanted again; one that was removed never is.
            conference.link = None
        self._live.shut(session, conference, reason)
        self._put(session, conference)

    def entry(self, conference: Conference, role: Role, name: str, person: str = "") -> Embedded | Redirect:
        """Return how somebody gets into a conference that is ready.

        Raises `ServiceRefused` and `ServiceUnavailable`. The service may be far away: ask outside a transaction.
        """
        return self._service(conference.service).entry(conference.reference or "", role, name, person)

    def withdraw(self, conference: Conference, person: str) -> None:
        """Let a person's way into a conference that is ready be none any more. Raises as `entry`; ask as for it."""
        self._service(conference.service).withdraw(conference.reference or "", person)

    def hangs_up(self, service: str) -> bool:
        """Tell whether whoever is sent away here is out: held by ourselves, or the service can be asked to hang up."""
        can = self.capabilities(service)
        return not can.reports or HostControl.REMOVE in can.host_controls

    def room_entry(self, service: str, reference: str) -> RoomEntry | None:
        """Return where rooms dial a conference that is ready; None when none can, or the service is here no more."""
        holder = self._services.get(service)
        return holder.room_entry(reference) if holder is not None else None

    def again(self, session: Session, conference: Conference, *, anew: bool = False, changed: bool = True) -> None:
        """Ask the service once more for what is wanted; `anew` when it has lost what it had made.

        The key stays, so a service that still has it answers with the same conference. With `changed` false what is
        wanted stands, and only something is to be cleaned up.
        """
        if anew or (changed and conference.state == ConferenceState.FAILED):
            mark(conference, self._clock, ConferenceState.WANTED)
        if anew:
            conference.reference = None
        self._put(session, conference)

    def _end_absent(self, payload: Payload) -> None:
        with self._database.write(about_presence(str(payload["presence"]))) as session:
            presence = session.get(Presence, str(payload["presence"]))
            if presence is None or presence.state != PresenceState.COMING:
                return
            left = ABSENT_SECONDS - (self._clock.now() - presence.since).total_seconds()
            if left > 0:
                raise Later(left)
            self._live.not_coming(session, presence, LOST)

    def _new(
        self,
        period: tuple[datetime, datetime],
        service: str,
        participant_limit: int | None,
        language: str,
        link: str | None,
    ) -> Conference:
        return Conference(
            id=new_id("c"),
            key=new_id("k"),
            service=service,
            start=period[0],
            end=period[1],
            participant_limit=participant_limit,
            language=language,
            link=link if self.capabilities(service).by_link else None,
            state=ConferenceState.WANTED,
            state_at=self._clock.now(),
            retired=[],
            attempts=0,
        )

    def _begin_if_near(self, session: Session, conference: Conference) -> None:
        if conference.start <= self._clock.now() + MADE_AHEAD:
            self.begin(session, conference.id)

    def _move(self, conference: Conference, service: str) -> None:
        if conference.state == ConferenceState.PLANNED:
            conference.service = service
            return
        conference.retired = [*conference.retired, {"service": conference.service, "key": conference.key}]
        conference.service, conference.key, conference.reference = service, new_id("k"), None
        mark(conference, self._clock, ConferenceState.WANTED)

    def _put(self, session: Session, conference: Conference) -> None:
        conference.attempts = 0
        self._jobs.put(session, PROVISION, conference.id, {"conference": conference.id})

    def _service(self, code: str) -> VideoService:
        if code not in self._services:
            raise Invalid("unknown-service")
        return self._services[code]
