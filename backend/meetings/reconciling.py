"""Finds what is wanted and what there is apart, in both directions, and mends it with care (job `meetings.reconcile`).

Reconciling promises nothing that provisioning does not: it looks for what its jobs have missed, lost or given up, and
asks for it again. Each round begins from how things stand, so one that is broken off harms nothing.
"""

from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, Text, and_, cast, or_, select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.meetings.comparing import GRACE, Comparison
from backend.meetings.mending import Drift, note
from backend.meetings.models import Lifecycle, Meeting
from backend.storage import Database
from backend.video import people
from backend.video.conferences import Conferences
from backend.video.models import Conference, ConferenceState
from backend.video.provisioning import GONE
from backend.video.service import VideoService

log = structlog.get_logger(__name__)

_BATCH = 200


class Reconciler:
    """One round at a time over our own tables and every service."""

    def __init__(
        self, database: Database, clock: Clock, conferences: Conferences, services: Mapping[str, VideoService]
    ) -> None:
        self._database = database
        self._clock = clock
        self._conferences = conferences
        self._services = services

    def run(self, *, all_at_once: bool = False) -> None:
        """Mend what has come apart. `all_at_once`: an operator has looked, and many may go in one round."""
        with self._database.write() as session:
            self._drop_unled(session)
            self._go_on(session)
            self._clean_up(session)
        for service in self._services.values():
            try:
                Comparison(self._database, self._clock, self._conferences, service).run(all_at_once=all_at_once)
            except Exception as error:  # noqa: BLE001 - what one service answers must not keep the others from being looked at
                log.warning("reconcile.not-compared", service=service.code, error=type(error).__name__)

    def _drop_unled(self, session: Session) -> None:
        led = select(Meeting.conference_id).where(Meeting.lifecycle != Lifecycle.REMOVED)
        unled = select(Conference).where(Conference.state.not_in(GONE), Conference.id.not_in(led))
        for conference in session.scalars(unled.limit(_BATCH)).all():
            if not people.in_count(session, conference.id):
                note(session, self._clock, Drift.UNLED, conference)
                self._conferences.drop(session, conference.id)

    def _go_on(self, session: Session) -> None:
        now = self._clock.now()
        under_way = or_(
            Conference.state.in_((ConferenceState.WANTED, ConferenceState.REMOVING)),
            and_(Conference.state == ConferenceState.READY, Conference.state_reason == "service-unavailable"),
        )
        failed = and_(
            Conference.state == ConferenceState.FAILED,
            # What was too late by a clock that had run ahead is not too late once it is put back.
            Conference.state_reason.in_(("internal-fault", "service-unavailable")),
            Conference.end > now,
        )
        query = (
            select(Conference).where(_long_ago(now), or_(under_way, failed)).order_by(Conference.state_at).limit(_BATCH)
        )
        for conference in session.scalars(query).all():
            if people.has_host(session, conference.id):
                # It goes when the host has left; nothing is stuck.
                continue
            drift = Drift.FAILED if conference.state == ConferenceState.FAILED else Drift.STUCK
            # A service that is silent is asked again anyhow: nothing is mended by saying so each time.
            if drift == Drift.FAILED or conference.state_reason != "service-unavailable":
                note(session, self._clock, drift, conference)
            self._conferences.again(session, conference)

    def _clean_up(self, session: Session) -> None:
        settled = Conference.state.in_((ConferenceState.READY, ConferenceState.FAILED, ConferenceState.REMOVED))
        left = select(Conference).where(settled, _long_ago(self._clock.now()), cast(Conference.retired, Text) != "[]")
        for conference in session.scalars(left.limit(_BATCH)).all():
            note(session, self._clock, Drift.STUCK, conference, detail="former-service")
            self._conferences.again(session, conference, changed=False)


def _long_ago(now: datetime) -> ColumnElement[bool]:
    # After a clock was put back, what was marked before lies in the future, and its job waits until then.
    return or_(Conference.state_at < now - GRACE, Conference.state_at > now + GRACE)
