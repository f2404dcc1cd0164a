"""How it stands with the publishers: whether one has stopped, whether anything is missing, whether all is too still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.storage import Database
from backend.video.pexip.hooks import measures, sequence
from backend.video.pexip.hooks.models import PexipEvent, PexipSink
from backend.video.pexip.hooks.silence import silent_since
from backend.video.pexip.hooks.untold import Untold, led_on, untold

GAP_SHOWN = timedelta(days=1)
_WAITS_LONG = timedelta(minutes=5)


@dataclass(frozen=True)
class PublisherStatus:
    """The publishers that stopped, the nodes that lack events and how many, and since when all is too still.

    `untold` is whom nobody told of though others were heard. `heard_at` is when any was last heard. `oldest` is when
    the event was taken that has waited longest for its work.
    """

    heard: int
    heard_at: datetime | None
    stopped: Sequence[str]
    missing: Sequence[tuple[str, int]]
    silent_since: datetime | None
    untold: Untold | None
    oldest: datetime | None


def publisher_status(session: Session, now: datetime) -> PublisherStatus:
    """Return how it stands with them now."""
    sinks = session.scalars(select(PexipSink).order_by(PexipSink.node)).all()
    heard_at = max((sink.heard_at for sink in sinks), default=None)
    silence = silent_since(session, heard_at, now)
    return PublisherStatus(
        heard=len(sinks),
        heard_at=heard_at,
        stopped=[sink.node for sink in sinks if sink.stopped_at is not None],
        missing=[
            (sink.node, sequence.lacking((first, last) for first, last in sink.missing))
            for sink in sinks
            if sink.missing and sink.gap_at is not None and sink.gap_at + GAP_SHOWN > now
        ],
        silent_since=silence,
        untold=None if silence else untold(session, sinks, led_on(session, now), now),
        oldest=session.scalar(select(func.min(PexipEvent.received_at)).where(PexipEvent.worked_at.is_(None))),
    )


def waits_long(told: PublisherStatus, now: datetime) -> bool:
    """Tell whether an event has waited for its work longer than it should."""
    return told.oldest is not None and told.oldest + _WAITS_LONG < now


class Measuring:
    """Writes the measures down."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def measure(self) -> None:
        """Measure. Call every minute, in one process."""
        now = self._clock.now()
        with self._database.read() as session:
            told = publisher_status(session, now)
        measures.STOPPED.set(len(told.stopped))
        measures.MISSING.set(sum(number for _, number in told.missing))
        measures.SILENT.set(told.silent_since is not None)
        measures.UNTOLD.set(told.untold.people if told.untold else 0)
        measures.WAITING.set((now - told.oldest).total_seconds() if told.oldest else 0)
