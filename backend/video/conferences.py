"""Conferences as they are wanted, and the job that brings the services in line with them.

Whoever wants, changes or drops a conference does so in its own transaction; what has to happen at the service is a job
written in that same transaction. One job kind does it all, and jobs with the same kind and key never run side by side,
so a removal can't overtake the creation it removes. Every step may be repeated after a crash (quality.md, Reliability).
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

import structlog
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.errors import Conflict, Invalid, NotFound, Text
from backend.jobs import JobQueue, Later
from backend.jobs.service import Payload
from backend.push import Hub
from backend.storage import Database, new_id
from backend.video import people
from backend.video.live import Live
from backend.video.models import Conference, ConferenceState
from backend.video.service import Capabilities, ConferenceRequest, ServiceRefused, ServiceUnavailable, VideoService
from backend.video.stage import REMOVED

log = structlog.get_logger(__name__)

PROVISION = "video.provision"
ATTEMPTS = 8
GONE = (ConferenceState.REMOVING, ConferenceState.REMOVED)
_FIRST_PAUSE, _LONGEST_PAUSE, _WHILE_HOST_IN = 5.0, 300.0, 30.0

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

    def __init__(
        self, database: Database, jobs: JobQueue, hub: Hub, clock: Clock, services: Mapping[str, VideoService]
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._clock = clock
        self._services = services
        self._live = Live(database, jobs, hub, clock)

    def register_jobs(self) -> None:
        """Take on the job kind of this module. Call once, before the queue starts."""
        self._jobs.register(PROVISION, self.provision, attempts=ATTEMPTS)

    def capabilities(self, service: str) -> Capabilities:
        """Return what a service can do. Raises Invalid `unknown-service`."""
        return self._service(service).capabilities

    @property
    def available(self) -> dict[str, int | None]:
        """The services there are, each with the most participants it takes (None: no bound)."""
        return {code: service.capabilities.participant_limit for code, service in self._services.items()}

    def limit_for(self, service: str, wanted: int | None) -> int | None:
        """Return the smaller of what is wanted and what the service can do (architecture 12); None means no limit."""
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
    ) -> Conference:
        """Ask for a conference in the session's transaction. Raises Invalid `unknown-service`."""
        conference = Conference(
            id=new_id("c"),
            key=new_id("k"),
            service=service,
            start=start,
            end=end,
            participant_limit=self.limit_for(service, participant_limit),
            language=language,
            state=ConferenceState.WANTED,
            state_at=self._clock.now(),
            retired=[],
            attempts=0,
        )
        session.add(conference)
        session.flush()
        self._put(session, conference)
        return conference

    def change(  # noqa: PLR0913 - a conference is what it is
        self,
        session: Session,
        conference_id: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        participant_limit: int | Kept | None = KEPT,
        service: str | None = None,
    ) -> Conference:
        """Ask for other times, another limit or another service; what is not given stays as it is.

        One that was dropped is wanted again. Asking for what is so already does nothing.
        Raises NotFound, Invalid `unknown-service`, and Conflict when the service is to change with somebody in.
        """
        conference = self.get(session, conference_id)
        service = service or conference.service
        asked = conference.participant_limit if isinstance(participant_limit, Kept) else participant_limit
        limit = self.limit_for(service, asked)
        start, end = start or conference.start, end or conference.end
        now = (conference.service, conference.start, conference.end, conference.participant_limit)
        gone = conference.state in GONE
        if now == (service, start, end, limit) and not gone:
            return conference
        if service != conference.service:
            if people.in_count(session, conference.id):
                raise Conflict("not-open", _IN_PROGRESS)
            self._move(conference, service)
        if (start, end) != (conference.start, conference.end) and end > self._clock.now():
            # A meeting that is moved has its time before it, whatever has been.
            conference.ended_at = None
        conference.start, conference.end, conference.participant_limit = start, end, limit
        if gone or conference.state == ConferenceState.FAILED:
            self._mark(conference, ConferenceState.WANTED)
        self._put(session, conference)
        self._live.tell(session, conference.id)
        return conference

    def drop(self, session: Session, conference_id: str, reason: str = REMOVED) -> None:
        """Ask for the conference to go. Who waits is told at once why; nobody is cut off while a host is in.

        Decision 15. `reason` is kept of each whom it turns away: `meeting-removed`, or `time-passed` for what is over.
        Raises NotFound; a conference that is already going is no error.
        """
        conference = self.get(session, conference_id)
        if conference.state in GONE:
            return
        self._mark(conference, ConferenceState.REMOVING)
        self._live.shut(session, conference, reason)
        self._put(session, conference)

    def provision(self, payload: Payload) -> None:
        """Bring the service in line with what is wanted of one conference. Safe to repeat at any point.

        Raises Later while the service does not answer, or while a host is in a conference that is to go.
        """
        conference_id = str(payload["conference"])
        try:
            self._clean_up(conference_id)
            self._bring_in_line(conference_id)
        except ServiceUnavailable as fault:
            self._wait_for_service(conference_id, fault)
        except ServiceRefused as fault:
            log.warning("video.refused", conference=conference_id, reason=fault.reason)
            self._give_up(conference_id, "service-refused")
        except Later:
            raise
        except Exception:
            self._count_fault(conference_id)
            raise

    def _bring_in_line(self, conference_id: str) -> None:
        with self._database.read() as session:
            conference = self.get(session, conference_id)
            host_in = people.has_host(session, conference_id)
        service = self._services[conference.service]
        if conference.state == ConferenceState.REMOVED:
            return
        if conference.state == ConferenceState.REMOVING:
            if host_in:
                raise Later(_WHILE_HOST_IN)
            reference = conference.reference or service.find(conference.key)
            if reference is not None:
                service.remove(reference)
            self._done(conference, None, ConferenceState.REMOVED)
        elif conference.reference is None:
            reference = service.create(_request(conference))
            self._done(conference, reference, ConferenceState.READY)
        else:
            service.change(conference.reference, _request(conference))
            self._done(conference, conference.reference, ConferenceState.READY)

    def _done(self, begun: Conference, reference: str | None, state: ConferenceState) -> None:
        with self._database.write() as session:
            conference = self.get(session, begun.id)
            if (conference.service, conference.key) != (begun.service, begun.key):
                # Moved to another service meanwhile: what was made stands under a retired key, and the job that waits
                # cleans it up before it makes the new one.
                return
            conference.reference = reference
            conference.attempts = 0
            # Dropped, or wanted again, meanwhile: what was done now is not what is wanted, and another job waits.
            overtaken = (conference.state in GONE) != (state in GONE)
            if not overtaken and (conference.state, conference.state_reason) != (state, ""):
                self._mark(conference, state)
            self._live.tell(session, conference.id)

    def _move(self, conference: Conference, service: str) -> None:
        conference.retired = [*conference.retired, {"service": conference.service, "key": conference.key}]
        conference.service, conference.key, conference.reference = service, new_id("k"), None
        self._mark(conference, ConferenceState.WANTED)

    def _clean_up(self, conference_id: str) -> None:
        with self._database.read() as session:
            retired = list(self.get(session, conference_id).retired)
        for former in retired:
            service = self._services[former["service"]]
            reference = service.find(former["key"])
            if reference is not None:
                service.remove(reference)
        if retired:
            with self._database.write() as session:
                conference = self.get(session, conference_id)
                conference.retired = [former for former in conference.retired if former not in retired]

    def _wait_for_service(self, conference_id: str, fault: ServiceUnavailable) -> None:
        with self._database.write() as session:
            conference = self.get(session, conference_id)
            conference.attempts += 1
            creating = conference.state == ConferenceState.WANTED
            over = creating and conference.end < self._clock.now()
            pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(conference.attempts - 1, 10))
            if over:
                self._mark(conference, ConferenceState.FAILED, "service-unavailable")
            elif conference.state_reason != "service-unavailable":
                self._mark(conference, ConferenceState(conference.state), "service-unavailable")
            self._live.tell(session, conference_id)
        if not over:
            raise Later(fault.retry_after or pause)

    def _count_fault(self, conference_id: str) -> None:
        with self._database.write() as session:
            conference = self.get(session, conference_id)
            conference.attempts += 1
            final = conference.attempts >= ATTEMPTS
        if final:
            self._give_up(conference_id, "internal-fault")

    def _give_up(self, conference_id: str, reason: str) -> None:
        with self._database.write() as session:
            conference = self.get(session, conference_id)
            going = conference.state in GONE
            self._mark(conference, ConferenceState(conference.state) if going else ConferenceState.FAILED, reason)
            self._live.tell(session, conference_id)

    def _mark(self, conference: Conference, state: ConferenceState, reason: str = "") -> None:
        conference.state, conference.state_reason, conference.state_at = state, reason, self._clock.now()

    def _put(self, session: Session, conference: Conference) -> None:
        conference.attempts = 0
        self._jobs.put(session, PROVISION, conference.id, {"conference": conference.id})

    def _service(self, code: str) -> VideoService:
        if code not in self._services:
            raise Invalid("unknown-service")
        return self._services[code]


def _request(conference: Conference) -> ConferenceRequest:
    return ConferenceRequest(
        key=conference.key,
        start=conference.start,
        end=conference.end,
        participant_limit=conference.participant_limit,
        lobby=True,
        protected=True,
        language=conference.language,
    )
