"""The job that brings a service in line with what is wanted of one conference. Safe to repeat at any point.

What is wanted is asked for first and only then is cleaned up where the conference was before: a service that is left
because it does not answer must not keep the new one waiting.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple

import structlog
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.errors import NotFound
from backend.jobs import Later
from backend.jobs.service import Payload
from backend.steps import OVER, Kind, Outcome, Step, Watch, Work, run, unwatched
from backend.storage import Database
from backend.video import people
from backend.video.about import about_conference
from backend.video.models import Conference, ConferenceState
from backend.video.service import ConferenceRequest, ServiceRefused, ServiceUnavailable, VideoService
from backend.video.stage import Stage

log = structlog.get_logger(__name__)

PROVISION = "video.provision"
ATTEMPTS = 8
# A conference in one of these is not to be had any more.
GONE = (ConferenceState.REMOVING, ConferenceState.REMOVED)
_FIRST_PAUSE, _LONGEST_PAUSE, _WHILE_HOST_IN = 5.0, 300.0, 30.0
_LONGEST_REFERENCE = 200


class WrongAnswer(Exception):
    """The service answered with something that is no reference; what it did is not known."""


class _Made(NamedTuple):
    """What the service holds now."""

    reference: str | None
    state: ConferenceState


@dataclass
class Provisioning(Work):
    """One round of the job: the conference as it was when it was looked at, and what came of asking."""

    database: Database
    clock: Clock
    services: Mapping[str, VideoService]
    stage: Stage
    conference_id: str
    begun: Conference = field(init=False)
    host_in: bool = False
    made: _Made | None = None
    is_kept: bool = False

    def transaction(self) -> AbstractContextManager[Session]:
        """Begin a transaction about the conference."""
        return self.database.write(about_conference(self.conference_id))


def _look(work: Provisioning) -> None:
    with work.database.read() as session:
        work.begun = _get(session, work.conference_id)
        work.host_in = people.has_host(session, work.conference_id)


def _ask_service(work: Provisioning) -> None:
    conference = work.begun
    service = work.services[conference.service]
    if conference.state == ConferenceState.REMOVED:
        return
    if conference.state == ConferenceState.REMOVING:
        if work.host_in:
            raise Later(_WHILE_HOST_IN)
        reference = conference.reference or service.find(conference.key)
        if reference is not None:
            service.remove(reference)
        work.made = _Made(None, ConferenceState.REMOVED)
    elif conference.reference is None:
        work.made = _Made(_checked(service.create(_request(conference))), ConferenceState.READY)
    else:
        service.change(conference.reference, _request(conference))
        work.made = _Made(conference.reference, ConferenceState.READY)


def _keep_outcome(work: Provisioning) -> None:
    if work.made is None:
        return
    conference = _get(work.session, work.conference_id)
    if (conference.service, conference.key) != (work.begun.service, work.begun.key):
        # Moved to another service meanwhile: what was made stands under a retired key, and the job that waits cleans
        # it up.
        return
    conference.reference = work.made.reference
    conference.attempts = 0
    # Dropped, or wanted again, meanwhile: what was done now is not what is wanted, and another job waits.
    overtaken = (conference.state in GONE) != (work.made.state in GONE)
    if not overtaken and (conference.state, conference.state_reason) != (work.made.state, ""):
        mark(conference, work.clock, work.made.state)
    work.stage.tell(work.session, conference.id)


def _look_for_former(work: Provisioning) -> Outcome | None:
    work.is_kept = True
    return None if work.begun.retired else OVER


def _remove_former(work: Provisioning) -> None:
    for former in work.begun.retired:
        service = work.services[former["service"]]
        reference = service.find(former["key"])
        if reference is not None:
            service.remove(reference)


def _forget_former(work: Provisioning) -> None:
    conference = _get(work.session, work.conference_id)
    conference.retired = [former for former in conference.retired if former not in work.begun.retired]


STEPS: tuple[Step[Provisioning], ...] = (
    Step("look", _look),
    Step("ask-service", _ask_service, Kind.CALL),
    Step("begin-keeping", kind=Kind.BEGIN),
    Step("keep-outcome", _keep_outcome),
    Step("commit-outcome", kind=Kind.COMMIT),
    Step("look-for-former", _look_for_former),
    Step("remove-former", _remove_former, Kind.CALL),
    Step("begin-forgetting", kind=Kind.BEGIN),
    Step("forget-former", _forget_former),
    Step("commit-forgetting", kind=Kind.COMMIT),
)


class Provisioner:
    """Does the job, and keeps what came of it where a booker sees it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        services: Mapping[str, VideoService],
        stage: Stage,
        watch: Watch = unwatched,
    ) -> None:
        self._database = database
        self._clock = clock
        self._services = services
        self._stage = stage
        self._watch = watch

    def provision(self, payload: Payload) -> None:
        """Bring the service in line with what is wanted of one conference.

        Raises Later while the service does not answer, or while a host is in a conference that is to go.
        """
        conference_id = str(payload["conference"])
        work = Provisioning(self._database, self._clock, self._services, self._stage, conference_id)
        try:
            run("provisioning", STEPS, work, self._watch)
        except ServiceUnavailable as fault:
            self._wait_for_service(work, fault)
        except ServiceRefused as fault:
            log.warning("video.refused", conference=conference_id, reason=fault.reason)
            self._give_up(work, "service-refused")
        except Later:
            raise
        except Exception:
            self._count_fault(work)
            raise

    def _wait_for_service(self, work: Provisioning, fault: ServiceUnavailable) -> None:
        with work.transaction() as session:
            conference = _get(session, work.conference_id)
            conference.attempts += 1
            pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(conference.attempts - 1, 10))
            over = conference.state == ConferenceState.WANTED and conference.end < self._clock.now()
            if not work.is_kept:
                self._show_silence(conference, over=over)
                self._stage.tell(session, conference.id)
        if not over:
            raise Later(fault.retry_after or pause)

    def _show_silence(self, conference: Conference, *, over: bool) -> None:
        if over:
            mark(conference, self._clock, ConferenceState.FAILED, "service-unavailable")
        elif conference.state_reason != "service-unavailable":
            mark(conference, self._clock, ConferenceState(conference.state), "service-unavailable")

    def _count_fault(self, work: Provisioning) -> None:
        with work.transaction() as session:
            conference = _get(session, work.conference_id)
            conference.attempts += 1
            final = conference.attempts >= ATTEMPTS
        if final:
            self._give_up(work, "internal-fault")

    def _give_up(self, work: Provisioning, reason: str) -> None:
        if work.is_kept:
            # What is wanted stands; only something of a former service's is left, and reconciling comes back to it.
            return
        with work.transaction() as session:
            conference = _get(session, work.conference_id)
            going = conference.state in GONE
            state = ConferenceState(conference.state) if going else ConferenceState.FAILED
            mark(conference, self._clock, state, reason)
            self._stage.tell(session, conference.id)


def mark(conference: Conference, clock: Clock, state: ConferenceState, reason: str = "") -> None:
    """Note how far the conference has come, why, and since when."""
    conference.state, conference.state_reason, conference.state_at = state, reason, clock.now()


def _get(session: Session, conference_id: str) -> Conference:
    conference = session.get(Conference, conference_id)
    if conference is None:
        raise NotFound("not-found")
    return conference


def _checked(reference: str) -> str:
    if not isinstance(reference, str) or not 0 < len(reference) <= _LONGEST_REFERENCE:
        raise WrongAnswer
    return reference


def _request(conference: Conference) -> ConferenceRequest:
    return ConferenceRequest(
        key=conference.key,
        start=conference.start,
        end=conference.end,
        participant_limit=conference.participant_limit,
        lobby=True,
        protected=True,
        language=conference.language,
        link=conference.link,
        pool=conference.pool,
    )
