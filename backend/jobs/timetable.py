"""Timed work: APScheduler is the clock; with several processes, one at a time lets it tick.

The clock holds no state. Which process is the one is settled by an advisory lock of PostgreSQL's, which ends with the
connection of whoever has it: when that process dies, another has it within seconds.
"""

import threading
from collections.abc import Callable
from datetime import UTC

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from backend.storage.postgresql import name_of

log = structlog.get_logger(__name__)

_LOOK_SECONDS = 1.0
_CLOCK = name_of("vardmote clock")
_TAKE = select(func.pg_try_advisory_lock(_CLOCK))
_STILL = select(1)


def scheduler() -> BackgroundScheduler:
    """Return a clock that does late what it could not do in time, once."""
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    return BackgroundScheduler(timezone=UTC, job_defaults=defaults)


class Timetable:
    """Timed work of a product in several processes. Begins to tick when this one has the lock."""

    def __init__(self, engine: Engine) -> None:
        self.scheduler = scheduler()
        self._engine = engine
        self._connection: Connection | None = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._stand_for_it, name="clock", daemon=True)
        self.ticks = False

    def every(self, seconds: float, name: str, work: Callable[[], None]) -> None:
        """Do `work` at about this interval while this process is the clock."""
        self.scheduler.add_job(work, "interval", seconds=seconds, id=name)

    def start(self) -> None:
        """Stand for being the clock."""
        self.scheduler.start(paused=True)
        self._thread.start()

    def stop(self) -> None:
        """Tick no more, and let another process be the clock at once."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=True)
        self._let_go()

    def _stand_for_it(self) -> None:
        while not self._ending.is_set():
            try:
                self._look()
            except SQLAlchemyError as error:
                log.warning("jobs.clock-lost", error=type(error).__name__)
                self._tick(ticks=False)
                self._let_go()
            self._ending.wait(_LOOK_SECONDS)

    def _look(self) -> None:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._tick(ticks=bool(self._connection.scalar(_STILL if self.ticks else _TAKE)))

    def _tick(self, *, ticks: bool) -> None:
        if ticks != self.ticks:
            self.ticks = ticks
            (self.scheduler.resume if ticks else self.scheduler.pause)()

    def _let_go(self) -> None:
        if self._connection is not None:
            # Closed, not given back: the lock is the connection's.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
