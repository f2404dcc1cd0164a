"""How the video services are, for whoever looks after them: what has been measured, and what to do about it.

Reads our own database alone. Nothing here is about a person or a meeting.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.config import PexipMode, PexipSettings
from backend.errors import Forbidden
from backend.health import publisher_words
from backend.health import video_words as words
from backend.health.video_words import Part
from backend.identity import Actor, Role
from backend.storage import Database
from backend.video.pexip import parts
from backend.video.pexip.hooks import sequence
from backend.video.pexip.hooks.models import PexipSink
from backend.video.pexip.hooks.publishers import GAP_SHOWN, PublisherStatus, publisher_status, waits_long
from backend.video.pexip.management import pool, theme
from backend.video.pexip.parts import PexipPart
from backend.video.pexip.wire.gate import NO_ANSWER, SILENT_AGAIN

_SILENT_AFTER = timedelta(minutes=2)
_WRONG_SHOWN = timedelta(hours=1)


class VideoStatus:
    """What the page of the video services' state shows. `pexip` is None where there is none."""

    def __init__(self, database: Database, clock: Clock, pexip: PexipSettings | None) -> None:
        self._database = database
        self._clock = clock
        self._pexip = pexip

    def now(self, actor: Actor) -> dict[str, Any]:
        """Return each part and how it is. Raises Forbidden for whoever does not look after the services."""
        if not (actor.has(Role.ROOM_SUPPORT) or actor.has(Role.REGION_ADMIN)):
            raise Forbidden("forbidden", words.NOT_YOURS)
        now = self._clock.now()
        found: list[Part] = []
        if self._pexip is not None:
            with self._database.read() as session:
                found = list(self._parts(session, self._pexip))
        return {"as_of": now.isoformat(), "pexip": self._pexip is not None, "parts": [each.shown() for each in found]}

    def _parts(self, session: Session, pexip: PexipSettings) -> Iterator[Part]:
        if pexip.mode == PexipMode.POLICY:
            yield from self._policy(session.get(PexipPart, parts.PART_POLICY))
        yield from self._events(session)
        if pexip.management_url is not None:
            yield self._management(session.get(PexipPart, parts.PART_MANAGEMENT))
        if pexip.mode == PexipMode.MANAGEMENT:
            yield words.ready_rooms(pool.status(session, self._clock.now()))
            if pexip.theme and (found := theme.fault(session, pexip.theme)) is not None:
                yield words.theme_lacking(found.fault_since, is_readable=found.fault != theme.UNREADABLE)

    def _policy(self, part: PexipPart | None) -> Iterator[Part]:
        if part is None or part.alive_at is None or part.alive_at + _SILENT_AFTER < self._clock.now():
            yield words.policy_silent(part.alive_at if part else None)
            return
        yield words.policy_lives(part.heard_at)
        # Beside it: one node may ask wrongly still, and whoever has mended another is to see that it asks.
        if part.fault_since is not None and part.fault_since + _WRONG_SHOWN > self._clock.now():
            yield words.policy_wrong_sign_in(part.fault_since)

    def _events(self, session: Session) -> Iterator[Part]:
        now = self._clock.now()
        told = publisher_status(session, now)
        yield self._told(told)
        for sink in session.scalars(select(PexipSink).order_by(PexipSink.node)):
            if sink.stopped_at is not None:
                yield publisher_words.node_stopped(sink.node, sink.stopped_at)
            elif told.untold is not None and sink.node in told.untold.nodes:
                yield publisher_words.node_still(sink.node, sink.heard_at)
            elif sink.missing and sink.gap_at is not None and sink.gap_at + GAP_SHOWN > now:
                lacking = sequence.lacking((first, last) for first, last in sink.missing)
                yield publisher_words.node_lacks(sink.node, sink.heard_at, lacking)
            else:
                yield publisher_words.node_lives(sink.node, sink.heard_at)

    def _told(self, told: PublisherStatus) -> Part:
        if told.silent_since is not None:
            return publisher_words.all_silent(told.silent_since)
        if told.untold is not None:
            return publisher_words.some_untold(told.untold)
        if waits_long(told, self._clock.now()):
            return publisher_words.unworked(told.oldest)
        return publisher_words.events_come(told.heard_at)

    def _management(self, part: PexipPart | None) -> Part:
        if part is None or not part.fault:
            return words.management_answers(part.heard_at if part else None)
        if part.fault != NO_ANSWER:
            return words.management_refuses(part.fault, part.fault_since)
        # One that did not answer once may have been busy, and may not have been asked since.
        if part.fault_since is None or part.fault_since > self._clock.now() - _SILENT_AFTER:
            return words.management_answers(part.heard_at)
        is_again = part.refusals >= SILENT_AGAIN
        return (words.management_silent if is_again else words.management_silent_once)(part.fault_since)
