"""Shutting the way in of whom a host has sent away, and ending their call (job `video.withdraw`)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from backend.clock import Clock
from backend.jobs import Later
from backend.jobs.service import Payload
from backend.storage import Database
from backend.video import people
from backend.video.about import about_presence
from backend.video.live import Live
from backend.video.models import Conference, Presence, PresenceState
from backend.video.service import HostControl, Order, ServiceRefused, ServiceUnavailable, VideoService
from backend.video.withdrawal import Withdrawal, read

_AGAIN_SECONDS = 5.0


class Withdrawing:
    """Asks the service that holds the conference, and tries until it has answered."""

    def __init__(self, database: Database, clock: Clock, live: Live, services: Mapping[str, VideoService]) -> None:
        self._database = database
        self._clock = clock
        self._live = live
        self._services = services

    def withdraw(self, payload: Payload) -> None:
        """Shut somebody's way in and end their call, or end one call; done again, nothing happens.

        Who has been let on again meanwhile has a new way in, which stays. Whom the service can't be asked to put out is
        shown as in until it tells that they are not.
        """
        wanted = read(payload)
        with self._database.read() as session:
            presence = session.get(Presence, wanted.presence)
            if presence is None or (wanted.call is None and _is_back(presence, wanted)):
                return
            conference = session.get_one(Conference, presence.conference_id)
        service = self._services.get(conference.service)
        if service is None:
            return
        try:
            if wanted.call is None:
                service.withdraw(conference.reference or "", presence.person)
            else:
                _hang_up(service, conference, wanted.call)
        except ServiceUnavailable as away:
            raise Later(away.retry_after or _AGAIN_SECONDS) from away
        if wanted.call is None:
            self._send_out(service, conference, presence, is_in=wanted.is_in)

    def _send_out(self, service: VideoService, conference: Conference, presence: Presence, *, is_in: bool) -> None:
        again: timedelta | None = None
        try:
            if _hang_up(service, conference, presence.call):
                return
        except ServiceUnavailable as away:
            again = timedelta(seconds=away.retry_after or _AGAIN_SECONDS)
        with self._database.write(about_presence(presence.id)) as session:
            self._live.still_there(session, presence.id, presence.call, is_in=is_in)
            if again is not None:
                # By the call itself, whatever is told of its owner until the service answers.
                self._live.end_call(session, presence, self._clock.now() + again)


def _is_back(presence: Presence, wanted: Withdrawal) -> bool:
    return presence.state in (*people.HERE, PresenceState.COMING) and not wanted.for_good


def _hang_up(service: VideoService, conference: Conference, call: str | None) -> bool:
    """Return whether there is nothing left to end: False when the service can't be asked to."""
    if call is None or HostControl.REMOVE not in service.capabilities.host_controls:
        return call is None
    # Gone already, most often: whoever sent them away from the host's panel has hung up first.
    with suppress(ServiceRefused):
        service.command(conference.reference or "", Order(HostControl.REMOVE, call))
    return True
