"""Locking again what a host had locked, where the service's own lock ends with the conference (job `video.lock`)."""

from collections.abc import Mapping

import structlog

from backend.jobs import Later
from backend.jobs.service import Payload
from backend.storage import Database
from backend.video.about import about_conference
from backend.video.live import Live
from backend.video.models import Conference, ConferenceState
from backend.video.service import NO_HOST, HostControl, Order, ServiceRefused, ServiceUnavailable, VideoService

log = structlog.get_logger(__name__)

_AGAIN_SECONDS = 5.0


class Locking:
    """Puts a lock back, and only then says that the conference is locked."""

    def __init__(self, database: Database, live: Live, services: Mapping[str, VideoService]) -> None:
        self._database = database
        self._live = live
        self._services = services

    def lock_again(self, payload: Payload) -> None:
        """Lock the conference at its service, and try until it is. One that has ended again is locked when it begins.

        Nothing is done to what has gone, or is locked by a host's own press meanwhile.
        """
        conference_id = str(payload["conference"])
        with self._database.read() as session:
            conference = session.get(Conference, conference_id)
        if conference is None or conference.locked or conference.state != ConferenceState.READY:
            return
        service = self._services.get(conference.service)
        if service is None:
            return
        try:
            service.command(conference.reference or "", Order(HostControl.LOCK, locked=True))
        except ServiceUnavailable as away:
            raise Later(away.retry_after or _AGAIN_SECONDS) from away
        except ServiceRefused as refused:
            if refused.reason != NO_HOST:
                # The host's page goes on saying that it is not locked, which is so.
                log.warning("video.not-locked-again", conference=conference_id, reason=refused.reason)
                return
        with self._database.write(about_conference(conference_id)) as session:
            self._live.is_locked_again(session, conference_id)
