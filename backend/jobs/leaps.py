"""A clock that has leapt is not believed at once: what throws things away waits until a day has really passed.

A machine that wakes with a wrong date would otherwise erase meetings that are still to come and purge a whole log.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from backend.clock import Clock
from backend.storage import Database
from backend.storage.marks import last_seen, see

log = structlog.get_logger(__name__)

LONGEST_STEP = timedelta(hours=36)
DOUBTED_SECONDS = 24 * 3600.0


class Leaps:
    """Knows when the clock was last looked at, also before a restart, and holds back what a leap would harm."""

    def __init__(self, database: Database, clock: Clock, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._elapsed = elapsed
        self._doubted_since: float | None = None

    def guarded(self, work: Callable[[], None]) -> Callable[[], None]:
        """Return `work` so that it is done only when the time is believed.

        After a step of more than 36 hours since anybody last looked, a day by the machine's own running time has to
        pass first; a clock put right meanwhile is believed at once. A clock that goes back throws nothing away.
        """

        def work_if_believed() -> None:
            if self._believed():
                work()

        return work_if_believed

    def _believed(self) -> bool:
        now = self._clock.now()
        with self._database.write() as session:
            if self._leapt(now, last_seen(session)) and not self._doubted_long_enough():
                return False
            see(session, now)
        self._doubted_since = None
        return True

    def _leapt(self, now: datetime, before: datetime | None) -> bool:
        return before is not None and now - before > LONGEST_STEP

    def _doubted_long_enough(self) -> bool:
        if self._doubted_since is None:
            self._doubted_since = self._elapsed()
            log.error("jobs.clock-leapt", held_back_seconds=DOUBTED_SECONDS)
        return self._elapsed() - self._doubted_since >= DOUBTED_SECONDS
