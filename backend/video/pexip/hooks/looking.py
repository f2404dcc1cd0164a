"""The look at who is really there: what was lost on its way is mended by asking, and what nobody tells of ends."""

import time
from collections import deque
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.storage import Database
from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip.hooks.legs import Calls
from backend.video.pexip.hooks.models import PexipSink
from backend.video.pexip.hooks.reading import call_of
from backend.video.pexip.hooks.untold import is_doubtful, led_on, untold
from backend.video.pexip.hooks.work import EventWork
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.service import ServiceError

log = structlog.get_logger(__name__)

# Who is in a conference right now, by our reference to it: a mapping each, with fields as in Pexip's
# status/v1/participant. Raises ServiceError.
Roll = Callable[[str], Iterable[Mapping[str, Any]]]

LOOK_SECONDS = 60.0
# Without any doubt a look at everything is enough this often.
_EVERY = 10
# So many conferences are asked for in one round, and for so long; the others have their turn in the next.
MOST, _ROUND_SECONDS = 100, 40.0
# An event may be on its way still: who came or went within this time before the question is left as known.
_SETTLES = timedelta(seconds=10)
# Without anybody to ask: so long after a conference's time, and after the last that was told of a call, it is over.
_FORSAKEN = timedelta(hours=6)
# Longer than from one look to the next.
_SHUT_LATELY = timedelta(minutes=3)
_OPEN = (PresenceState.COMING, PresenceState.WAITING, PresenceState.IN)


class Look:
    """Asks who is there. Without `roll` nobody is asked, and only what is long over is ended."""

    def __init__(self, database: Database, clock: Clock, work: EventWork, roll: Roll | None = None) -> None:
        self._database = database
        self._clock = clock
        self._work = work
        self._roll = roll
        self._rounds = 0
        self._left: deque[str] = deque()
        self._begun_at: datetime | None = None
        self._looked_at: datetime | None = None

    def run(self) -> None:
        """Look. Call every minute: when events are missing, or a publisher is still, everything is asked for.

        So it is when people were led on of whom nobody tells: one publisher may be still and not have said so.

        Whoever does not answer for one conference will hardly do so for the next: the round is over, and goes on where
        it was a minute later. Nobody's state changes by an answer that did not come.
        """
        now = self._clock.now()
        with self._database.read() as session:
            rooms = _occupied(session)
            in_doubt = self._roll is not None and self._in_doubt(session, now)
            parted = _shut_since(session, now - _SHUT_LATELY) & rooms.keys()
        if (in_doubt and not self._left) or (self._roll is not None and self._rounds % _EVERY == 0):
            self._left.extend([each for each in rooms if each not in self._left])
            self._begun_at = now
        self._rounds += 1
        asked = self._go_on(rooms)
        for reference in parted:
            # Whoever has got another way in is told of; whose call the one before leads to no event may ever say.
            self._work.change(reference, _nothing_more)
        for reference, end in rooms.items():
            if reference not in asked and end + _FORSAKEN < now:
                self._forsake(reference, now - _FORSAKEN)

    def _go_on(self, rooms: Container[str]) -> set[str]:
        asked: set[str] = set()
        until = time.monotonic() + _ROUND_SECONDS
        while self._left and len(asked) < MOST and time.monotonic() < until:
            reference = self._left.popleft()
            if reference not in rooms:
                continue
            asked.add(reference)
            if not self.look(reference):
                # Last in turn: what Pexip says of one conference must not keep the others from being asked for.
                self._left.append(reference)
                return asked
        if not self._left and self._begun_at is not None:
            self._looked_at, self._begun_at = self._begun_at, None
        return asked

    def look(self, reference: str) -> bool:
        """Ask who is in one conference, and let the live state follow; False when Pexip did not say."""
        if self._roll is None:
            return False
        asked = self._clock.now()
        try:
            found = [call for each in self._roll(reference) if (call := call_of(dict(each))) is not None]
        except ServiceError as fault:
            log.warning("pexip.look-failed", room=reference, reason=type(fault).__name__)
            return False
        settled = _micro(asked - _SETTLES)
        self._work.change(reference, lambda _session, calls: calls.see_all_there_are(found, _micro(asked), settled))
        return True

    def _forsake(self, reference: str, before: datetime) -> None:
        def end(_session: Session, calls: Calls) -> None:
            open_ones = [leg for leg in calls.legs.values() if calls.is_open(leg)]
            if all(leg.time <= _micro(before) for leg in open_ones):
                calls.see_all_there_are((), _micro(self._clock.now()), _micro(before))

        self._work.change(reference, end)

    def _in_doubt(self, session: Session, now: datetime) -> bool:
        sinks = session.scalars(select(PexipSink)).all()
        since = self._looked_at
        gaps = (sink.gap_at for sink in sinks if sink.gap_at is not None)
        if any(sink.stopped_at for sink in sinks) or any(since is None or gap >= since for gap in gaps):
            return True
        led = led_on(session, now)
        return is_doubtful(led, now, since) or untold(session, sinks, led, now) is not None


def _nothing_more(_session: Session, _calls: Calls) -> None:
    """Take in nothing: what is known amounts to something else by now."""


def _shut_since(session: Session, moment: datetime) -> set[str]:
    return set(session.scalars(select(PexipEntry.reference).where(PexipEntry.withdrawn_at > moment)))


def _occupied(session: Session) -> dict[str, datetime]:
    """Return the conferences somebody is in, waits for or is on the way to, and when each is to end."""
    found = session.execute(
        select(PexipRoom.reference, PexipRoom.end)
        .join(Conference, Conference.key == PexipRoom.key)
        .where(Conference.id.in_(select(Presence.conference_id).where(Presence.state.in_(_OPEN))))
        .order_by(PexipRoom.start)
    )
    return dict(found.all())


def _micro(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
