"""Attempts on meetings that are not one's to see: a snooper is told nothing, but leaves a trail.

Only who has no right at all to see the meeting is noted, not somebody whose role lacks one step in their own unit. One
entry for each person, meeting and attempt in ten minutes: a program that tries and tries does not bury the log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from backend.audit import AccessLog
from backend.clock import Clock
from backend.errors import Forbidden, NotFound
from backend.identity import Actor
from backend.meetings import access
from backend.meetings.about import about_meeting
from backend.meetings.models import Meeting
from backend.meetings.recording import Recorder
from backend.storage import Database

_ONCE_IN = timedelta(minutes=10)
_MOST_REMEMBERED = 10_000


class Refusals:
    """Notes who was refused. Each part of the product has one: no two try for the same thing."""

    def __init__(self, database: Database, clock: Clock, access_log: AccessLog) -> None:
        self._database = database
        self._clock = clock
        self._recorder = Recorder(access_log)
        self._noted: dict[tuple[str, str, str], datetime] = {}

    @contextmanager
    def noted(self, actor: Actor, meeting_id: str, attempted: str) -> Iterator[None]:
        """Note a refusal that leaves the block, and let it go on. Open it around the transaction, never within one."""
        try:
            yield
        except (NotFound, Forbidden):
            self._note(actor, meeting_id, attempted)
            raise

    def _note(self, actor: Actor, meeting_id: str, attempted: str) -> None:
        now, what = self._clock.now(), (actor.user, meeting_id, attempted)
        if now - self._noted.get(what, now - _ONCE_IN) < _ONCE_IN:
            return
        with self._database.write(about_meeting(meeting_id)) as session:
            meeting = session.get(Meeting, meeting_id)
            if meeting is None or access.may_see(actor, meeting):
                return
            self._recorder.staff(session, "access.refused", actor, meeting, attempted=attempted)
        if len(self._noted) >= _MOST_REMEMBERED:
            self._noted.clear()
        self._noted[what] = now
